import type { HubId, Provider, Registration } from '@garance/core';
import type { HubKey, Mail, SignInEvent } from '../durable/contract.ts';

/** A valid registration with the given fields replaced. */
export function aRegistration(parts: Partial<Registration> & { readonly id: string }): Registration {
  return {
    version: 1,
    serviceId: `service-of-${parts.id}`,
    organisationId: 'organisation',
    platform: 'standard',
    environment: 'integration',
    clientId: `client-of-${parts.id}`,
    status: 'active',
    type: 'public',
    displayName: 'Démarches « en ligne »',
    redirectUris: ['https://service.example/callback'],
    postLogoutRedirectUris: [],
    auth: {
      method: 'client_secret_post',
      secretHashes: [{ sha256: 'a'.repeat(64) }],
      assertionAudience: 'issuer',
    },
    keys: { kind: 'none' },
    idToken: { signingAlg: 'ES256' },
    userinfo: { signingAlg: 'ES256' },
    scopes: ['openid', 'profile'],
    amrAllowed: false,
    pkce: 'optional',
    par: 'optional',
    profile: 'franceconnect',
    idpHintAllowed: false,
    sector: { algorithm: 'g1', id: `sector-of-${parts.id}` },
    sessionLengthSeconds: 28_800,
    ...parts,
  };
}

/** The same without its version, as `publish` takes it. */
export function aDraft(
  parts: Partial<Registration> & { readonly id: string },
): Omit<Registration, 'version'> {
  const { version: _, ...draft } = aRegistration(parts);
  return draft;
}

export function aProvider(parts: Partial<Provider> & { readonly id: string }): Provider {
  return {
    platform: 'standard',
    environment: 'integration',
    name: 'Compte « démo »',
    displayOrder: 1,
    status: 'active',
    source: { kind: 'discovery', url: 'https://provider.example/.well-known/openid-configuration' },
    clientId: 'garance',
    clientSecret: 'provider-secret',
    authMethod: 'client_secret_post',
    levels: ['eidas1'],
    idTokenSigningAlg: 'ES256',
    userinfoFormat: 'signed',
    pkce: true,
    ...parts,
  };
}

export function aHubKey(hub: HubId, kid: string, parts: Partial<HubKey> = {}): HubKey {
  return {
    hub,
    kid,
    use: 'sig',
    alg: 'ES256',
    state: 'upcoming',
    privateJwk: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: `private-part-of-${kid}` },
    createdAtMs: 1_000,
    ...parts,
  };
}

/** A sign-in event with the given fields replaced. */
export function aSignIn(id: string, parts: Partial<SignInEvent> = {}): SignInEvent {
  return {
    id,
    atMs: 1_767_603_600_123,
    hub: { platform: 'plus', environment: 'production' },
    personFingerprint: 'ab'.repeat(32),
    serviceId: 'service',
    clientId: 'client',
    providerId: 'provider',
    level: 'eidas2',
    ...parts,
  };
}

/** A mail with the given fields replaced. @param expiresAtMs milliseconds since the epoch */
export function aMail(id: string, expiresAtMs: number, parts: Partial<Mail> = {}): Mail {
  return {
    id,
    to: 'camille@example.org',
    subject: 'Vous vous êtes connectée',
    text: 'Bonjour',
    html: '<p>Bonjour</p>',
    expiresAtMs,
    ...parts,
  };
}
