/**
 * What an OpenID client library leaves to the service. When these run, `openid-client` has already verified, for both
 * tokens, the signature under the hub's published keys with the registered algorithm, and `iss`, `aud`, `azp`, `exp`,
 * `nonce` of the id_token, `sub` of userinfo, `iss` and `state` of the callback.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Claims, type Level, levelSatisfies, levelSchema } from '@garance/core';
import { decodeProtectedHeader } from 'jose';
import type { Door } from './doors.ts';
import { RefusedAnswerError } from './refusal.ts';

/** How far a hub's clock may be ahead, in seconds. */
const futureToleranceSeconds = 60;

function refuseUnless(condition: boolean, check: string): asserts condition {
  if (!condition) throw new RefusedAnswerError(check);
}

/**
 * A door that registered encryption accepts nothing else: not a bare signed token (a hub that falls back, or a token of
 * another door), not compression (RFC 8725 §3.6). Another `alg` or `enc` never gets here: the library opens only what
 * fits the one key and the one content encryption it was given.
 */
export function checkEncryption(token: string, door: Door, what: 'id_token' | 'userinfo'): void {
  if (door.encryption === undefined) return;
  refuseUnless(token.split('.').length === 5, `${what}_not_encrypted`);
  refuseUnless(!('zip' in decodeProtectedHeader(token)), `${what}_compressed`);
}

/** The level reached: known, and at least what was asked (OpenID Connect Core §3.1.3.7, 12). */
export function checkLevel(claims: Claims, asked: Level): Level {
  const reached = levelSchema.safeParse(claims.acr);
  refuseUnless(reached.success, 'acr_missing_or_unknown');
  refuseUnless(levelSatisfies(reached.data, asked), 'acr_too_low');
  return reached.data;
}

/**
 * Binds the access token to the id_token: a swapped access token brings another person's userinfo. Optional in the code
 * flow (OpenID Connect Core §3.1.3.6), so it is only compared when it is there.
 */
export function checkAccessTokenHash(claims: Claims, accessToken: string): void {
  if (claims.at_hash === undefined) return;
  refuseUnless(typeof claims.at_hash === 'string', 'at_hash');
  // ES256 and RS256 are the only registered algorithms: both hash with SHA-256.
  const digest = createHash('sha256').update(accessToken, 'ascii').digest();
  const expected = Buffer.from(digest.subarray(0, 16).toString('base64url'));
  const given = Buffer.from(claims.at_hash);
  refuseUnless(given.length === expected.length && timingSafeEqual(given, expected), 'at_hash');
}

/** A token from the future is a mistake or a forgery kept for later. */
export function checkIssuedAt(claims: Claims, nowSeconds: number): void {
  refuseUnless(typeof claims.iat === 'number' && claims.iat <= nowSeconds + futureToleranceSeconds, 'iat');
}

/**
 * Userinfo as this platform signs it: `iss`, `aud`, `exp`, `iat` are present (the library only compares them when they
 * are), and it is not an id_token sent in its place.
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
