import { type Level, levels } from '../levels.ts';
import type { Platform } from '../platforms.ts';
import { type ProviderFields, providerFieldsSchema } from './provider-fields.ts';
import { brokenProviderRules } from './provider-rules.ts';

/** An identity provider as one hub knows it. */
export const providerSchema = providerFieldsSchema.superRefine((provider, context) => {
  for (const { field, says } of brokenProviderRules(provider)) {
    context.addIssue({ code: 'custom', path: [field], message: says });
  }
});
export type Provider = Readonly<ProviderFields>;

/** What a provider is asked for when its registration says nothing (the platforms' documentation for providers). */
export const defaultProviderScopes: Readonly<Record<Platform, readonly string[]>> = {
  standard: ['openid', 'profile', 'email', 'birth'],
  plus: ['openid', 'profile', 'email', 'preferred_username', 'birthplace', 'birthcountry'],
};

export function providerScopesOf({ scopes, platform }: Provider): readonly string[] {
  return scopes ?? defaultProviderScopes[platform];
}

/** The level that an `acr` of this provider means; undefined for any other value. Whether it may assert it is not judged here. */
export function levelOfAcr({ acrMap }: Pick<Provider, 'acrMap'>, acr: unknown): Level | undefined {
  if (typeof acr !== 'string') return undefined;
  if (acrMap === undefined) return levels.find((level) => level === acr);
  return Object.hasOwn(acrMap, acr) ? acrMap[acr] : undefined;
}

/**
 * The `acr_values` to ask for: the level asked, raised to the provider's lowest, in its own words.
 * Where it has no word for that level, the words of the next higher one.
 */
export function acrValuesToAsk(provider: Provider, asked: Level): readonly string[] {
  if (provider.acrValues !== undefined) return provider.acrValues;
  const [lowest = asked] = provider.levels;
  const from = Math.max(levels.indexOf(asked), levels.indexOf(lowest));
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

/** The `amr` that services are given for a sign-in there: never empty. */
export function releasedAmr(provider: Provider, sent: readonly string[] | undefined): readonly string[] {
  return provider.amrPassedOn === true && sent !== undefined && sent.length > 0
    ? sent
    : [provider.amr ?? 'fc'];
}
