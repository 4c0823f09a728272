import { z } from 'zod';
import { type Level, levelSchema, levels } from './levels.ts';
import { environmentSchema, type Platform, platformSchema } from './platforms.ts';
import { hasPrivatePart, mostPublishedKeys } from './published-keys.ts';
import { encryptionSchema, jwksSchema, signingAlgSchema } from './registration.ts';

/** No control character and no direction override: the text is shown to citizens (security.md, attack 29). */
const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u;
/** The same, line breaks allowed. */
const lines = /^(?:[^\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r?\n)*$/u;

/** A text by the operator for citizens, in both languages. */
export const citizenTextSchema = z.object({
  fr: z.string().min(1).max(1_000).regex(lines),
  en: z.string().min(1).max(1_000).regex(lines),
});
export type CitizenText = z.infer<typeof citizenTextSchema>;

/**
 * Algorithms of a provider's signatures. `HS256` uses the client secret as its key (OpenID Connect Core §10.1), so each
 * side can forge the other's signature: allowed on standard only.
 */
export const providerSigningAlgSchema = z.enum([...signingAlgSchema.options, 'HS256']);
export type ProviderSigningAlg = z.infer<typeof providerSigningAlgSchema>;

/** RFC 7518 §3.2: the key is at least as long as the hash output. */
const leastHmacKeyBytes = 32;

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
  .refine(({ keys }) => !keys.some(hasPrivatePart), { message: 'private keys must be given to nobody' });

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

type Fields = z.infer<typeof providerFieldsSchema>;

/** The algorithms of the signatures in a provider's answers. */
function algorithmsOf(provider: Fields): readonly ProviderSigningAlg[] {
  return provider.userinfoFormat === 'json'
    ? [provider.idTokenSigningAlg]
    : [provider.idTokenSigningAlg, userinfoSigningAlgOf(provider)];
}

const keyTypes: Readonly<Partial<Record<ProviderSigningAlg, string>>> = { ES256: 'EC', RS256: 'RSA' };

function typesOfKeys(provider: Fields): readonly string[] {
  return algorithmsOf(provider).flatMap((alg) => keyTypes[alg] ?? []);
}

function hasKeyOfType(source: Fields['source'], kty: string): boolean {
  return source.kind === 'endpoints' && source.keys?.keys.some((key) => key.kty === kty) === true;
}

export interface ProviderRule {
  readonly name: string;
  /** The field to which the message belongs. */
  readonly field: keyof Fields;
  /** The fields that the rule reads: it is skipped when one of them is invalid by itself. */
  readonly reads: readonly (keyof Fields)[];
  readonly says: string;
  holds(provider: Fields): boolean;
}

/** Rules between the fields of a provider. */
export const providerRules = [
  {
    name: 'hmac-on-plus',
    field: 'idTokenSigningAlg',
    reads: ['platform', 'idTokenSigningAlg'],
    says: 'plus takes no HS256: the provider must sign with a key of its own',
    holds: ({ platform, idTokenSigningAlg }) => platform === 'standard' || idTokenSigningAlg !== 'HS256',
  },
  {
    name: 'userinfo-hmac-on-plus',
    field: 'userinfoSigningAlg',
    reads: ['platform', 'userinfoSigningAlg'],
    says: 'plus takes no HS256: the provider must sign with a key of its own',
    holds: ({ platform, userinfoSigningAlg }) => platform === 'standard' || userinfoSigningAlg !== 'HS256',
  },
  {
    name: 'hmac-secret',
    field: 'clientSecret',
    reads: ['clientSecret', 'idTokenSigningAlg', 'userinfoFormat', 'userinfoSigningAlg'],
    says: `HS256 needs a secret of ${leastHmacKeyBytes} bytes or more`,
    holds: (provider) =>
      !algorithmsOf(provider).includes('HS256') ||
      new TextEncoder().encode(provider.clientSecret).length >= leastHmacKeyBytes,
  },
  {
    name: 'plain-userinfo-on-plus',
    field: 'userinfoFormat',
    reads: ['platform', 'userinfoFormat'],
    says: 'plus takes no plain JSON userinfo: it must be signed',
    holds: ({ platform, userinfoFormat }) => platform === 'standard' || userinfoFormat !== 'json',
  },
  {
    name: 'plain-userinfo-signed',
    field: 'userinfoSigningAlg',
    reads: ['userinfoFormat', 'userinfoSigningAlg'],
    says: 'plain JSON userinfo has no signature: choose signed or nested, or leave the algorithm out',
    holds: ({ userinfoFormat, userinfoSigningAlg }) =>
      userinfoFormat !== 'json' || userinfoSigningAlg === undefined,
  },
  {
    name: 'userinfo-encryption-missing',
    field: 'userinfoEncryption',
    reads: ['userinfoFormat', 'userinfoEncryption', 'idTokenEncryption'],
    says: 'nested userinfo needs an encryption, its own or that of the id_token',
    holds: (provider) => provider.userinfoFormat !== 'nested' || userinfoEncryptionOf(provider) !== undefined,
  },
  {
    name: 'userinfo-encryption-unused',
    field: 'userinfoEncryption',
    reads: ['userinfoFormat', 'userinfoEncryption'],
    says: 'only nested userinfo is encrypted',
    holds: ({ userinfoFormat, userinfoEncryption }) =>
      userinfoFormat === 'nested' || userinfoEncryption === undefined,
  },
  {
    name: 'max-age-on-plus',
    field: 'sendMaxAge',
    reads: ['platform', 'sendMaxAge'],
    says: 'plus always asks for a fresh authentication by max_age',
    holds: ({ platform, sendMaxAge }) => platform === 'standard' || sendMaxAge !== false,
  },
  {
    name: 'acr-map-levels',
    field: 'acrMap',
    reads: ['acrMap', 'levels'],
    says: 'maps to a level that this provider may not assert',
    holds: ({ acrMap, levels: approved }) =>
      Object.values(acrMap ?? {}).every((level) => approved.includes(level)),
  },
  {
    name: 'acr-map-empty',
    field: 'acrMap',
    reads: ['acrMap'],
    says: 'names no level: give one or leave it out',
    holds: ({ acrMap }) => acrMap === undefined || Object.keys(acrMap).length > 0,
  },
  {
    name: 'keys-missing',
    field: 'source',
    reads: ['source', 'idTokenSigningAlg', 'userinfoFormat', 'userinfoSigningAlg'],
    says: 'give jwks or keys: without them no signature can be verified',
    holds: (provider) =>
      provider.source.kind === 'discovery' ||
      algorithmsOf(provider).every((alg) => alg === 'HS256') ||
      provider.source.keys !== undefined ||
      provider.source.endpoints.jwks !== undefined,
  },
  {
    name: 'keys-unfit',
    field: 'source',
    reads: ['source', 'idTokenSigningAlg', 'userinfoFormat', 'userinfoSigningAlg'],
    says: 'none of the keys is of the type that the signature algorithm needs',
    holds: (provider) =>
      provider.source.kind === 'discovery' ||
      provider.source.keys === undefined ||
      typesOfKeys(provider).every((kty) => hasKeyOfType(provider.source, kty)),
  },
  {
    name: 'keys-twice',
    field: 'source',
    reads: ['source'],
    says: 'give jwks or keys, not both',
    holds: ({ source }) =>
      source.kind === 'discovery' || source.keys === undefined || source.endpoints.jwks === undefined,
  },
] as const satisfies readonly ProviderRule[];
export type ProviderRuleName = (typeof providerRules)[number]['name'];

/** The rules that a well-formed provider breaks, in the order of `providerRules`. */
export function brokenProviderRules(provider: Fields): readonly (typeof providerRules)[number][] {
  return providerRules.filter((rule) => !rule.holds(provider));
}

/** An identity provider of one hub. */
export const providerSchema = providerFieldsSchema.superRefine((provider, context) => {
  for (const { field, says } of brokenProviderRules(provider)) {
    context.addIssue({ code: 'custom', path: [field], message: says });
  }
});
export type Provider = Readonly<Fields>;
export type ProviderDisplay = z.infer<typeof providerDisplaySchema>;

/** Scopes to request when the registration of a provider names none (the platforms' documentation for providers). */
export const defaultProviderScopes: Readonly<Record<Platform, readonly string[]>> = {
  standard: ['openid', 'profile', 'email', 'birth'],
  plus: ['openid', 'profile', 'email', 'preferred_username', 'birthplace', 'birthcountry'],
};

/** Scopes to request from the provider: those of its registration, else the platform's defaults. */
export function providerScopesOf({ scopes, platform }: Provider): readonly string[] {
  return scopes ?? defaultProviderScopes[platform];
}

/** Algorithm of userinfo signatures; that of the id_token unless userinfo has its own. */
export function userinfoSigningAlgOf(
  provider: Pick<Provider, 'userinfoSigningAlg' | 'idTokenSigningAlg'>,
): ProviderSigningAlg {
  return provider.userinfoSigningAlg ?? provider.idTokenSigningAlg;
}

/** Encryption of userinfo answers; that of the id_token unless userinfo has its own. Undefined: none. */
export function userinfoEncryptionOf(provider: Pick<Provider, 'userinfoEncryption' | 'idTokenEncryption'>) {
  return provider.userinfoEncryption ?? provider.idTokenEncryption;
}

/** The level for this provider's `acr` value; undefined for an unknown value. Does not check whether the provider may assert it. */
export function levelOfAcr({ acrMap }: Pick<Provider, 'acrMap'>, acr: unknown): Level | undefined {
  if (typeof acr !== 'string') return undefined;
  if (acrMap === undefined) return levels.find((level) => level === acr);
  return Object.hasOwn(acrMap, acr) ? acrMap[acr] : undefined;
}

/**
 * The `acr_values` to send: the requested level, raised to the provider's lowest, in the provider's own values. Without a
 * value for that level, those of the next higher one.
 * @returns values for `acr_values` (OpenID Connect Core §3.1.2.1); empty: the parameter is not sent
 */
export function acrValuesToAsk(provider: Provider, requested: Level): readonly string[] {
  if (provider.acrValues !== undefined) return provider.acrValues;
  const [lowest = requested] = provider.levels;
  const from = Math.max(levels.indexOf(requested), levels.indexOf(lowest));
  const { acrMap } = provider;
  if (acrMap === undefined) return levels.slice(from, from + 1);
  const wordsFor = (level: Level) => Object.keys(acrMap).filter((word) => acrMap[word] === level);
  return (
    levels
      .slice(from)
      .map(wordsFor)
      .find((words) => words.length > 0) ?? []
  );
}

/** The `amr` released to services for a sign-in at this provider: never empty. */
export function releasedAmr(provider: Provider, sent: readonly string[] | undefined): readonly string[] {
  return provider.amrPassedOn === true && sent !== undefined && sent.length > 0
    ? sent
    : [provider.amr ?? 'fc'];
}

/** The operator's settings of the page where citizens choose an account. */
export const choicePageSchema = z.object({
  /** Providers excluded by the service are shown with the reason instead of being left out. */
  showExcluded: z.boolean(),
  /** Shown from and until these moments (epoch ms); absent: no limit. */
  message: z
    .object({
      text: citizenTextSchema,
      fromMs: z.number().int().optional(),
      untilMs: z.number().int().optional(),
    })
    .refine(({ fromMs, untilMs }) => fromMs === undefined || untilMs === undefined || fromMs < untilMs, {
      path: ['untilMs'],
      message: 'must be after the beginning',
    })
    .optional(),
});
export type ChoicePage = Readonly<z.infer<typeof choicePageSchema>>;

export const plainChoicePage: ChoicePage = { showExcluded: false };

/** The operator's message to show at `nowMs` (epoch ms); undefined outside its period. */
export function currentChoiceMessage({ message }: ChoicePage, nowMs: number): CitizenText | undefined {
  if (message === undefined) return undefined;
  const { text, fromMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = message;
  return fromMs <= nowMs && nowMs < untilMs ? text : undefined;
}
