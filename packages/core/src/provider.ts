import { z } from 'zod';
import { levelSchema } from './levels.ts';
import { environmentSchema, platformSchema } from './platforms.ts';
import { encryptionSchema, signingAlgSchema } from './registration.ts';

const localized = z.object({ fr: z.string(), en: z.string() });

/** Endpoints of an upstream OpenID Provider, from its discovery document or typed by the operator. */
export const providerEndpointsSchema = z.object({
  issuer: z.url(),
  authorization: z.url(),
  token: z.url(),
  userinfo: z.url(),
  jwks: z.url(),
  endSession: z.url().optional(),
  /** RFC 9207: the provider announces `iss` in its authorization responses. */
  issParameter: z.boolean(),
});
export type ProviderEndpoints = z.infer<typeof providerEndpointsSchema>;

/** An identity provider as one hub knows it. */
export const providerSchema = z.object({
  /** In the path of its own callback: lower case, digits, hyphen. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  platform: platformSchema,
  environment: environmentSchema,
  name: z.string().min(1).max(100),
  /**
   * Served by the hub itself: a citizen's browser must not tell every provider that it came by.
   * A text is always shown beside it.
   */
  logo: z
    .object({ mediaType: z.enum(['image/svg+xml', 'image/png']), base64: z.base64().max(64_000) })
    .optional(),
  displayOrder: z.number().int(),
  status: z.enum(['active', 'maintenance', 'disabled']),
  maintenanceMessage: localized.optional(),
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('discovery'), url: z.url() }),
    z.object({ kind: z.literal('endpoints'), endpoints: providerEndpointsSchema }),
  ]),
  clientId: z.string().min(1),
  /** In clear here; encrypted by the store at rest. */
  clientSecret: z.string().min(1),
  authMethod: z.enum(['client_secret_post', 'client_secret_basic']),
  /** Levels it may assert, lowest first. */
  levels: z.array(levelSchema).min(1).readonly(),
  idTokenSigningAlg: signingAlgSchema,
  /** When set, a token that is not encrypted so is refused. */
  idTokenEncryption: encryptionSchema.optional(),
  /** `signed` and `nested` use `idTokenSigningAlg`; `nested` also `idTokenEncryption`. */
  userinfoFormat: z.enum(['json', 'signed', 'nested']),
  pkce: z.boolean(),
});
export type Provider = Readonly<z.infer<typeof providerSchema>>;
