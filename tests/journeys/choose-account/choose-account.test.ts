/** An operator's texts on the way: a message where the account is chosen, a mark beside it, a text to read first. */

import { createHttpBrowser } from '@garance/http-browser';
import { expect } from 'vitest';
import type { TestFederation } from '../../federation.ts';
import { story } from '../story.ts';

const hub = { platform: 'standard', environment: 'integration' } as const;
const approval = {
  fr: 'Cette carte demande un lecteur.\nGardez-la près de vous.',
  en: 'This card needs a reader.\nKeep it at hand.',
};
const message = {
  fr: 'Des travaux auront lieu ce soir de 22 heures à minuit.',
  en: 'There will be works tonight from 10 p.m. to midnight.',
};

/** Runs `work` with the operator's texts and removes them afterwards, because other stories share the federation. */
async function whileTheOperatorSays(
  { partnerSpace, run }: TestFederation,
  work: () => Promise<void>,
): Promise<void> {
  const { providers, choicePages } = partnerSpace.store;
  const before = await providers.list(hub);
  const page = await choicePages.get(hub);
  const changes = {
    low: { display: { beta: true } },
    substantial: { status: 'maintenance' },
    high: { display: { approval } },
  } as const;
  try {
    for (const provider of before) {
      const change = Object.entries(changes).find(([id]) => id === provider.id)?.[1];
      await providers.put({ ...provider, ...change });
    }
    await choicePages.put(hub, { showExcluded: true, message: { text: message } });
    await hubHasHeard(run, true);
    await work();
  } finally {
    for (const provider of before) await providers.put(provider);
    await choicePages.put(hub, page);
    await hubHasHeard(run, false);
  }
}

/** Resolves when the hub shows the change, shortly after it. */
async function hubHasHeard({ demoService }: TestFederation['run'], isShown: boolean): Promise<void> {
  const read = async () =>
    (await createHttpBrowser().open(`${demoService}/sign-in/franceconnect`)).html.includes(message.fr);
  await expect.poll(read, { timeout: 20_000 }).toBe(isShown);
}

for (const habits of [{ language: 'fr' }, { language: 'en', javaScript: false }] as const) {
  const { language } = habits;
  story(`a citizen reads the operator’s texts in ${language} and continues`, async ({ meet, federation }) => {
    const citizen = await meet(habits);
    await whileTheOperatorSays(federation, async () => {
      await citizen.startsSignIn('franceconnect');
      expect(await citizen.text()).toContain(message[language]);
      await citizen.page.click('a[href$="?account=high"]');
      const heading = {
        fr: 'Avant de continuer avec Carte Orseille',
        en: 'Before you go on with Carte Orseille',
      };
      await citizen.looksAt('before an account', heading[language]);
      expect(await citizen.text()).toContain(approval[language].split('\n')[1]);
      await citizen.page.click('a[href$="?account="]');
      await citizen.sees('account choice', 'with a message');
      await citizen.page.click('a[href$="?account=high"]');
      await citizen.page.click('button[name=provider][value=high]');
      await citizen.sees('provider sign-in', 'high');
    });
  });
}
