/**
 * Checks that an OpenID client library leaves to the service. Before them, `openid-client` has verified for both tokens
 * the signature under the hub's published keys with the registered algorithm; and `iss`, `aud`, `exp`, `nonce` of the
 * id_token, `azp` only where `aud` has several, `sub` of userinfo, `iss` and `state` of the callback.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Claims, type Level, levelSatisfies, levelSchema } from '@garance/core';
import { decodeProtectedHeader } from 'jose';
import { RefusedAnswerError } from './refusal.ts';
import type { SignInEntry } from './sign-in-entries.ts';

/** How far a hub's clock may be ahead, in seconds. */
const futureToleranceSeconds = 60;

function refuseUnless(condition: boolean, check: string): asserts condition {
  if (!condition) throw new RefusedAnswerError(check);
}

/**
 * An entry with registered encryption accepts nothing else: no token that is only signed (from a hub without encryption,
 * or for another entry) and no compression (RFC 8725 §3.6). The library has already refused any other `alg` or `enc`,
 * because it has one key and one content encryption only.
 */
export function checkEncryption(token: string, entry: SignInEntry, what: 'id_token' | 'userinfo'): void {
  if (entry.encryption === undefined) return;
  refuseUnless(token.split('.').length === 5, `${what}_not_encrypted`);
  refuseUnless(!('zip' in decodeProtectedHeader(token)), `${what}_compressed`);
}

/** The level reached: known, and at least the requested one (OpenID Connect Core §3.1.3.7, 12). */
export function checkLevel(claims: Claims, requested: Level): Level {
  const reached = levelSchema.safeParse(claims.acr);
  refuseUnless(reached.success, 'acr_missing_or_unknown');
  refuseUnless(levelSatisfies(reached.data, requested), 'acr_too_low');
  return reached.data;
}

/**
 * Binds the access token to the id_token, because a swapped access token returns another person's userinfo. Optional in
 * the code flow (OpenID Connect Core §3.1.3.6), so it is compared only when present.
 */
export function checkAccessTokenHash(claims: Claims, accessToken: string): void {
  if (claims.at_hash === undefined) return;
  refuseUnless(typeof claims.at_hash === 'string', 'at_hash');
  // ES256 and RS256 are the only registered algorithms: both hash with SHA-256.
  const digest = createHash('sha256').update(accessToken, 'ascii').digest();
  const expected = Buffer.from(digest.subarray(0, 16).toString('base64url'));
  const received = Buffer.from(claims.at_hash);
  refuseUnless(received.length === expected.length && timingSafeEqual(received, expected), 'at_hash');
}

/** Whom the token was issued to, where it says so: this client (OpenID Connect Core §3.1.3.7, 5). */
export function checkAuthorizedParty(claims: Claims, clientId: string): void {
  refuseUnless(claims.azp === undefined || claims.azp === clientId, 'azp');
}

/** Refuses a token issued in the future, by mistake or forged for later use. */
export function checkIssuedAt(claims: Claims, nowSeconds: number): void {
  refuseUnless(typeof claims.iat === 'number' && claims.iat <= nowSeconds + futureToleranceSeconds, 'iat');
}

/**
 * Checks userinfo as the platform signs it: `iss`, `aud`, `exp`, `iat` are present (the library compares them only if
 * they are), and it is not an id_token in its place.
 */
export function checkUserinfo(
  claims: Claims,
  expected: { readonly issuer: string; readonly clientId: string; readonly nowSeconds: number },
): void {
  const audience = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  refuseUnless(claims.iss === expected.issuer, 'userinfo_iss');
  refuseUnless(audience.length === 1 && audience[0] === expected.clientId, 'userinfo_aud');
  refuseUnless(typeof claims.exp === 'number', 'userinfo_exp');
  checkIssuedAt(claims, expected.nowSeconds);
  refuseUnless(!('nonce' in claims) && !('at_hash' in claims), 'userinfo_is_an_id_token');
}
