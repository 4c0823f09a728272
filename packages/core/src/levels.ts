import { z } from 'zod';
import type { Platform } from './platforms.ts';

/** eIDAS assurance levels, lowest first: low, substantial, high. */
export const levels = ['eidas1', 'eidas2', 'eidas3'] as const;
export const levelSchema = z.enum(levels);
export type Level = (typeof levels)[number];

interface PlatformLevels {
  /** Levels the platform serves, lowest first. */
  readonly served: readonly [Level, ...Level[]];
  /** Level of a request without a known `acr_values`. */
  readonly default: Level;
}

export const platformLevels: Readonly<Record<Platform, PlatformLevels>> = {
  standard: { served: ['eidas1'], default: 'eidas1' },
  plus: { served: ['eidas2', 'eidas3'], default: 'eidas3' },
};

/** Orders levels: negative when `a` is lower than `b`, zero when equal, positive when higher. */
export function compareLevels(a: Level, b: Level): number {
  return levels.indexOf(a) - levels.indexOf(b);
}

/** Whether a login at level `reached` may be released to a service that requested `requested`. */
export function levelSatisfies(reached: Level, requested: Level): boolean {
  return compareLevels(reached, requested) >= 0;
}

/**
 * The level in the answer to the service. Standard always says the low level, so that a service relies on no more than
 * the platform guarantees; plus passes the level on unchanged.
 */
export function releasedLevel(platform: Platform, reached: Level): Level {
  return platform === 'standard' ? 'eidas1' : reached;
}

/** The requested level; or, when the platform does not serve it, the levels that it serves, lowest first. */
export type AcrOutcome =
  | { readonly ok: true; readonly level: Level }
  | { readonly ok: false; readonly served: readonly Level[] };

/**
 * Reads `acr_values` (space separated, OpenID Connect Core §3.1.2.1): unknown values are ignored, the lowest of several
 * known ones counts, none means the platform's default. A known level that the platform does not serve is refused.
 * @param acrValues undefined when the request has none
 */
export function parseAcrValues(platform: Platform, acrValues: string | undefined): AcrOutcome {
  const requested = new Set(acrValues?.split(' '));
  const lowest = levels.find((level) => requested.has(level));
  const { served, default: byDefault } = platformLevels[platform];
  if (lowest === undefined) return { ok: true, level: byDefault };
  return served.includes(lowest) ? { ok: true, level: lowest } : { ok: false, served };
}
