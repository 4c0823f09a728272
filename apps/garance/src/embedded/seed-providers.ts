/** `--seed-providers FILE`: identity providers of the operator's own, beside the demo ones. */
import {
  encryptionAlgSchema,
  type HubId,
  levelSchema,
  type Provider,
  platformSchema,
  providerSchema,
  signingAlgSchema,
} from '@garance/core';
import { z } from 'zod';

const seedProviderSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
    /** One platform, or both. */
    platform: z.union([platformSchema, z.literal('both')]).default('both'),
    name: z.string().min(1).max(100),
    discoveryUrl: z.url().optional(),
    endpoints: z
      .strictObject({
        issuer: z.url(),
        authorization: z.url(),
        token: z.url(),
        userinfo: z.url(),
        jwks: z.url(),
        endSession: z.url().optional(),
        issParameter: z.boolean().default(false),
      })
      .optional(),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    authMethod: z.enum(['client_secret_post', 'client_secret_basic']).default('client_secret_post'),
    levels: z.array(levelSchema).min(1),
    idTokenSigningAlg: signingAlgSchema.default('ES256'),
    idTokenEncryptionAlg: encryptionAlgSchema.optional(),
    userinfoFormat: z.enum(['json', 'signed', 'nested']).default('json'),
    pkce: z.boolean().default(true),
    logo: z.object({ mediaType: z.enum(['image/svg+xml', 'image/png']), base64: z.base64() }).optional(),
    displayOrder: z.number().int().default(100),
  })
  .refine((provider) => (provider.discoveryUrl === undefined) !== (provider.endpoints === undefined), {
    message: 'give discoveryUrl or endpoints, one of them',
  });

export const seedProvidersSchema = z.array(seedProviderSchema);
export type SeedProvider = z.infer<typeof seedProviderSchema>;

/** The provider on one hub, or undefined where it is not meant to be. */
export function providerOn(hub: HubId, seed: SeedProvider): Provider | undefined {
  if (seed.platform !== 'both' && seed.platform !== hub.platform) return undefined;
  const { discoveryUrl, endpoints, idTokenEncryptionAlg: alg, platform: _platform, ...rest } = seed;
  return providerSchema.parse({
    ...rest,
    ...hub,
    status: 'active',
    levels: [...seed.levels].sort(),
    source:
      discoveryUrl === undefined
        ? { kind: 'endpoints', endpoints }
        : { kind: 'discovery', url: discoveryUrl },
    ...(alg !== undefined && { idTokenEncryption: { alg, enc: 'A256GCM' } }),
  });
}
