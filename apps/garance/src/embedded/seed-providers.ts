/** `--seed-providers FILE`: further identity providers beside the demo ones. */
import {
  encryptionAlgSchema,
  environmentSchema,
  type HubId,
  levels,
  type Provider,
  platformSchema,
  providerEndpointsSchema,
  providerFieldsSchema,
  providerRules,
  providerSchema,
} from '@garance/core';
import { z } from 'zod';
import { hubIds } from './addresses.ts';
import { listOf, type SeedRule, withRules } from './seed-rules.ts';

const fields = providerFieldsSchema.shape;
const both = z.literal('both');

const seedProviderFields = z.strictObject({
  id: fields.id,
  platform: z.union([platformSchema, both]).default('both').describe('One platform, or both.'),
  environment: z.union([environmentSchema, both]).default('both').describe('One environment, or both.'),
  name: fields.name,
  logo: fields.logo,
  displayOrder: fields.displayOrder.default(100),
  display: fields.display,
  status: fields.status.default('active'),
  maintenanceMessage: fields.maintenanceMessage,
  discoveryUrl: z.url().optional().describe('The issuer, or its `/.well-known/openid-configuration`.'),
  endpoints: z
    .strictObject({ ...providerEndpointsSchema.shape, issParameter: z.boolean().default(false) })
    .optional()
    .describe('In place of `discoveryUrl`.'),
  keys: fields.source.options[1].shape.keys.describe(
    'Its public signature keys, in place of `endpoints.jwks`.',
  ),
  clientId: fields.clientId,
  clientSecret: fields.clientSecret,
  authMethod: fields.authMethod.default('client_secret_post'),
  levels: fields.levels,
  acrMap: fields.acrMap,
  idTokenSigningAlg: fields.idTokenSigningAlg.default('ES256'),
  idTokenEncryptionAlg: encryptionAlgSchema
    .optional()
    .describe('When set, a token that is not encrypted so (with A256GCM) is refused.'),
  userinfoFormat: fields.userinfoFormat
    .optional()
    .describe(
      'Plain JSON (standard only), a JWT, or a JWT inside an encrypted one. Absent: the least that the other fields and the platform allow.',
    ),
  userinfoSigningAlg: fields.userinfoSigningAlg,
  userinfoEncryptionAlg: encryptionAlgSchema.optional().describe('Absent: that of the id_token.'),
  pkce: fields.pkce.default(true),
  scopes: fields.scopes,
  acrValues: fields.acrValues,
  claims: fields.claims,
  extraParameters: fields.extraParameters,
  sendMaxAge: fields.sendMaxAge,
  sendUiLocales: fields.sendUiLocales,
  amr: fields.amr,
  amrPassedOn: fields.amrPassedOn,
  preferredUsernameIsUsageName: fields.preferredUsernameIsUsageName,
});
export type SeedProvider = z.output<typeof seedProviderFields>;

/** Names in the file of the provider fields that have another name there. */
const ownNames: Partial<Record<keyof Provider, readonly (keyof SeedProvider)[]>> = {
  source: ['discoveryUrl', 'endpoints', 'keys'],
  idTokenEncryption: ['idTokenEncryptionAlg'],
  userinfoEncryption: ['userinfoEncryptionAlg'],
};
const namesOf = (field: keyof Provider): readonly (keyof SeedProvider)[] =>
  ownNames[field] ?? [field as keyof SeedProvider];

const seedRules: readonly SeedRule<SeedProvider>[] = [
  {
    field: 'discoveryUrl',
    reads: ['discoveryUrl', 'endpoints'],
    judge: ({ discoveryUrl, endpoints }) =>
      (discoveryUrl === undefined) === (endpoints === undefined)
        ? 'give discoveryUrl or endpoints, one of them'
        : undefined,
  },
  {
    field: 'keys',
    reads: ['discoveryUrl', 'keys'],
    judge: ({ discoveryUrl, keys }) =>
      keys !== undefined && discoveryUrl !== undefined
        ? 'with discoveryUrl its own keys are taken'
        : undefined,
  },
  ...providerRules.map(
    ({ field, reads, says, holds }): SeedRule<SeedProvider> => ({
      field: field === 'source' ? 'endpoints' : (namesOf(field)[0] ?? 'id'),
      reads: ['platform', 'environment', ...reads.flatMap(namesOf)],
      judge: (seed) => (hubIds.flatMap((hub) => draftOn(hub, seed) ?? []).every(holds) ? undefined : says),
    }),
  ),
];

const seedProviderSchema = withRules(seedProviderFields, seedRules);

export const seedProvidersSchema = listOf(seedProviderSchema, {
  field: 'id',
  keysOf: (seed) =>
    hubIds.flatMap((hub) =>
      isMeantFor(hub, seed) ? [`${seed.id} (${hub.platform}, ${hub.environment})`] : [],
    ),
});

/** JSON Schema of the file, for the documentation. */
export function seedProvidersJsonSchema(): object {
  const about = {
    title: 'Identity providers',
    description: 'A file for `npm start -- --seed-providers FILE`.',
  };
  return { ...about, ...z.toJSONSchema(seedProvidersSchema, { io: 'input' }) };
}

function isMeantFor(hub: HubId, { platform, environment }: SeedProvider): boolean {
  return ['both', hub.platform].includes(platform) && ['both', hub.environment].includes(environment);
}

/** The provider on one hub; undefined when the entry excludes that hub. */
export function providerOn(hub: HubId, seed: SeedProvider): Provider | undefined {
  const draft = draftOn(hub, seed);
  return draft === undefined ? undefined : providerSchema.parse(draft);
}

function defaultFormat({ platform }: HubId, seed: SeedProvider): Provider['userinfoFormat'] {
  if (seed.userinfoEncryptionAlg !== undefined) return 'nested';
  return platform === 'plus' || seed.userinfoSigningAlg !== undefined ? 'signed' : 'json';
}

/** The provider of an entry with possibly invalid fields; rules must only use the fields that they declare in `reads`. */
function draftOn(hub: HubId, seed: SeedProvider): Provider | undefined {
  if (!isMeantFor(hub, seed)) return undefined;
  const {
    platform: _platform,
    environment: _environment,
    discoveryUrl,
    endpoints,
    keys,
    idTokenEncryptionAlg,
    userinfoEncryptionAlg,
    userinfoFormat = defaultFormat(hub, seed),
    ...rest
  } = seed;
  return {
    ...rest,
    ...hub,
    userinfoFormat,
    levels: levels.filter((level) => seed.levels?.includes(level)),
    source:
      endpoints === undefined
        ? { kind: 'discovery', url: discoveryUrl ?? '' }
        : { kind: 'endpoints', endpoints, ...(keys !== undefined && { keys }) },
    ...(idTokenEncryptionAlg !== undefined && {
      idTokenEncryption: { alg: idTokenEncryptionAlg, enc: 'A256GCM' },
    }),
    ...(userinfoEncryptionAlg !== undefined && {
      userinfoEncryption: { alg: userinfoEncryptionAlg, enc: 'A256GCM' },
    }),
  };
}
