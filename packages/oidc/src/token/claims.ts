import { hash } from 'node:crypto';
import type { Claims, Level } from '@garance/core';

export interface IdTokenParameters {
  readonly issuer: string;
  readonly sub: string;
  readonly clientId: string;
  /** NumericDate. */
  readonly nowSeconds: number;
  readonly ttlSeconds: number;
  /** NumericDate at which the person signed in at the identity provider. */
  readonly authTime: number;
  readonly nonce?: string;
  readonly acr: Level;
  readonly amr?: readonly string[];
  /** The access token issued with it, for `at_hash`. */
  readonly accessToken: string;
}

/** The claims of an id_token (OpenID Connect Core §2, §3.1.3.6). */
export function idTokenClaims(parameters: IdTokenParameters): Claims {
  const { nowSeconds, nonce, amr } = parameters;
  return {
    iss: parameters.issuer,
    sub: parameters.sub,
    aud: parameters.clientId,
    exp: nowSeconds + parameters.ttlSeconds,
    iat: nowSeconds,
    auth_time: parameters.authTime,
    ...(nonce === undefined ? {} : { nonce }),
    acr: parameters.acr,
    ...(amr === undefined ? {} : { amr }),
    at_hash: accessTokenHash(parameters.accessToken),
  };
}

/** Left half of the SHA-256, since both signature algorithms, ES256 and RS256, use SHA-256. */
function accessTokenHash(accessToken: string): string {
  return hash('sha256', accessToken, 'buffer').toString('base64url', 0, 16);
}

/**
 * The claims of a signed userinfo answer (OpenID Connect Core §5.3.2). The protocol's own claims are added last, so
 * that no released claim can replace one.
 */
export function userinfoClaims(parameters: {
  readonly issuer: string;
  readonly clientId: string;
  /** NumericDate. */
  readonly nowSeconds: number;
  readonly ttlSeconds: number;
  readonly sub: string;
  /** As released for the granted scopes. */
  readonly claims: Claims;
}): Claims {
  const { nowSeconds } = parameters;
  return {
    ...parameters.claims,
    iss: parameters.issuer,
    aud: parameters.clientId,
    iat: nowSeconds,
    exp: nowSeconds + parameters.ttlSeconds,
    sub: parameters.sub,
  };
}
