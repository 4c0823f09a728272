import { type Level, levels } from '../levels.ts';
import type { Platform } from '../platforms.ts';
import { type ProviderFields, providerFieldsSchema } from './provider-fields.ts';
import { brokenProviderRules } from './provider-rules.ts';

/** An identity provider of one hub. */
export const providerSchema = providerFieldsSchema.superRefine((provider, context) => {
  for (const { field, says } of brokenProviderRules(provider)) {
    context.addIssue({ code: 'custom', path: [field], message: says });
  }
});
export type Provider = Readonly<ProviderFields>;

/** Scopes to request when the registration of a provider names none (the platforms' documentation for providers). */
export const defaultProviderScopes: Readonly<Record<Platform, readonly string[]>> = {
  standard: ['openid', 'profile', 'email', 'birth'],
  plus: ['openid', 'profile', 'email', 'preferred_username', 'birthplace', 'birthcountry'],
};

export function providerScopesOf({ scopes, platform }: Provider): readonly string[] {
  return scopes ?? defaultProviderScopes[platform];
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
