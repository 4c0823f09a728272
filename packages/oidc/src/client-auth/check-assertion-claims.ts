import type { ClientAuthError } from './client-auth-errors.ts';

/** Seconds by which two correct clocks may differ. */
const TOLERANCE_SECONDS = 10;
const MAX_LIFETIME_SECONDS = 300;
const MAX_JTI_LENGTH = 255;

export type AssertionClaimsOutcome =
  | { readonly ok: true; readonly jti: string; readonly ttlSeconds: number }
  | { readonly ok: false; readonly error: ClientAuthError };

/**
 * Checks the claims of a client assertion whose signature is verified.
 *
 * @param rules.audiences accepted values of `aud`, which must be one string. A list is refused even when it has one
 * value:
 *   an assertion for several audiences can be replayed from one at the other.
 * @param rules.assertionsNotBefore NumericDate since which used `jti`s are known
 * @returns `jti`, and for how many seconds it must be remembered
 * @see RFC 7523 §3, OpenID Connect Core §9
 */
export function checkAssertionClaims(
  claims: Readonly<Record<string, unknown>>,
  rules: {
    readonly clientId: string;
    readonly audiences: readonly string[];
    readonly nowSeconds: number;
    readonly assertionsNotBefore: number;
  },
): AssertionClaimsOutcome {
  const { nowSeconds } = rules;
  const { iss, sub, aud, jti } = claims;
  if (iss !== rules.clientId || sub !== rules.clientId) return refuse('client_auth.assertion_subject');
  if (!rules.audiences.some((audience) => audience === aud)) return refuse('client_auth.assertion_audience');
  const times = readTimes(claims, nowSeconds);
  if (!times.ok) return times;
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI_LENGTH) {
    return refuse('client_auth.assertion_replayed');
  }
  if (times.issuedAt < rules.assertionsNotBefore) return refuse('client_auth.assertion_stale');
  return { ok: true, jti, ttlSeconds: Math.ceil(times.exp + TOLERANCE_SECONDS - nowSeconds) };
}

type TimesOutcome =
  | { readonly ok: true; readonly exp: number; readonly issuedAt: number }
  | { readonly ok: false; readonly error: ClientAuthError };

function readTimes(claims: Readonly<Record<string, unknown>>, nowSeconds: number): TimesOutcome {
  const { exp, nbf, iat } = claims;
  if (!isTime(exp) || exp + TOLERANCE_SECONDS <= nowSeconds) return refuse('client_auth.assertion_expired');
  for (const start of [nbf, iat]) {
    if (start === undefined) continue;
    if (!isTime(start) || start > nowSeconds + TOLERANCE_SECONDS) {
      return refuse('client_auth.assertion_expired');
    }
  }
  const furthest = MAX_LIFETIME_SECONDS + TOLERANCE_SECONDS;
  if (exp > nowSeconds + furthest) return refuse('client_auth.assertion_too_long');
  /**
   * Without `iat`, the earliest time that its expiry allows, so that an assertion used before the data was lost is
   * never accepted afterwards.
   */
  return { ok: true, exp, issuedAt: isTime(iat) ? iat : exp - furthest };
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value);
}

function refuse(error: ClientAuthError): { readonly ok: false; readonly error: ClientAuthError } {
  return { ok: false, error };
}
