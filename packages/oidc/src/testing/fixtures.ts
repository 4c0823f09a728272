import type { Platform, Registration } from '@garance/core';
import type { AuthorizationContext } from '../authorization/request.ts';
import { type RawParams, readParams } from '../params.ts';

export const issuer = 'https://hub.example/api/v2';

/** A registration with many permissions, for tests to restrict. */
export function makeRegistration(changes: Partial<Registration> = {}): Registration {
  return {
    id: 'registration-1',
    version: 3,
    serviceId: 'service-1',
    organisationId: 'organisation-1',
    platform: 'standard',
    environment: 'integration',
    clientId: 'service-client',
    status: 'active',
    type: 'public',
    displayName: 'Service de démonstration',
    redirectUris: ['https://service.example/callback'],
    postLogoutRedirectUris: ['https://service.example/signed-out'],
    auth: { method: 'client_secret_post', secretHashes: [], assertionAudience: 'issuer' },
    keys: { kind: 'none' },
    idToken: { signingAlg: 'ES256' },
    userinfo: { signingAlg: 'ES256' },
    scopes: ['openid', 'given_name', 'family_name', 'email'],
    amrAllowed: false,
    pkce: 'optional',
    par: 'optional',
    profile: 'franceconnect',
    idpHintAllowed: false,
    sector: { algorithm: 'g1', id: 'sector-1' },
    sessionLengthSeconds: 28_800,
    ...changes,
  };
}

/** A request that every profile accepts from `makeRegistration()`. */
export const goodRequest = {
  response_type: 'code',
  client_id: 'service-client',
  redirect_uri: 'https://service.example/callback',
  scope: 'openid given_name',
  state: 'af0ifjsldkj',
  nonce: 'n-0S6_WzA2Mj-n-0S6_WzA2Mj',
} as const;

export type Pairs = readonly (readonly [string, string])[];

/** Encodes and parses the parameters, as an endpoint would. */
export function paramsOf(values: Readonly<Record<string, string>> | Pairs): RawParams {
  const pairs: [string, string][] = Array.isArray(values)
    ? values.map(([n, v]) => [n, v])
    : Object.entries(values);
  const read = readParams(new URLSearchParams(pairs).toString(), { keepControlCharacters: true });
  if (!read.ok) throw new Error('unreadable parameters in a test');
  return read.params;
}

export function contextFor(
  registration: Registration,
  changes: Partial<AuthorizationContext> & { readonly platform?: Platform } = {},
): AuthorizationContext {
  return {
    platform: registration.platform,
    issuer,
    understands: [],
    pushed: false,
    findRegistration: (clientId) => (clientId === registration.clientId ? registration : undefined),
    ...changes,
  };
}
