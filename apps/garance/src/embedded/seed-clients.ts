/** `--seed-clients FILE`: further services, in the terms of OpenID Connect Dynamic Client Registration. */
import { createHash } from 'node:crypto';
import {
  type Encryption,
  encryptionAlgSchema,
  environmentSchema,
  jwksSchema,
  knownScopes,
  platformSchema,
  type Registration,
  registrationSchema,
  sectorSchema,
  signingAlgSchema,
} from '@garance/core';
import { z } from 'zod';
import { listOf, type SeedRule, withRules } from './seed-rules.ts';

const fields = registrationSchema.shape;
const auth = fields.auth.shape;

const seedClientFields = z.strictObject({
  platform: platformSchema,
  environment: environmentSchema.default('integration'),
  clientId: fields.clientId,
  clientSecret: z.string().min(16).optional().describe('Kept as a hash.'),
  clientSecretHashes: z
    .array(auth.secretHashes.unwrap().element.strict())
    .readonly()
    .optional()
    .describe(
      'SHA-256 of further secrets in hexadecimal, each with its end (`expiresAtMs`, epoch) when it has one: a rotation.',
    ),
  jwks: jwksSchema.optional().describe('Public keys of the client.'),
  jwks_uri: z.url().optional().describe('Where it publishes them.'),
  name: fields.displayName.optional().describe('What citizens read. Absent: the client id.'),
  siteUrl: fields.siteUrl.describe('Home page of the service.'),
  redirectUris: fields.redirectUris,
  postLogoutRedirectUris: fields.postLogoutRedirectUris.default([]),
  scopes: z
    .array(z.string())
    .readonly()
    .default(['openid'])
    .describe('Scopes of the habilitation: nothing else is granted.'),
  amrAllowed: fields.amrAllowed
    .optional()
    .describe('Whether it may ask for `amr`. Absent: with the scope of that name.'),
  type: fields.type.default('public').describe('`private` asks the citizen for consent.'),
  status: fields.status.default('active'),
  sector: z
    .union([z.string().min(1), sectorSchema])
    .optional()
    .describe(
      'Two clients with one sector see one person under one identifier. A name, or an algorithm with what it needs (`fc1`: `id` and `entityId`).',
    ),
  sectorIdentifierUri: fields.sectorIdentifierUri,
  profile: fields.profile.default('franceconnect'),
  pkce: fields.pkce.default('optional'),
  par: fields.par.default('optional'),
  providerFilter: fields.providerFilter.describe(
    'The identity providers that it takes, or does not take. Absent: all.',
  ),
  idpHintAllowed: fields.idpHintAllowed.default(true).describe('Whether it may send people to one provider.'),
  sessionLengthSeconds: fields.sessionLengthSeconds
    .default(8 * 3600)
    .describe('How long a sign-out started by the service is possible.'),
  token_endpoint_auth_method: auth.method
    .optional()
    .describe('Absent: `client_secret_post` with a secret, else `private_key_jwt`.'),
  token_endpoint_auth_signing_alg: auth.assertionAlg.describe('Of client assertions. Absent: `ES256`.'),
  assertionAudience: auth.assertionAudience
    .default('issuer')
    .describe(
      '`aud` of client assertions: the issuer alone, or also the endpoints, for existing integrations.',
    ),
  id_token_signed_response_alg: signingAlgSchema
    .optional()
    .describe('Absent: `ES256`; with the profile `openid`: `RS256`.'),
  id_token_encrypted_response_alg: encryptionAlgSchema.optional().describe('Absent on plus: `RSA-OAEP-256`.'),
  id_token_encrypted_response_enc: z.literal('A256GCM').optional(),
  userinfo_signed_response_alg: signingAlgSchema
    .nullable()
    .optional()
    .describe(
      'Absent: that of the id_token; with the profile `openid`: not signed. `null`: plain JSON, with the profile `openid` only.',
    ),
  userinfo_encrypted_response_alg: encryptionAlgSchema.optional().describe('Absent on plus: `RSA-OAEP-256`.'),
  userinfo_encrypted_response_enc: z.literal('A256GCM').optional(),
  id: fields.id
    .optional()
    .describe('Of the registration, across its versions. Absent: made of the fields above.'),
  serviceId: fields.serviceId.optional().describe('Absent: made of the client id.'),
  organisationId: fields.organisationId.default('seed'),
});
export type SeedClient = z.output<typeof seedClientFields>;

const needs = (what: string) => (broken: boolean) => (broken ? what : undefined);

/** Rules between the fields of an entry. */
const seedRules: readonly SeedRule<SeedClient>[] = [
  {
    field: 'jwks',
    reads: ['jwks', 'jwks_uri'],
    judge: ({ jwks, jwks_uri }) =>
      needs('give jwks or jwks_uri, not both')(jwks !== undefined && jwks_uri !== undefined),
  },
  {
    field: 'clientSecret',
    reads: ['clientSecret', 'clientSecretHashes', 'token_endpoint_auth_method'],
    judge: (client) => {
      const method = authMethodOf(client);
      return needs(`${method} needs clientSecret`)(method !== 'private_key_jwt' && !hasSecret(client));
    },
  },
  {
    field: 'jwks',
    reads: ['clientSecret', 'clientSecretHashes', 'token_endpoint_auth_method', 'jwks', 'jwks_uri'],
    judge: (client) =>
      needs('private_key_jwt needs jwks or jwks_uri')(
        authMethodOf(client) === 'private_key_jwt' && !hasKeys(client),
      ),
  },
  {
    field: 'jwks',
    reads: ['platform', 'jwks', 'jwks_uri'],
    judge: (client) =>
      needs('plus encrypts its tokens: give jwks or jwks_uri')(
        client.platform === 'plus' && !hasKeys(client),
      ),
  },
  ...(['id_token_signed_response_alg', 'userinfo_signed_response_alg'] as const).map(
    (field): SeedRule<SeedClient> => ({
      field,
      reads: ['platform', field],
      judge: (client) =>
        needs('plus signs with ES256 only')(client.platform === 'plus' && client[field] === 'RS256'),
    }),
  ),
  {
    field: 'profile',
    reads: ['platform', 'profile'],
    judge: ({ platform, profile }) =>
      needs('the openid profile is of standard only')(platform === 'plus' && profile === 'openid'),
  },
  {
    field: 'userinfo_signed_response_alg',
    reads: ['profile', 'userinfo_signed_response_alg'],
    judge: ({ profile, userinfo_signed_response_alg: alg }) =>
      needs('plain JSON userinfo is of the openid profile only')(alg === null && profile !== 'openid'),
  },
  ...(['id_token', 'userinfo'] as const).map((token): SeedRule<SeedClient> => {
    const [alg, enc] = [`${token}_encrypted_response_alg`, `${token}_encrypted_response_enc`] as const;
    return {
      field: enc,
      reads: ['platform', alg, enc],
      // OpenID Connect Dynamic Client Registration §2.
      judge: (client) =>
        needs(`needs ${alg}`)(
          client[enc] !== undefined && client[alg] === undefined && client.platform === 'standard',
        ),
    };
  }),
  {
    field: 'scopes',
    reads: ['platform', 'scopes'],
    judge: ({ platform, scopes }) => {
      const unknown = scopes.filter((scope) => !knownScopes(platform).has(scope));
      return needs(`unknown scopes on ${platform}: ${unknown.join(' ')}`)(unknown.length > 0);
    },
  },
  {
    field: 'scopes',
    reads: ['scopes'],
    judge: ({ scopes }) => needs('scopes must contain openid')(!scopes.includes('openid')),
  },
];

export const seedClientsSchema = listOf(withRules(seedClientFields, seedRules), {
  field: 'clientId',
  keysOf: ({ clientId, platform, environment }) => [`${clientId} (${platform}, ${environment})`],
});

/** JSON Schema of the file, for the documentation. */
export function seedClientsJsonSchema(): object {
  const about = { title: 'Services', description: 'A file for `npm start -- --seed-clients FILE`.' };
  return { ...about, ...z.toJSONSchema(seedClientsSchema, { io: 'input' }) };
}

function hasSecret({ clientSecret, clientSecretHashes = [] }: SeedClient): boolean {
  return clientSecret !== undefined || clientSecretHashes.length > 0;
}

function hasKeys({ jwks, jwks_uri }: SeedClient): boolean {
  return jwks !== undefined || jwks_uri !== undefined;
}

function authMethodOf(client: SeedClient): Registration['auth']['method'] {
  return client.token_endpoint_auth_method ?? (hasSecret(client) ? 'client_secret_post' : 'private_key_jwt');
}

/** The registration of a seeded client. */
export function registrationOf(client: SeedClient): Omit<Registration, 'version'> {
  const { platform, environment, clientId, siteUrl, providerFilter, sectorIdentifierUri } = client;
  return {
    id: client.id ?? `seed-${platform}-${environment}-${clientId}`,
    serviceId: client.serviceId ?? `seed-${clientId}`,
    organisationId: client.organisationId,
    platform,
    environment,
    clientId,
    status: client.status,
    type: client.type,
    displayName: client.name ?? clientId,
    ...(siteUrl !== undefined && { siteUrl }),
    redirectUris: client.redirectUris,
    postLogoutRedirectUris: client.postLogoutRedirectUris,
    auth: authOf(client),
    keys: keysOf(client),
    ...tokensOf(client),
    scopes: client.scopes,
    amrAllowed: client.amrAllowed ?? client.scopes.includes('amr'),
    pkce: client.pkce,
    par: client.par,
    profile: client.profile,
    ...(providerFilter !== undefined && { providerFilter }),
    idpHintAllowed: client.idpHintAllowed,
    sector: sectorOf(client),
    ...(sectorIdentifierUri !== undefined && { sectorIdentifierUri }),
    sessionLengthSeconds: client.sessionLengthSeconds,
  };
}

/** The algorithm of the id_token also applies to userinfo, unless userinfo has its own. */
function tokensOf(client: SeedClient): Pick<Registration, 'idToken' | 'userinfo'> {
  const { platform, profile, id_token_signed_response_alg, userinfo_signed_response_alg } = client;
  const plusDefault = platform === 'plus' ? 'RSA-OAEP-256' : undefined;
  const signingAlg = id_token_signed_response_alg ?? (profile === 'openid' ? 'RS256' : 'ES256');
  const userinfoDefault = profile === 'openid' ? null : signingAlg;
  const userinfoAlg =
    userinfo_signed_response_alg === undefined ? userinfoDefault : userinfo_signed_response_alg;
  return {
    idToken: { signingAlg, ...encryptionOf(client.id_token_encrypted_response_alg ?? plusDefault) },
    userinfo: {
      ...(userinfoAlg !== null && { signingAlg: userinfoAlg }),
      ...encryptionOf(client.userinfo_encrypted_response_alg ?? plusDefault),
    },
  };
}

function encryptionOf(alg: Encryption['alg'] | undefined): { readonly encryption?: Encryption } {
  return alg === undefined ? {} : { encryption: { alg, enc: 'A256GCM' } };
}

function authOf(client: SeedClient): Registration['auth'] {
  const { clientSecret, clientSecretHashes = [], assertionAudience } = client;
  const { token_endpoint_auth_signing_alg: assertionAlg = 'ES256' } = client;
  const method = authMethodOf(client);
  if (method === 'private_key_jwt') return { method, secretHashes: [], assertionAlg, assertionAudience };
  const own =
    clientSecret === undefined ? [] : [{ sha256: createHash('sha256').update(clientSecret).digest('hex') }];
  return { method, secretHashes: [...own, ...clientSecretHashes], assertionAudience };
}

function keysOf({ jwks, jwks_uri: uri }: SeedClient): Registration['keys'] {
  if (jwks !== undefined) return { kind: 'jwks', jwks };
  return uri === undefined ? { kind: 'none' } : { kind: 'jwks_uri', uri };
}

function sectorOf({ sector, platform, clientId }: SeedClient): Registration['sector'] {
  if (typeof sector === 'object') return sector;
  return { algorithm: 'g1', id: sector ?? `seed-${platform}-${clientId}` };
}
