import type { Locale } from '@garance/core';
/**
 * A citizen signs in at the demo service: each of its three sign-in entries, in both languages, with and without
 * JavaScript.
 */
import { expect } from 'vitest';
import { story } from '../story.ts';

export interface Way {
  readonly language: Locale;
  readonly javaScript: boolean;
}

export type WaysByEntry = Readonly<Record<'franceconnect' | 'plusSubstantial' | 'plusHigh', readonly Way[]>>;

const everyWay: readonly Way[] = [
  { language: 'fr', javaScript: true },
  { language: 'fr', javaScript: false },
  { language: 'en', javaScript: true },
  { language: 'en', javaScript: false },
];

/** Each entry once, together in both languages, with and without script. */
export const firstWays: WaysByEntry = {
  franceconnect: everyWay.slice(0, 1),
  plusSubstantial: everyWay.slice(3, 4),
  plusHigh: everyWay.slice(1, 2),
};

export const otherWays: WaysByEntry = {
  franceconnect: everyWay.filter((way) => !firstWays.franceconnect.includes(way)),
  plusSubstantial: everyWay.filter((way) => !firstWays.plusSubstantial.includes(way)),
  plusHigh: everyWay.filter((way) => !firstWays.plusHigh.includes(way)),
};

export function describeSignIn(ways: WaysByEntry): void {
  story.for(ways.franceconnect)(
    'through FranceConnect, which informs; $language, JavaScript: $javaScript',
    async (habits, { meet }) => {
      const citizen = await meet(habits);
      await citizen.startsSignIn('franceconnect');
      await citizen.chooses('low');
      await citizen.signsInWithPassword('maelle');
      await citizen.sees('what is shared', 'franceconnect');
      expect(await citizen.text()).toContain('Façonnoût-Œillet');
      expect(await citizen.page.getByRole('checkbox').count()).toBe(0);
      await citizen.continues();
      await citizen.sees('service account', 'franceconnect');
      expect(await citizen.reads('family_name')).toBe('Façonnoût-Œillet');
      expect(await citizen.reads('acr')).toContain('eidas1');
      expect(await citizen.reads('sub')).toMatch(/^[0-9a-f]{64}v1$/);
    },
  );

  story.for(ways.plusSubstantial)(
    'through FranceConnect+ at the substantial level; $language, JavaScript: $javaScript',
    async (habits, { meet }) => {
      const citizen = await meet(habits);
      await citizen.startsSignIn('plusSubstantial');
      expect(await citizen.page.locator('button[name=provider]').count()).toBe(2);
      await citizen.chooses('substantial');
      await citizen.signsInAs('eglantine');
      await citizen.sees('what is shared', 'plusSubstantial');
      await citizen.continues();
      await citizen.sees('service account', 'plusSubstantial');
      expect(await citizen.reads('preferred_username')).toBe('Gaude Sarrette');
      expect(await citizen.reads('acr')).toContain('eidas2');
    },
  );

  story.for(ways.plusHigh)(
    'through FranceConnect+ at the high level, which asks for consent; $language, JavaScript: $javaScript',
    async (habits, { meet }) => {
      const citizen = await meet(habits);
      await citizen.startsSignIn('plusHigh');
      expect(await citizen.page.locator('button[name=provider]').count()).toBe(1);
      await citizen.chooses('high');
      await citizen.signsInAs('jean-lavande');
      await citizen.sees('what is shared', 'plusHigh');
      await citizen.agrees();
      await citizen.sees('service account', 'plusHigh');
      expect(await citizen.reads('family_name')).toBe("D'Orseille-L'Épine");
      expect(await citizen.reads('acr')).toContain('eidas3');
    },
  );
}
