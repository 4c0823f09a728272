/** A sign-in fails at the first account; the citizen chooses another account and succeeds. */
import { getErrorDefinition } from '@garance/core';
import { expect } from 'vitest';
import { story } from '../story.ts';

story(
  'a citizen cancels at the provider, reads the reason on the choice page, and another account works',
  async ({ meet }) => {
    const citizen = await meet();
    await citizen.startsSignIn('plusSubstantial');
    await citizen.chooses('substantial');
    await citizen.cancelsThere();
    await citizen.sees('account choice', 'after cancelling');
    expect(await citizen.text()).toContain(getErrorDefinition('provider.cancelled').citizen.fr);
    await citizen.chooses('high');
    await citizen.signsInAs('basile');
    await citizen.sees('what is shared', 'plusSubstantial');
    await citizen.continues();
    await citizen.sees('service account', 'plusSubstantial');
    expect(await citizen.reads('family_name')).toBe('Pourpre');
    expect(await citizen.reads('acr')).toContain('eidas2');
  },
);

story(
  'the provider reached too low a level: refused, and the same account at the right level works',
  async ({ meet }) => {
    const citizen = await meet({ language: 'en' });
    await citizen.startsSignIn('plusHigh');
    await citizen.chooses('high');
    await citizen.asksTheProviderForLevel('eidas2');
    await citizen.signsInAs('basile');
    await citizen.sees('account choice', 'level too low');
    expect(await citizen.text()).toContain(getErrorDefinition('provider.level_insufficient').citizen.en);
    await citizen.chooses('high');
    await citizen.signsInAs('basile');
    await citizen.sees('what is shared', 'plusHigh');
    await citizen.agrees();
    await citizen.sees('service account', 'plusHigh');
    expect(await citizen.reads('acr')).toContain('eidas3');
  },
);

story('a level that the provider may not assert is refused as well', async ({ meet }) => {
  const citizen = await meet();
  await citizen.startsSignIn('franceconnect');
  await citizen.chooses('low');
  await citizen.asksTheProviderForLevel('eidas3');
  await citizen.signsInAs('basile');
  await citizen.sees('account choice', 'answer refused');
  expect(await citizen.text()).toContain(getErrorDefinition('provider.level_not_allowed').citizen.fr);
});

story('a wrong password is shown by the provider only', async ({ meet }) => {
  const citizen = await meet();
  await citizen.startsSignIn('franceconnect');
  await citizen.chooses('low');
  await citizen.page.fill('#login', 'basile');
  await citizen.page.fill('#password', 'wrong');
  await citizen.page.press('#password', 'Enter');
  await citizen.page.waitForSelector('[role=alert]');
  await citizen.sees('provider sign-in', 'wrong password');
});
