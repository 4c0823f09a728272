import type { Registration } from '@garance/core';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import type { VerificationKey } from '../jose/keys.ts';
import { parseClaims } from '../jose/parse-claims.ts';
import type { ClientAuthError } from './client-auth-errors.ts';

const MAX_ASSERTION_LENGTH = 16_384;
/** Keys tried for one assertion, so that a JWKS of hundreds does not multiply the work of each request. */
const MAX_KEYS_TRIED = 5;

type AssertionAlg = NonNullable<Registration['auth']['assertionAlg']>;

/** Client id claimed by an assertion, to find the registration to verify it with. Not verified. */
export function findClaimedClient(assertion: string): string | undefined {
  if (assertion.length > MAX_ASSERTION_LENGTH) return undefined;
  try {
    const sub: unknown = decodeJwt(assertion).sub;
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}

export type VerifiedAssertion =
  | { readonly ok: true; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: ClientAuthError };

/**
 * Verifies the signature of a client assertion by the registered algorithm and the registered keys, whatever the header
 * says: `none`, HMAC with the public key, and embedded or referenced keys are never used (RFC 8725 §3.1, §3.10).
 */
export async function verifyAssertion(
  assertion: string,
  alg: AssertionAlg,
  findKeys: (query: { readonly kid?: string; readonly alg: string }) => Promise<readonly VerificationKey[]>,
): Promise<VerifiedAssertion> {
  const header = findHeader(assertion);
  if (header === undefined) return { ok: false, error: 'client_auth.assertion_malformed' };
  if (header.alg !== alg) return { ok: false, error: 'client_auth.assertion_alg' };
  const { kid } = header;
  const keys = await findKeys(typeof kid === 'string' ? { kid, alg } : { alg });
  for (const key of keys.slice(0, MAX_KEYS_TRIED)) {
    const claims = await findSignedClaims(assertion, key, alg);
    if (claims !== undefined) return { ok: true, claims };
  }
  return { ok: false, error: 'client_auth.assertion_signature' };
}

function findHeader(assertion: string) {
  try {
    return decodeProtectedHeader(assertion);
  } catch {
    return undefined;
  }
}

async function findSignedClaims(assertion: string, key: VerificationKey, alg: AssertionAlg) {
  try {
    // Stryker disable next-line ObjectLiteral: the header was held against the same algorithm before; a second line.
    const { payload } = await compactVerify(assertion, key, { algorithms: [alg] });
    return parseClaims(payload);
  } catch {
    return undefined;
  }
}
