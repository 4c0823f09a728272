/** What each field of an identity provider may hold, by itself. */
import { z } from 'zod';
import { levelSchema } from '../levels.ts';
import { environmentSchema, platformSchema } from '../platforms.ts';
import { hasPrivatePart, mostPublishedKeys } from '../published-keys.ts';
import { encryptionSchema, jwksSchema, signingAlgSchema } from '../registration.ts';
import { citizenTextSchema, oneLine } from './citizen-text.ts';

/**
 * Algorithms of a provider's signatures. `HS256` uses the client secret as its key (OpenID Connect Core §10.1), so each
 * side can forge the other's signature: allowed on standard only.
 */
export const providerSigningAlgSchema = z.enum([...signingAlgSchema.options, 'HS256']);
export type ProviderSigningAlg = z.infer<typeof providerSigningAlgSchema>;

/** Endpoints of an upstream OpenID Provider, from its discovery document or entered by the operator. */
export const providerEndpointsSchema = z.object({
  issuer: z.url(),
  authorization: z.url(),
  token: z.url(),
  userinfo: z.url(),
  /** Absent when the operator entered the keys, or when no signature needs a published key. */
  jwks: z.url().optional(),
  endSession: z.url().optional(),
  /** RFC 9207: the provider sends `iss` in its authorization responses. */
  issParameter: z.boolean(),
});
export type ProviderEndpoints = z.infer<typeof providerEndpointsSchema>;

/** RFC 6749 §3.3. Also the form of `acr` values, which are requested as a list separated by spaces. */
const tokenSchema = z
  .string()
  .max(200)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/);

const distinct = (values: readonly string[]) => new Set(values).size === values.length;

/** Set by the hub itself, or able to change client, recipient or response: refused as parameters of the operator's. */
export const reservedParameters = [
  'client_id',
  'client_secret',
  'response_type',
  'response_mode',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'acr_values',
  'prompt',
  'max_age',
  'ui_locales',
  'code_challenge',
  'code_challenge_method',
  'claims',
  'request',
  'request_uri',
  'registration',
  'id_token_hint',
] as const;

const extraParametersSchema = z
  .record(
    z
      .string()
      .max(100)
      .regex(/^[\w.:-]+$/),
    z.string().max(500).regex(oneLine),
  )
  .refine((parameters) => Object.keys(parameters).length <= 20, { message: 'at most 20 parameters' })
  .refine((parameters) => reservedParameters.every((name) => !Object.hasOwn(parameters, name)), {
    message: `the hub sets these itself: ${reservedParameters.join(', ')}`,
  });

const requestedClaimsSchema = z
  .strictObject({
    userinfo: z.record(z.string().min(1), z.json()).optional(),
    id_token: z.record(z.string().min(1), z.json()).optional(),
  })
  .refine((claims) => JSON.stringify(claims).length <= 4_000, { message: 'at most 4,000 characters' });

/** Public keys only, entered by the operator. */
const typedKeysSchema = jwksSchema
  .refine(({ keys }) => keys.length > 0 && keys.length <= mostPublishedKeys, {
    message: `1 to ${mostPublishedKeys} keys`,
  })
  .refine(({ keys }) => !keys.some(hasPrivatePart), { message: 'private keys must not be given away' });

/** Kind of identity source, as services read it in `amr`. */
export const amrSchema = z.enum(['fc', 'fr', 'eidas']);

/** How a provider is shown in the list of accounts. Absent: like every other. */
const providerDisplaySchema = z.strictObject({
  /** Active, but shown only when the request names it in `idp_hint`. */
  hidden: z.boolean().optional(),
  /** Marked as a trial. */
  beta: z.boolean().optional(),
  /** Text of an intermediate page, where the citizen confirms or chooses another account. */
  approval: citizenTextSchema.optional(),
});

/** The rules of each single field; `providerSchema` adds those between fields. */
export const providerFieldsSchema = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
    .describe('In the path of its own callback: lower case, digits, hyphens.'),
  platform: platformSchema,
  environment: environmentSchema,
  name: z.string().min(1).max(100).regex(oneLine).describe('What citizens read.'),
  // Served by the hub itself: otherwise the citizen's browser would contact every provider shown.
  logo: z
    .object({ mediaType: z.enum(['image/svg+xml', 'image/png']), base64: z.base64().max(64_000) })
    .optional()
    .describe('Shown beside the name.'),
  displayOrder: z.number().int().describe('Smaller numbers first.'),
  display: providerDisplaySchema
    .optional()
    .describe('How it is shown beside the others; absent: as any other.'),
  status: z.enum(['active', 'maintenance', 'disabled']),
  maintenanceMessage: z
    .object({ fr: z.string(), en: z.string() })
    .optional()
    .describe('What citizens read while it is in maintenance.'),
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('discovery'), url: z.url() }),
    z.object({
      kind: z.literal('endpoints'),
      endpoints: providerEndpointsSchema,
      /** Signature keys entered by the operator, in place of `jwks`: a key rotation there needs a change here. */
      keys: typedKeysSchema.optional(),
    }),
  ]),
  clientId: z.string().min(1),
  // In clear here; the store encrypts it at rest.
  clientSecret: z.string().min(1).describe('32 bytes or more where HS256 is used.'),
  authMethod: z.enum(['client_secret_post', 'client_secret_basic']),
  levels: z.array(levelSchema).min(1).readonly().describe('Levels it may assert, lowest first.'),
  acrMap: z
    .record(tokenSchema, levelSchema)
    .optional()
    .describe(
      'What it calls a level in `acr`, and which one that is; no other value is known then. Absent: `eidas1` to `eidas3`.',
    ),
  idTokenSigningAlg: providerSigningAlgSchema.describe('`HS256` on standard only.'),
  idTokenEncryption: encryptionSchema
    .optional()
    .describe('When set, a token that is not encrypted so is refused.'),
  userinfoFormat: z
    .enum(['json', 'signed', 'nested'])
    .describe('Plain JSON (standard only), a JWT, or a JWT inside an encrypted one.'),
  userinfoSigningAlg: providerSigningAlgSchema.optional().describe('Absent: that of the id_token.'),
  userinfoEncryption: encryptionSchema.optional().describe('Absent: that of the id_token.'),
  pkce: z.boolean().describe('Whether PKCE (S256) is sent.'),
  scopes: z
    .array(tokenSchema)
    .max(50)
    .refine((scopes) => scopes.includes('openid'), { message: 'must contain openid' })
    .refine(distinct, { message: 'each once' })
    .readonly()
    .optional()
    .describe('Absent: the default of the platform.'),
  acrValues: z
    .array(tokenSchema)
    .max(20)
    .refine(distinct, { message: 'each once' })
    .readonly()
    .optional()
    .describe(
      'Sent as they are; an empty list: `acr_values` is not sent. Absent: the level asked, in its own words.',
    ),
  claims: requestedClaimsSchema
    .optional()
    .describe('The `claims` parameter (OpenID Connect Core §5.5). Absent: not sent.'),
  extraParameters: extraParametersSchema
    .optional()
    .describe('Further parameters of the authorization request.'),
  sendMaxAge: z
    .boolean()
    .optional()
    .describe('Whether `max_age=0` is sent beside `prompt=login`; always on plus. Absent: yes.'),
  sendUiLocales: z.boolean().optional().describe('Whether `ui_locales` is sent. Absent: yes.'),
  amr: amrSchema.optional().describe('What services read in `amr`. Absent: `fc`.'),
  amrPassedOn: z.boolean().optional().describe('Its own `amr` is handed on when it sends one.'),
  preferredUsernameIsUsageName: z
    .boolean()
    .optional()
    .describe(
      '`preferred_username` is a usage name there. Absent: it may be a login name, and is left aside.',
    ),
});

export type ProviderFields = z.infer<typeof providerFieldsSchema>;
export type ProviderDisplay = z.infer<typeof providerDisplaySchema>;
