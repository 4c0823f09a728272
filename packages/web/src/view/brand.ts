import type { Platform } from '@garance/core';

/** Second tones: `standard` madder red, `plus` its sister, `neutral` for what surrounds the platform (demo providers and services). */
export type Tone = 'standard' | 'plus' | 'neutral';

/** What the header says and shows. */
export interface Brand {
  readonly name: string;
  readonly tone: Tone;
  /** Link of the name, when the site has a home page. */
  readonly homeHref?: string;
  /** A few words under the name. */
  readonly tagline?: string;
}

/**
 * The platforms as partners, their mails, reports and settings name them, in every language. What citizens read on a hub is
 * its brand, which is the operator's to choose.
 */
export const platformNames: Readonly<Record<Platform, string>> = {
  standard: 'FranceConnect',
  plus: 'FranceConnect+',
};

/** What citizens read on a hub unless its operator gives it another name. */
export const brandNames: Readonly<Record<Platform, string>> = { standard: 'Garance', plus: 'Garance+' };

/** The brand of a platform; an operator may give it another name. */
export function platformBrand(platform: Platform, platformName?: string): Brand {
  return { name: platformName ?? brandNames[platform], tone: platform };
}
