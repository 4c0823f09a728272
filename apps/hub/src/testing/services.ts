/** For tests: the services and identity providers of a test hub, each for one rule. */
import type { HubId, Provider, Registration } from '@garance/core';
import { hashClientSecret } from '@garance/oidc';
import { clientJwks } from './fixed-keys.ts';

export const clientSecret = 'a-secret-of-a-service-that-nobody-guesses';

const allScopes = [
  'openid',
  'profile',
  'email',
  'identite_pivot',
  'given_name',
  'family_name',
  'birthdate',
  'preferred_username',
];

/** What differs from a public service that authenticates by `client_secret_post` and gets signed tokens. */
const differences = {
  public: {},
  basic: { auth: secretAuth('client_secret_basic') },
  private: { type: 'private' },
  assertion: {
    auth: { method: 'private_key_jwt', secretHashes: [], assertionAlg: 'ES256', assertionAudience: 'issuer' },
  },
  'encrypted-rsa': encrypted('RSA-OAEP-256'),
  'encrypted-ec': encrypted('ECDH-ES'),
  keyless: { ...encrypted('RSA-OAEP-256'), keys: { kind: 'none' } },
  pushing: { par: 'required' },
  pkce: { pkce: 'required' },
  filtered: { providerFilter: { mode: 'allow', providerIds: ['beta'] } },
  excluding: { providerFilter: { mode: 'deny', providerIds: ['beta'] } },
  hinting: { idpHintAllowed: true, providerFilter: { mode: 'deny', providerIds: ['beta'] } },
  amr: { amrAllowed: true },
  suspended: { status: 'suspended' },
  twin: { scopes: ['openid'] },
  /** A sector shared with `public`: the same person has the same subject at both. */
  sibling: { sector: { algorithm: 'g1', id: 'sector-public' } },
} as const satisfies Record<string, Partial<Registration>>;

/** Only where the platform has the profile: on standard. */
const openIdServices = {
  openid: { profile: 'openid', userinfo: {}, idToken: { signingAlg: 'RS256' } },
  'openid-other': { profile: 'openid', userinfo: { signingAlg: 'RS256' }, scopes: ['openid', 'email'] },
  'openid-private': { profile: 'openid', type: 'private', userinfo: {} },
  'openid-filtered': {
    profile: 'openid',
    idpHintAllowed: true,
    providerFilter: { mode: 'allow', providerIds: ['beta', 'gamma'] },
  },
} as const satisfies Record<string, Partial<Registration>>;

export type ServiceName = keyof typeof differences | keyof typeof openIdServices;

function secretAuth(method: 'client_secret_post' | 'client_secret_basic'): Registration['auth'] {
  return {
    method,
    secretHashes: [{ sha256: hashClientSecret(clientSecret) }],
    assertionAudience: 'issuer',
  };
}

function encrypted(alg: 'RSA-OAEP-256' | 'ECDH-ES') {
  const encryption = { alg, enc: 'A256GCM' } as const;
  return {
    idToken: { signingAlg: 'ES256', encryption },
    userinfo: { signingAlg: 'ES256', encryption },
  } as const satisfies Partial<Registration>;
}

function registrationOf(hub: HubId, name: string, difference: Partial<Registration>): Registration {
  const clientId = `${name}-${hub.platform}-${hub.environment}`;
  return {
    id: `registration-${name}`,
    version: 1,
    serviceId: `service-${name}`,
    organisationId: 'organisation',
    ...hub,
    clientId,
    status: 'active',
    type: 'public',
    displayName: `Démarches ${name}`,
    redirectUris: [`https://${name}.example/callback`, `https://${name}.example/callback?tenant=1`],
    postLogoutRedirectUris: [`https://${name}.example/signed-out`, `https://${name}.example/bye?from=hub`],
    auth: secretAuth('client_secret_post'),
    keys: { kind: 'jwks', jwks: clientJwks },
    ...(hub.platform === 'plus'
      ? encrypted('ECDH-ES')
      : { idToken: { signingAlg: 'ES256' }, userinfo: { signingAlg: 'ES256' } }),
    scopes: allScopes,
    amrAllowed: false,
    pkce: 'optional',
    par: 'optional',
    profile: 'franceconnect',
    idpHintAllowed: false,
    sector: { algorithm: 'g1', id: `sector-${name}` },
    sessionLengthSeconds: 8 * 3600,
    ...difference,
  };
}

/** By the service's name in the tests, not by client_id. */
export function registrationsFor(hub: HubId): ReadonlyMap<ServiceName, Registration> {
  const known = hub.platform === 'standard' ? { ...differences, ...openIdServices } : differences;
  return new Map(
    Object.entries(known).map(([name, difference]) => [
      name as ServiceName,
      registrationOf(hub, name, difference),
    ]),
  );
}

function providerOf(hub: HubId, id: string, difference: Partial<Provider>): Provider {
  return {
    id,
    ...hub,
    name: `Compte ${id}`,
    displayOrder: 1,
    status: 'active',
    source: { kind: 'discovery', url: `https://${id}.example/.well-known/openid-configuration` },
    clientId: 'hub',
    clientSecret: 'secret-of-the-hub-at-a-provider',
    authMethod: 'client_secret_post',
    levels: ['eidas1', 'eidas2', 'eidas3'],
    idTokenSigningAlg: 'ES256',
    userinfoFormat: 'signed',
    pkce: true,
    ...difference,
  };
}

/** alpha, beta, gamma reach every level; each of the others lacks something. */
export function providersFor(hub: HubId): readonly Provider[] {
  return [
    providerOf(hub, 'gamma', { displayOrder: 3 }),
    providerOf(hub, 'alpha', { displayOrder: 1 }),
    providerOf(hub, 'beta', { displayOrder: 2 }),
    providerOf(hub, 'low', { displayOrder: 4, levels: ['eidas1'] }),
    providerOf(hub, 'substantial', { displayOrder: 5, levels: ['eidas2'] }),
    providerOf(hub, 'closed', {
      displayOrder: 6,
      status: 'maintenance',
      maintenanceMessage: { fr: 'Retour à midi', en: 'Back at noon' },
    }),
    providerOf(hub, 'gone', { displayOrder: 7, status: 'disabled' }),
  ];
}
