/** What the claims must say once the signature holds. */
import { createHash } from 'node:crypto';
import { levelSatisfies, levelSchema } from '@garance/core';
import type { Checks } from '../types.ts';

/** Clocks differ, in seconds. */
const tolerance = 60;

/** A NumericDate that has come, or none. */
function isPast(moment: unknown, nowSeconds: number): boolean {
  return moment === undefined || (typeof moment === 'number' && moment <= nowSeconds + tolerance);
}

export const idTokenChecks: Checks['idToken'] = [
  {
    name: 'iss',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 2',
    holds: ({ claims, issuer }) => claims.iss === issuer,
  },
  {
    name: 'sub',
    clause: 'OpenID Connect Core 1.0 §2',
    holds: ({ claims }) => typeof claims.sub === 'string' && claims.sub !== '',
  },
  {
    name: 'aud',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 3',
    holds: ({ claims, clientId }) => [claims.aud].flat().includes(clientId),
  },
  {
    name: 'only-audience',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 3: no audience that is not trusted',
    holds: ({ claims }) => [claims.aud].flat().length === 1,
  },
  {
    name: 'azp',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 5',
    holds: ({ claims, clientId }) => claims.azp === undefined || claims.azp === clientId,
  },
  {
    name: 'exp',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 9',
    holds: ({ claims, nowSeconds }) => typeof claims.exp === 'number' && claims.exp > nowSeconds - tolerance,
  },
  {
    name: 'iat',
    clause: 'OpenID Connect Core 1.0 §2',
    holds: ({ claims }) => typeof claims.iat === 'number',
  },
  {
    name: 'iat-not-future',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 10',
    holds: ({ claims, nowSeconds }) => !(Number(claims.iat) > nowSeconds + tolerance),
  },
  {
    name: 'nbf',
    clause: 'RFC 7519 §4.1.5',
    holds: ({ claims, nowSeconds }) => isPast(claims.nbf, nowSeconds),
  },
  {
    name: 'nonce',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 11',
    holds: ({ claims, nonce }) => claims.nonce === nonce,
  },
  {
    name: 'acr-known',
    clause: 'Garance platforms, tokens',
    holds: ({ claims }) => levelSchema.safeParse(claims.acr).success,
  },
  {
    name: 'acr',
    clause: 'OpenID Connect Core 1.0 §3.1.3.7, 12',
    holds: ({ claims, level }) => levelSatisfies(levelSchema.parse(claims.acr), level),
  },
  {
    name: 'at_hash',
    clause: 'OpenID Connect Core 1.0 §3.1.3.8',
    holds: ({ claims, accessToken }) =>
      claims.at_hash === undefined ||
      claims.at_hash ===
        createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
  },
];

export const userinfoChecks: Checks['userinfo'] = [
  {
    name: 'sub',
    clause: 'OpenID Connect Core 1.0 §5.3.2',
    holds: ({ claims, idToken }) => typeof claims.sub === 'string' && claims.sub === idToken.sub,
  },
  {
    name: 'iss',
    clause: 'OpenID Connect Core 1.0 §5.3.4',
    holds: ({ claims, issuer }) => claims.iss === issuer,
  },
  {
    name: 'aud',
    clause: 'OpenID Connect Core 1.0 §5.3.4',
    holds: ({ claims, clientId }) => {
      const audience = [claims.aud].flat();
      return audience.length === 1 && audience[0] === clientId;
    },
  },
  {
    name: 'exp',
    clause: 'Garance platforms, tokens',
    holds: ({ claims, nowSeconds }) => typeof claims.exp === 'number' && claims.exp > nowSeconds - tolerance,
  },
  {
    name: 'nbf',
    clause: 'RFC 7519 §4.1.5',
    holds: ({ claims, nowSeconds }) => isPast(claims.nbf, nowSeconds),
  },
  {
    name: 'iat-not-future',
    clause: 'RFC 7519 §4.1.6',
    holds: ({ claims, nowSeconds }) => !(Number(claims.iat) > nowSeconds + tolerance),
  },
  {
    name: 'not-an-id-token',
    clause: 'RFC 8725 §3.12',
    holds: ({ claims }) => !('nonce' in claims) && !('at_hash' in claims),
  },
];
