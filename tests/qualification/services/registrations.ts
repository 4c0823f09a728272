import { createHash } from 'node:crypto';
import type { Platform, Registration } from '@garance/core';

/** One client of one hub. */
export interface SampleClient {
  readonly platform: Platform;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Where the service is mounted, without final slash: on the hub, and on the rehearsal issuer. */
  readonly bases: readonly string[];
}

export const sampleScopes = ['openid', 'identite_pivot', 'email', 'preferred_username'] as const;

const sessionLengthSeconds = 3600;

/** As the platform's integration hub knows it. PKCE is left to the service: to do without is one of the defects. */
export function registrationOf(client: SampleClient): Omit<Registration, 'version'> {
  const { platform, clientId, bases } = client;
  const encrypted =
    platform === 'plus' ? { encryption: { alg: 'RSA-OAEP-256', enc: 'A256GCM' } as const } : {};
  return {
    id: clientId,
    serviceId: clientId,
    organisationId: 'port-alizarine',
    platform,
    environment: 'integration',
    clientId,
    status: 'active',
    type: 'public',
    displayName: 'Port-Alizarine',
    redirectUris: bases.map((base) => `${base}/callback`),
    postLogoutRedirectUris: bases.map((base) => `${base}/signed-out`),
    auth: authOf(client),
    keys: platform === 'plus' ? { kind: 'jwks_uri', uri: `${bases[0]}/jwks` } : { kind: 'none' },
    idToken: { signingAlg: 'ES256', ...encrypted },
    userinfo: { signingAlg: 'ES256', ...encrypted },
    scopes: [...sampleScopes],
    amrAllowed: false,
    pkce: 'optional',
    par: 'optional',
    profile: 'franceconnect',
    idpHintAllowed: false,
    sector: { algorithm: 'g1', id: clientId },
    sessionLengthSeconds,
  };
}

function authOf({ clientSecret }: SampleClient): Registration['auth'] {
  if (clientSecret === undefined) {
    return {
      method: 'private_key_jwt',
      secretHashes: [],
      assertionAlg: 'ES256',
      assertionAudience: 'issuer',
    };
  }
  const sha256 = createHash('sha256').update(clientSecret).digest('hex');
  return { method: 'client_secret_post', secretHashes: [{ sha256 }], assertionAudience: 'issuer' };
}
