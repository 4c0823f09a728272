/** A citizen clicks twice, reloads and goes back at each step of a login; none of this leads to an error page. */
import { describe, expect } from 'vitest';
import { primaryButton } from '../actors.ts';
import { story } from '../story.ts';

const platforms = [
  { entry: 'franceconnect', provider: 'low', login: 'maelle', consent: false },
  { entry: 'plusHigh', provider: 'high', login: 'jean-lavande', consent: true },
] as const;

export type Way = (typeof platforms)[number] & { readonly javaScript: boolean };

const [standard, plus] = platforms;

export const firstWays: readonly Way[] = [{ ...standard, javaScript: true }];

export const otherWays: readonly Way[] = [
  { ...standard, javaScript: false },
  { ...plus, javaScript: true },
  { ...plus, javaScript: false },
];

export function describeImpatience(ways: readonly Way[]): void {
  // The first story of a worker also starts the federation and the browser, hence the time-out.
  describe.each(ways)('at $entry, with JavaScript: $javaScript', { timeout: 120_000 }, (way) => {
    const { entry, provider, login, consent, javaScript } = way;

    story('signs in despite double clicks', async ({ meet }) => {
      const citizen = await meet({ javaScript });
      const { page } = citizen;
      await citizen.startsSignIn(entry);
      const choice = page.url();

      await citizen.reloads();
      await citizen.sees('account choice', entry);
      await citizen.doubleClicks(`button[name=provider][value=${provider}]`);
      await citizen.sees('provider sign-in', provider);
      await citizen.reloads();
      await citizen.sees('provider sign-in', provider);
      await citizen.goesBack();
      await citizen.sees('account choice', entry);
      await citizen.chooses(provider);

      await citizen.signsInAs(login);
      await citizen.sees('what is shared', entry);
      const shared = page.url();
      await citizen.reloads();
      await citizen.sees('what is shared', entry);
      // Back to the choice page, past the provider's pages: it continues with the page of the current step.
      await page.goto(choice);
      await citizen.sees('what is shared', entry);
      expect(page.url()).toBe(shared);

      if (consent) await page.getByRole('checkbox').check();
      await citizen.doubleClicks(primaryButton);
      await citizen.sees('service account', entry);
      await citizen.reloads();
      await citizen.sees('service account', entry);

      await citizen.goesBack();
      await citizen.sees('signed in already', entry);
      await citizen.reloads();
      await citizen.sees('signed in already', entry);
      await page.click('main a.govuk-button');
      await citizen.sees('service home');
      await page.goto(choice);
      await citizen.sees('signed in already', entry);
    });

    if (javaScript)
      story('sends a form once, and may send it again after coming back', async ({ meet }) => {
        const citizen = await meet();
        const { page } = citizen;
        const sent: string[] = [];
        page.on('request', (request) => {
          if (request.method() === 'POST') sent.push(new URL(request.url()).pathname.split('/').at(-1) ?? '');
        });
        await citizen.startsSignIn(entry);
        await citizen.doubleClicks(`button[name=provider][value=${provider}]`);
        await citizen.sees('provider sign-in', provider);
        expect(sent).toEqual(['provider']);
        await citizen.goesBack();
        await citizen.sees('account choice', entry);
        await citizen.doubleClicks(`button[name=provider][value=${provider}]`);
        await citizen.sees('provider sign-in', provider);
        expect(sent).toEqual(['provider', 'provider']);
      });

    story('returns to the service once', async ({ meet }) => {
      const citizen = await meet({ javaScript });
      await citizen.startsSignIn(entry);
      const choice = citizen.page.url();
      await citizen.doubleClicks('form[action$="/leave"] button');
      await citizen.sees('service refusal');
      expect(await citizen.readsTheRefusal()).toBe('access_denied');
      await citizen.page.goto(choice);
      await citizen.sees('sign-in ended', entry);
      await citizen.page.click('main a.govuk-button');
      await citizen.sees('service home');
    });

    story('chooses another account after a refusal', async ({ meet }) => {
      const citizen = await meet({ javaScript });
      await citizen.startsSignIn(entry);
      await citizen.chooses(provider);
      await citizen.signsInAs('perle');
      await citizen.sees('failure', entry);
      await citizen.reloads();
      await citizen.sees('failure', entry);
      await citizen.doubleClicks('form[action$="/another-account"] button');
      await citizen.sees('account choice', 'after a refusal');
      await citizen.reloads();
      await citizen.sees('account choice', 'after a refusal');
      await citizen.chooses(provider);
      await citizen.signsInAs(login);
      await citizen.sees('what is shared', entry);
    });
  });
}
