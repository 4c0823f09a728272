import { z } from 'zod';
import { environmentSchema, platformSchema } from './platforms.ts';
import { reservedMarks } from './reserved-identities.ts';

/** Signature algorithms a service may register for what the hub signs. */
export const signingAlgSchema = z.enum(['ES256', 'RS256']);
export type SigningAlg = z.infer<typeof signingAlgSchema>;

/** Key management algorithms of nested tokens; content is always A256GCM. */
export const encryptionAlgSchema = z.enum(['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES']);
export type EncryptionAlg = z.infer<typeof encryptionAlgSchema>;

export const encryptionSchema = z.object({ alg: encryptionAlgSchema, enc: z.literal('A256GCM') });
export type Encryption = z.infer<typeof encryptionSchema>;

export const clientAuthMethodSchema = z.enum([
  'client_secret_post',
  'client_secret_basic',
  'private_key_jwt',
]);
export type ClientAuthMethod = z.infer<typeof clientAuthMethodSchema>;

/** A public JSON Web Key published by a partner: only `kty` is checked here, the rest where the key is used. */
export const jwkSchema = z.looseObject({ kty: z.string() });
export const jwksSchema = z.object({ keys: z.array(jwkSchema) });
export type Jwks = z.infer<typeof jwksSchema>;

const clientKeysSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('jwks'), jwks: jwksSchema }),
  z.object({ kind: z.literal('jwks_uri'), uri: z.url() }),
]);
/** Source of a service's public keys. */
export type ClientKeysSource = z.infer<typeof clientKeysSchema>;

/** Subject identifiers are pairwise per sector. The sector records its algorithm, so that a new algorithm changes no existing subject. */
export const sectorSchema = z.discriminatedUnion('algorithm', [
  z.object({ algorithm: z.literal('g1'), id: z.string().min(1) }),
  /** FranceConnect's own formula, with the entity id imported from there. */
  z.object({ algorithm: z.literal('fc1'), id: z.string().min(1), entityId: z.string().min(1) }),
]);
export type Sector = z.infer<typeof sectorSchema>;

/** Each registration names one profile, a table of checks. */
export const profileNameSchema = z.enum(['franceconnect', 'openid']);
export type ProfileName = z.infer<typeof profileNameSchema>;

/**
 * A service as one hub uses it: the published version of its registration.
 * Optional values are absent, never null. All durations in seconds.
 */
const registrationFields = z.object({
  /** Stable across versions. */
  id: z.string().min(1),
  version: z.number().int().positive(),
  serviceId: z.string().min(1),
  organisationId: z.string().min(1),
  platform: platformSchema,
  environment: environmentSchema,
  /**
   * `sandbox`: a client made before any habilitation, for trials. It may request every scope, because an integration hub
   * knows invented people only; it is never qualified. Absent: the service's own client.
   */
  kind: z.literal('sandbox').optional(),
  /** Never one that a forged answer of a rehearsal may name. */
  clientId: z
    .string()
    .min(1)
    .max(255)
    .refine((id) => !id.includes(reservedMarks.name)),
  /** A suspended service is refused at every step; tokens issued before are refused as well. */
  status: z.enum(['active', 'suspended']),
  /** `public` services show an information page, `private` ones ask for consent. */
  type: z.enum(['public', 'private']),
  displayName: z.string().min(1).max(200),
  siteUrl: z.url().optional(),
  redirectUris: z.array(z.url()).min(1).readonly(),
  postLogoutRedirectUris: z.array(z.url()).readonly(),
  auth: z.object({
    method: clientAuthMethodSchema,
    /** SHA-256 of each valid secret, hexadecimal; two during a rotation, the older one with its end (epoch ms). */
    secretHashes: z
      .array(z.object({ sha256: z.string().length(64), expiresAtMs: z.number().optional() }))
      .readonly(),
    /** Algorithm of client assertions (`private_key_jwt`). */
    assertionAlg: z.enum(['ES256', 'RS256', 'PS256']).optional(),
    /** `issuer`: RFC 7523 with the issuer as single audience; `issuer-or-endpoints` for existing integrations. */
    assertionAudience: z.enum(['issuer', 'issuer-or-endpoints']),
  }),
  keys: clientKeysSchema,
  idToken: z.object({ signingAlg: signingAlgSchema, encryption: encryptionSchema.optional() }),
  /** `signingAlg` absent means plain JSON, which only the `openid` profile allows. */
  userinfo: z.object({ signingAlg: signingAlgSchema.optional(), encryption: encryptionSchema.optional() }),
  /** Scopes of the habilitation: no other scope is ever granted. */
  scopes: z.array(z.string()).readonly(),
  amrAllowed: z.boolean(),
  pkce: z.enum(['required', 'optional']),
  par: z.enum(['required', 'optional']),
  profile: profileNameSchema,
  /** Absent: every identity provider of the hub. */
  providerFilter: z
    .object({ mode: z.enum(['allow', 'deny']), providerIds: z.array(z.string()).readonly() })
    .optional(),
  idpHintAllowed: z.boolean(),
  sector: sectorSchema,
  sectorIdentifierUri: z.url().optional(),
  /** How long a logout record is kept, in seconds. */
  sessionLengthSeconds: z.number().int().positive(),
});

export const registrationSchema = registrationFields.refine(
  ({ kind, environment }) => kind !== 'sandbox' || environment === 'integration',
  { path: ['kind'], message: 'a sandbox client exists in integration only' },
);
export type Registration = Readonly<z.infer<typeof registrationSchema>>;
