/** A citizen cancels: no data is shared, and the service receives `access_denied`. */
import { getErrorDefinition } from '@garance/core';
import { expect } from 'vitest';
import { story } from '../story.ts';

story('from the choice of accounts', async ({ meet }) => {
  const citizen = await meet();
  await citizen.startsSignIn('franceconnect');
  await citizen.goesBackToTheService();
  await citizen.sees('service refusal');
  expect(await citizen.readsTheRefusal()).toBe('access_denied');
});

story('after cancelling at the provider', async ({ meet }) => {
  const citizen = await meet({ javaScript: false });
  await citizen.startsSignIn('plusHigh');
  await citizen.chooses('high');
  await citizen.cancelsThere();
  await citizen.sees('account choice', 'after cancelling');
  await citizen.goesBackToTheService();
  await citizen.sees('service refusal');
  expect(await citizen.readsTheRefusal()).toBe('access_denied');
});

story('by declining to share, with the box unticked', async ({ meet }) => {
  const citizen = await meet({ language: 'en' });
  await citizen.startsSignIn('plusHigh');
  await citizen.chooses('high');
  await citizen.signsInAs('amarante');
  await citizen.sees('what is shared', 'plusHigh');
  await citizen.goesBackToTheService();
  await citizen.sees('service refusal');
  expect(await citizen.readsTheRefusal()).toBe('access_denied');
});

story('continuing with the box unticked shares nothing and shows what is missing', async ({ meet }) => {
  const citizen = await meet();
  await citizen.startsSignIn('plusHigh');
  await citizen.chooses('high');
  await citizen.signsInAs('amarante');
  await citizen.sees('what is shared', 'plusHigh');
  await citizen.continues();
  await citizen.page.waitForSelector('.govuk-error-summary');
  await citizen.sees('what is shared', 'box not ticked');
  expect(await citizen.text()).toContain(getErrorDefinition('interaction.consent_missing').citizen.fr);
  await citizen.agrees();
  await citizen.sees('service account', 'plusHigh');
});
