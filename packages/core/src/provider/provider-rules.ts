/** Rules between the fields of a provider. */
import type { ProviderFields, ProviderSigningAlg } from './provider-fields.ts';

/** RFC 7518 §3.2: the key is at least as long as the hash output. */
const leastHmacKeyBytes = 32;

/** The algorithms of the signatures in a provider's answers. */
function algorithmsOf(provider: ProviderFields): readonly ProviderSigningAlg[] {
  return provider.userinfoFormat === 'json'
    ? [provider.idTokenSigningAlg]
    : [provider.idTokenSigningAlg, userinfoSigningAlgOf(provider)];
}

const keyTypes: Readonly<Partial<Record<ProviderSigningAlg, string>>> = { ES256: 'EC', RS256: 'RSA' };

function typesOfKeys(provider: ProviderFields): readonly string[] {
  return algorithmsOf(provider).flatMap((alg) => keyTypes[alg] ?? []);
}

function hasKeyOfType(source: ProviderFields['source'], kty: string): boolean {
  return source.kind === 'endpoints' && source.keys?.keys.some((key) => key.kty === kty) === true;
}

export interface ProviderRule {
  readonly name: string;
  /** The field to which the message belongs. */
  readonly field: keyof ProviderFields;
  /** The fields that the rule reads: it is skipped when one of them is invalid by itself. */
  readonly reads: readonly (keyof ProviderFields)[];
  readonly says: string;
  holds(provider: ProviderFields): boolean;
}

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
export function brokenProviderRules(provider: ProviderFields): readonly (typeof providerRules)[number][] {
  return providerRules.filter((rule) => !rule.holds(provider));
}

export function userinfoSigningAlgOf(
  provider: Pick<ProviderFields, 'userinfoSigningAlg' | 'idTokenSigningAlg'>,
): ProviderSigningAlg {
  return provider.userinfoSigningAlg ?? provider.idTokenSigningAlg;
}

export function userinfoEncryptionOf(
  provider: Pick<ProviderFields, 'userinfoEncryption' | 'idTokenEncryption'>,
) {
  return provider.userinfoEncryption ?? provider.idTokenEncryption;
}
