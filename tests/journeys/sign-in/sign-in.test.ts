/** A citizen signs in at the demo service: each of its three doors, in both languages, with and without JavaScript. */
import { describe, expect } from 'vitest';
import { story } from '../story.ts';

const ways = [
  { language: 'fr', javaScript: true },
  { language: 'fr', javaScript: false },
  { language: 'en', javaScript: true },
  { language: 'en', javaScript: false },
] as const;

describe.each(ways)('in $language, with JavaScript: $javaScript', (habits) => {
  story('through FranceConnect, which informs', async ({ meet }) => {
    const citizen = await meet(habits);
    await citizen.goesToTheDoor('franceconnect');
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
  });

  story('through FranceConnect+ at the substantial level', async ({ meet }) => {
    const citizen = await meet(habits);
    await citizen.goesToTheDoor('plusSubstantial');
    expect(await citizen.page.locator('button[name=provider]').count()).toBe(2);
    await citizen.chooses('substantial');
    await citizen.signsInAs('eglantine');
    await citizen.sees('what is shared', 'plusSubstantial');
    await citizen.continues();
    await citizen.sees('service account', 'plusSubstantial');
    expect(await citizen.reads('preferred_username')).toBe('Gaude Sarrette');
    expect(await citizen.reads('acr')).toContain('eidas2');
  });

  story('through FranceConnect+ at the high level, which asks for consent', async ({ meet }) => {
    const citizen = await meet(habits);
    await citizen.goesToTheDoor('plusHigh');
    expect(await citizen.page.locator('button[name=provider]').count()).toBe(1);
    await citizen.chooses('high');
    await citizen.signsInAs('jean-lavande');
    await citizen.sees('what is shared', 'plusHigh');
    await citizen.agrees();
    await citizen.sees('service account', 'plusHigh');
    expect(await citizen.reads('family_name')).toBe("D'Orseille-L'Épine");
    expect(await citizen.reads('acr')).toContain('eidas3');
  });
});
