import type { Registration } from '@garance/core';
import type { CheckFailure } from '../checks.ts';
import type { VerificationKey } from '../jose/keys.ts';
import type { RawParams } from '../params.ts';
import { checkAssertionClaims } from './check-assertion-claims.ts';
import type { ClientAuthError } from './client-auth-errors.ts';
import { type PresentedCredentials, readCredentials } from './presented-credentials.ts';
import { isClientSecret } from './secret.ts';
import { findClaimedClient, verifyAssertion } from './verify-assertion.ts';

export interface ClientAuthContext {
  readonly issuer: string;
  /** Another issuer with this one's endpoints, which this client may name as audience of its assertions. */
  readonly otherIssuer?: ((clientId: string) => string) | undefined;
  /** Token and PAR endpoints: accepted as audience from registrations that say so. */
  readonly endpointUrls: readonly string[];
  readonly nowMs: number;
  findRegistration(clientId: string): Registration | undefined;
  /** The client's fitting public keys, imported. */
  clientKeys(
    registration: Registration,
    query: { readonly kid?: string; readonly alg: string },
  ): Promise<readonly VerificationKey[]>;
  /** Marks an assertion's identifier as used, across nodes; true for the first call only. */
  takeJti(clientId: string, jti: string, ttlSeconds: number): Promise<boolean>;
  /** NumericDate since which used identifiers are known: older assertions may have been used already. */
  readonly assertionsNotBefore: () => Promise<number>;
}

export type ClientAuthOutcome =
  | { readonly ok: true; readonly registration: Registration }
  /** `detail`: the registered method, returned only to a caller that has shown the client's secret. */
  | CheckFailure<ClientAuthError>;

/**
 * Authenticates the client of a token, PAR or revocation request by its registered method, and no other.
 *
 * @param request.authorization the HTTP header, when sent
 * @returns the active registration, or an error: `invalid_client` (401) or `invalid_request` (400)
 * @see RFC 6749 §2.3, OpenID Connect Core §9, RFC 7523 §3
 */
export async function authenticateClient(
  request: { readonly authorization?: string | undefined; readonly params: RawParams },
  context: ClientAuthContext,
): Promise<ClientAuthOutcome> {
  const read = readCredentials(request.authorization, request.params);
  if (!read.ok) return read;
  const { credentials } = read;
  const clientId = claimedClient(credentials);
  if (clientId === undefined) return refuse('client_auth.assertion_malformed');
  const outcome = await authenticateAs(clientId, credentials, context);
  return outcome.ok ? outcome : { ...outcome, claimedClientId: clientId };
}

async function authenticateAs(
  clientId: string,
  credentials: PresentedCredentials,
  context: ClientAuthContext,
): Promise<ClientAuthOutcome> {
  const registration = context.findRegistration(clientId);
  if (registration === undefined) return refuse('client_auth.unknown_client');
  if (registration.status !== 'active') return refuse('client_auth.client_suspended');
  if (registration.auth.method !== methodOf(credentials)) {
    return refuseMethod(credentials, registration, context.nowMs);
  }
  if (credentials.kind === 'assertion') return authenticateByAssertion(credentials, registration, context);
  return isClientSecret(registration, credentials.secret, context.nowMs)
    ? { ok: true, registration }
    : refuse('client_auth.wrong_secret');
}

async function authenticateByAssertion(
  { assertion, clientId }: Extract<PresentedCredentials, { kind: 'assertion' }>,
  registration: Registration,
  context: ClientAuthContext,
): Promise<ClientAuthOutcome> {
  const { assertionAlg, assertionAudience } = registration.auth;
  if (assertionAlg === undefined) return refuse('client_auth.assertion_alg');
  if (clientId !== undefined && clientId !== registration.clientId) {
    return refuse('client_auth.client_id_mismatch');
  }
  const verified = await verifyAssertion(assertion, assertionAlg, (query) =>
    context.clientKeys(registration, query),
  );
  if (!verified.ok) return verified;
  const judged = checkAssertionClaims(verified.claims, {
    clientId: registration.clientId,
    audiences: [
      context.issuer,
      ...(context.otherIssuer === undefined ? [] : [context.otherIssuer(registration.clientId)]),
      ...(assertionAudience === 'issuer' ? [] : context.endpointUrls),
    ],
    nowSeconds: context.nowMs / 1000,
    assertionsNotBefore: await context.assertionsNotBefore(),
  });
  if (!judged.ok) return judged;
  /** The last check, so that an identifier is used up only by an assertion that is valid in every other way. */
  const first = await context.takeJti(registration.clientId, judged.jti, judged.ttlSeconds);
  return first ? { ok: true, registration } : refuse('client_auth.assertion_replayed');
}

function claimedClient(credentials: PresentedCredentials): string | undefined {
  return credentials.kind === 'secret' ? credentials.clientId : findClaimedClient(credentials.assertion);
}

function methodOf(credentials: PresentedCredentials) {
  return credentials.kind === 'secret' ? credentials.method : 'private_key_jwt';
}

/**
 * How a client authenticates is not public, so it is named only to a caller that sent the client's secret by the other
 * method (`client_secret_basic` for `client_secret_post`, or the reverse): most libraries choose Basic.
 */
function refuseMethod(
  credentials: PresentedCredentials,
  registration: Registration,
  nowMs: number,
): ClientAuthOutcome {
  const refusal = { ok: false, error: 'client_auth.method_not_registered' } as const;
  const { method } = registration.auth;
  const proven =
    credentials.kind === 'secret' &&
    method !== 'private_key_jwt' &&
    isClientSecret(registration, credentials.secret, nowMs);
  return proven ? { ...refusal, detail: `registered: ${method}` } : refusal;
}

function refuse(error: ClientAuthError): ClientAuthOutcome {
  return { ok: false, error };
}
