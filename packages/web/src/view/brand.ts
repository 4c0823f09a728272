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

export const platformNames: Readonly<Record<Platform, string>> = { standard: 'Garance', plus: 'Garance+' };

/** The brand of a platform; an operator may give it another name. */
export function platformBrand(platform: Platform, platformName?: string): Brand {
  return { name: platformName ?? platformNames[platform], tone: platform };
}
