import { z } from 'zod';
import type { Platform } from './platforms.ts';

/** eIDAS assurance levels, lowest first: low, substantial, high. */
export const levels = ['eidas1', 'eidas2', 'eidas3'] as const;
export const levelSchema = z.enum(levels);
export type Level = (typeof levels)[number];

interface PlatformLevels {
  /** Levels the platform serves, lowest first. */
  readonly served: readonly [Level, ...Level[]];
  /** What a request without a known `acr_values` asks for. */
  readonly default: Level;
}

export const platformLevels: Readonly<Record<Platform, PlatformLevels>> = {
  standard: { served: ['eidas1'], default: 'eidas1' },
  plus: { served: ['eidas2', 'eidas3'], default: 'eidas3' },
};
