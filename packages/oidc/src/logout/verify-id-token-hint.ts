import type { ErrorCode, SigningAlg } from '@garance/core';
import { compactVerify, decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import type { VerificationKey } from '../jose/keys.ts';
import { parseClaims } from '../jose/parse-claims.ts';

export interface HintKey {
  readonly kid: string;
  readonly alg: SigningAlg;
  readonly key: VerificationKey;
}

export interface HintContext {
  readonly issuer: string;
  /**
   * The hub's signing keys, including retired ones that are not removed: people sign out hours after they signed in.
   */
  readonly verificationKeys: readonly HintKey[];
  /** Expired id_tokens are accepted as hints: they expire after a minute, but sessions last longer. */
  readonly expired: 'accepted';
}

export type HintOutcome =
  | {
      readonly ok: true;
      readonly sub: string;
      /** The client that it was issued to. */
      readonly aud: string;
      /** NumericDate. */
      readonly iat: number;
      readonly acr?: string;
    }
  | { readonly ok: false; readonly error: ErrorCode };

const MAX_HINT_LENGTH = 16_384;
const malformed: HintOutcome = { ok: false, error: 'logout.hint_malformed' };
const notOurs: HintOutcome = { ok: false, error: 'logout.hint_not_ours' };

/**
 * Verifies that a hint is an id_token signed by this hub: key chosen by `kid` among its own, algorithm that of the key,
 * issuer its own. An encrypted hint is refused: the service has to decrypt it first.
 *
 * @see OpenID Connect RP-Initiated Logout 1.0 §2, §4
 */
export async function verifyIdTokenHint(hint: string, context: HintContext): Promise<HintOutcome> {
  const header = findHeader(hint);
  if (header === undefined) return malformed;
  const trusted = context.verificationKeys.find((key) => key.kid === header.kid);
  if (trusted === undefined) return notOurs;
  const claims = await findVerifiedClaims(hint, trusted.key, trusted.alg);
  if (claims === undefined || claims.iss !== context.issuer) return notOurs;
  const { sub, aud, iat, acr } = claims;
  if (typeof sub !== 'string' || typeof aud !== 'string' || typeof iat !== 'number') return notOurs;
  /** A signed userinfo answer has issuer, subject and audience too; only an id_token has `at_hash`. */
  if (typeof claims.at_hash !== 'string') return notOurs;
  return typeof acr === 'string' ? { ok: true, sub, aud, iat, acr } : { ok: true, sub, aud, iat };
}

function findHeader(hint: string): ProtectedHeaderParameters | undefined {
  if (hint.length > MAX_HINT_LENGTH || hint.split('.').length !== 3) return undefined;
  try {
    return decodeProtectedHeader(hint);
  } catch {
    return undefined;
  }
}

async function findVerifiedClaims(hint: string, key: VerificationKey, alg: SigningAlg) {
  try {
    const { payload } = await compactVerify(hint, key, { algorithms: [alg] });
    return parseClaims(payload);
  } catch {
    return undefined;
  }
}
