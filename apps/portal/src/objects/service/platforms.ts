import type { Platform } from '@garance/core';

export const platforms = ['standard', 'plus'] as const satisfies readonly Platform[];

export function isPlatform(text: string | undefined): text is Platform {
  return text === 'standard' || text === 'plus';
}
