/**
 * A story: a test with a federation, a browser and citizens. Federation and browser are started once per worker; each
 * citizen has a browser context of their own.
 */
import { expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { sharedFederation } from '../federation.ts';
import { type Citizen, type Habits, meetCitizen } from './actors.ts';
import { createInspector } from './inspector.ts';

export const story = test
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures from this pattern
  .extend('federation', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const federation = await sharedFederation();
    onCleanup(() => federation.close());
    return federation;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser();
    onCleanup(() => browser.close());
    return browser;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('inspector', { scope: 'worker' }, async ({}) => createInspector())
  .extend('meet', async ({ federation, browser, inspector }, { onCleanup }) => {
    const citizens: Citizen[] = [];
    onCleanup(async () => {
      await Promise.all(citizens.map((citizen) => citizen.leaves()));
      expect(citizens.flatMap(({ complaints }) => complaints)).toEqual([]);
    });
    return async (habits?: Habits): Promise<Citizen> => {
      const citizen = await meetCitizen({ federation, browser, inspector }, habits);
      citizens.push(citizen);
      return citizen;
    };
  });
