import type { Platform } from '@garance/core';

/** Colour tones: `standard` madder red, `plus` its second tone, `neutral` for demo providers and services. */
export type Tone = 'standard' | 'plus' | 'neutral';

/** Name and colours in the header. */
export interface Brand {
  readonly name: string;
  readonly tone: Tone;
  /** Link of the name, when the site has a home page. */
  readonly homeHref?: string;
  /** A short text under the name. */
  readonly tagline?: string;
}

/**
 * Names of the platforms in the partner space, in mails, reports and settings, in every language. Citizens see the hub's
 * brand instead, which the operator chooses.
 */
export const platformNames: Readonly<Record<Platform, string>> = {
  standard: 'FranceConnect',
  plus: 'FranceConnect+',
};

/** Default name of a hub's brand, as citizens see it. */
export const brandNames: Readonly<Record<Platform, string>> = { standard: 'Garance', plus: 'Garance+' };

/** The brand of a platform, with the operator's own name when given. */
export function platformBrand(platform: Platform, platformName?: string): Brand {
  return { name: platformName ?? brandNames[platform], tone: platform };
}
