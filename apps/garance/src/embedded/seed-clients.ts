/** `--seed-clients FILE`: services of the operator's own, in the vocabulary of OpenID dynamic registration. */
import { createHash } from 'node:crypto';
import {
  clientAuthMethodSchema,
  type Encryption,
  encryptionAlgSchema,
  environmentSchema,
  jwksSchema,
  knownScopes,
  platformSchema,
  profileNameSchema,
  type Registration,
  signingAlgSchema,
} from '@garance/core';
import { z } from 'zod';

const seedClientSchema = z
  .strictObject({
    platform: platformSchema,
    environment: environmentSchema.default('integration'),
    clientId: z.string().min(1),
    clientSecret: z.string().min(16).optional(),
    jwks: jwksSchema.optional(),
    jwks_uri: z.url().optional(),
    name: z.string().min(1).optional(),
    redirectUris: z.array(z.url()).min(1),
    postLogoutRedirectUris: z.array(z.url()).default([]),
    scopes: z.array(z.string()).default(['openid']),
    type: z.enum(['public', 'private']).default('public'),
    /** Two clients with one sector see one person under one identifier. */
    sector: z.string().min(1).optional(),
    profile: profileNameSchema.default('franceconnect'),
    pkce: z.enum(['required', 'optional']).default('optional'),
    par: z.enum(['required', 'optional']).default('optional'),
    token_endpoint_auth_method: clientAuthMethodSchema.optional(),
    token_endpoint_auth_signing_alg: z.enum(['ES256', 'RS256', 'PS256']).optional(),
    id_token_signed_response_alg: signingAlgSchema.optional(),
    id_token_encrypted_response_alg: encryptionAlgSchema.optional(),
    id_token_encrypted_response_enc: z.literal('A256GCM').optional(),
    /** `null` asks for plain JSON, which only the `openid` profile has. */
    userinfo_signed_response_alg: signingAlgSchema.nullable().optional(),
    userinfo_encrypted_response_alg: encryptionAlgSchema.optional(),
    userinfo_encrypted_response_enc: z.literal('A256GCM').optional(),
  })
  .superRefine((client, context) => {
    for (const message of contradictions(client)) context.addIssue({ code: 'custom', message });
  });

export const seedClientsSchema = z.array(seedClientSchema);
export type SeedClient = z.infer<typeof seedClientSchema>;

/** What the fields say together that cannot be. */
function contradictions(client: SeedClientFields): readonly string[] {
  const hasKeys = client.jwks !== undefined || client.jwks_uri !== undefined;
  const method = authMethodOf(client);
  const unknown = client.scopes.filter((scope) => !knownScopes(client.platform).has(scope));
  return [
    client.jwks !== undefined && client.jwks_uri !== undefined && 'give jwks or jwks_uri, not both',
    method !== 'private_key_jwt' && client.clientSecret === undefined && `${method} needs clientSecret`,
    method === 'private_key_jwt' && !hasKeys && 'private_key_jwt needs jwks or jwks_uri',
    client.platform === 'plus' && !hasKeys && 'plus encrypts its tokens: give jwks or jwks_uri',
    client.platform === 'plus' &&
      client.id_token_signed_response_alg === 'RS256' &&
      'plus signs with ES256 only',
    client.platform === 'plus' && client.profile === 'openid' && 'the openid profile is of standard only',
    client.userinfo_signed_response_alg === null &&
      client.profile !== 'openid' &&
      'plain JSON userinfo is of the openid profile only',
    unknown.length > 0 && `unknown scopes on ${client.platform}: ${unknown.join(' ')}`,
    !client.scopes.includes('openid') && 'scopes must contain openid',
  ].filter((message) => message !== false);
}

type SeedClientFields = Omit<z.output<typeof seedClientSchema>, never>;

function authMethodOf(client: Pick<SeedClient, 'token_endpoint_auth_method' | 'clientSecret'>) {
  return (
    client.token_endpoint_auth_method ??
    (client.clientSecret === undefined ? 'private_key_jwt' : 'client_secret_post')
  );
}

/** The registration that a seeded client becomes. */
export function registrationOf(client: SeedClient): Omit<Registration, 'version'> {
  const { platform, environment, clientId } = client;
  const plusDefault = platform === 'plus' ? 'RSA-OAEP-256' : undefined;
  const idTokenEncryption = encryptionOf(client.id_token_encrypted_response_alg ?? plusDefault);
  const userinfoEncryption = encryptionOf(client.userinfo_encrypted_response_alg ?? plusDefault);
  const defaultAlg = client.profile === 'openid' ? 'RS256' : 'ES256';
  const userinfoAlg =
    client.userinfo_signed_response_alg === undefined
      ? client.profile === 'openid'
        ? undefined
        : defaultAlg
      : (client.userinfo_signed_response_alg ?? undefined);
  return {
    id: `seed-${platform}-${environment}-${clientId}`,
    serviceId: `seed-${clientId}`,
    organisationId: 'seed',
    platform,
    environment,
    clientId,
    status: 'active',
    type: client.type,
    displayName: client.name ?? clientId,
    redirectUris: client.redirectUris,
    postLogoutRedirectUris: client.postLogoutRedirectUris,
    auth: authOf(client),
    keys: keysOf(client),
    idToken: {
      signingAlg: client.id_token_signed_response_alg ?? defaultAlg,
      ...(idTokenEncryption !== undefined && { encryption: idTokenEncryption }),
    },
    userinfo: {
      ...(userinfoAlg !== undefined && { signingAlg: userinfoAlg }),
      ...(userinfoEncryption !== undefined && { encryption: userinfoEncryption }),
    },
    scopes: client.scopes,
    amrAllowed: client.scopes.includes('amr'),
    pkce: client.pkce,
    par: client.par,
    profile: client.profile,
    idpHintAllowed: true,
    sector: { algorithm: 'g1', id: client.sector ?? `seed-${platform}-${clientId}` },
    sessionLengthSeconds: 8 * 3600,
  };
}

function encryptionOf(alg: Encryption['alg'] | undefined): Encryption | undefined {
  return alg === undefined ? undefined : { alg, enc: 'A256GCM' };
}

function authOf(client: SeedClient): Registration['auth'] {
  const { clientSecret, token_endpoint_auth_signing_alg: assertionAlg = 'ES256' } = client;
  const method = authMethodOf(client);
  if (method === 'private_key_jwt') {
    return { method, secretHashes: [], assertionAlg, assertionAudience: 'issuer' };
  }
  const sha256 = createHash('sha256')
    .update(clientSecret ?? '')
    .digest('hex');
  return { method, secretHashes: [{ sha256 }], assertionAudience: 'issuer' };
}

function keysOf({ jwks, jwks_uri: uri }: SeedClient): Registration['keys'] {
  if (jwks !== undefined) return { kind: 'jwks', jwks };
  return uri === undefined ? { kind: 'none' } : { kind: 'jwks_uri', uri };
}
