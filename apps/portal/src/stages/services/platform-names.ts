import type { Platform } from '@garance/core';

/** The platforms as partners know them. */
export const platformNames: Readonly<Record<Platform, string>> = {
  standard: 'FranceConnect',
  plus: 'FranceConnect+',
};

export const platforms = ['standard', 'plus'] as const satisfies readonly Platform[];

export function isPlatform(text: string | undefined): text is Platform {
  return text === 'standard' || text === 'plus';
}
