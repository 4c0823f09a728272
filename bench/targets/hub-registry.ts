import { createHash } from 'node:crypto';
import { type Provider, providerSchema, type Registration, registrationSchema } from '@garance/core';
import {
  requestedScope,
  type ServicesDescription,
  serviceClientId,
  type TargetConfig,
  upstreamProviderId,
} from '../shared/contract.ts';
import { benchHub } from './hub-keys.ts';

/** Registrations of the services of the run, each with its own sector. */
export function registrationsOf(services: ServicesDescription): Registration[] {
  const sha256 = createHash('sha256').update(services.clientSecret).digest('hex');
  const encryption = { alg: services.encryptionAlg, enc: 'A256GCM' };
  return Array.from({ length: services.count }, (_, index) =>
    registrationSchema.parse({
      id: `registration-${index}`,
      version: 1,
      serviceId: `service-${index}`,
      organisationId: 'organisation',
      ...benchHub,
      clientId: serviceClientId(index),
      status: 'active',
      type: 'public',
      displayName: `Service ${index}`,
      redirectUris: [services.redirectUri],
      postLogoutRedirectUris: [],
      auth: {
        method: 'client_secret_post',
        secretHashes: [{ sha256 }],
        assertionAudience: 'issuer',
      },
      keys: { kind: 'jwks', jwks: { keys: [services.encryptionJwk] } },
      idToken: { signingAlg: 'ES256', encryption },
      userinfo: { signingAlg: 'ES256', encryption },
      scopes: requestedScope.split(' '),
      amrAllowed: false,
      pkce: 'optional',
      par: 'optional',
      profile: 'franceconnect',
      idpHintAllowed: false,
      sector: { algorithm: 'g1', id: `sector-${index}` },
      sessionLengthSeconds: 8 * 3600,
    }),
  );
}

/** The upstream provider of the run: id_token nested, userinfo signed. */
export function upstreamProvider({ upstream, upstreamClient }: TargetConfig): Provider {
  const { issuer, authorization, token, userinfo, jwks } = upstream;
  return providerSchema.parse({
    id: upstreamProviderId,
    ...benchHub,
    name: 'Upstream',
    displayOrder: 1,
    status: 'active',
    source: {
      kind: 'endpoints',
      endpoints: { issuer, authorization, token, userinfo, jwks, issParameter: true },
    },
    ...upstreamClient,
    authMethod: 'client_secret_post',
    levels: ['eidas2', 'eidas3'],
    idTokenSigningAlg: 'ES256',
    idTokenEncryption: { alg: upstream.encryptionAlg, enc: 'A256GCM' },
    userinfoFormat: 'signed',
    pkce: true,
  });
}
