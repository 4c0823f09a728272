/** Error pages and pages besides the login. */
import { getErrorDefinition } from '@garance/core';
import type { Locale } from '@garance/web/view';
import { describe, expect } from 'vitest';
import { story } from '../story.ts';

/** Describes them in one language. */
export function describeOtherPages(language: Locale): void {
  describe(`in ${language}`, () => {
    story('the welcome page lists addresses and accounts', async ({ meet, federation }) => {
      const citizen = await meet({ language });
      await citizen.page.goto(federation.run.demonstration);
      await citizen.sees('welcome');
      await citizen.page.click('summary');
      await citizen.sees('welcome', 'clients open');
      expect(await citizen.text()).toContain(federation.run.demoService);
    });

    story(
      'a request of an unknown client is refused on a page, never by redirect',
      async ({ meet, federation }) => {
        const citizen = await meet({ language });
        const { production: issuer } = federation.run.hubs.plus;
        await citizen.page.goto(
          `${issuer}/authorize?client_id=unknown-client&redirect_uri=https://attacker.example/`,
        );
        await citizen.sees('refused', 'unknown client');
        expect(await citizen.text()).toContain(
          getErrorDefinition('authorize.client_unknown').citizen[language],
        );
        expect(citizen.page.url()).toContain(issuer);
      },
    );

    story('an address that does not exist', async ({ meet, federation }) => {
      const citizen = await meet({ language });
      for (const origin of [
        federation.run.hubs.standard.integration,
        federation.run.mailbox,
        federation.run.portal,
      ]) {
        await citizen.page.goto(`${origin}/nowhere`);
        await citizen.sees('not found', new URL(origin).port.slice(-1));
      }
    });

    story(
      'a form from another site is refused, with a link back to the service',
      async ({ meet, federation }) => {
        const citizen = await meet({ language });
        await citizen.startsSignIn('franceconnect');
        await citizen.page.evaluate(
          "for (const field of document.querySelectorAll('input[name=csrf]')) field.value = 'x'",
        );
        await citizen.page.click('button[name=provider][value=low]');
        await citizen.sees('refused', 'form of another person');
        expect(await citizen.text()).toContain(getErrorDefinition('general.cross_site').citizen[language]);
        await citizen.page.click(`a[href^="${federation.run.demoService}"]`);
        expect(citizen.page.url()).toContain(federation.run.demoService);
      },
    );

    story('the page that redirects to another site', async ({ meet }) => {
      const citizen = await meet({ language });
      const { page } = citizen;
      await citizen.startsSignIn('franceconnect');
      const choice = page.url();
      await citizen.chooses('low');
      const onward = await page.request.get(`${choice}/onward`);
      expect(onward.headers().refresh).toMatch(/^0; url=http:\/\/127\.0\.0\.1:/);
      const body = await onward.text();
      await page.route(`${choice}/still`, (route) => route.fulfill({ contentType: 'text/html', body }));
      await page.goto(`${choice}/still`);
      const start = language === 'fr' ? 'Vous continuez sur ' : 'You are going on to ';
      const heading = (await page.textContent('h1')) ?? '';
      expect(heading.startsWith(start)).toBe(true);
      await citizen.looksAt('onward', heading);
      await page.click('main a');
      await citizen.sees('provider sign-in', 'low');
    });

    story('a login that has ended', async ({ meet }) => {
      const citizen = await meet({ language });
      await citizen.startsSignIn('franceconnect');
      const choice = citizen.page.url();
      await citizen.goesBackToTheService();
      await citizen.sees('service refusal');
      await citizen.page.goto(choice);
      await citizen.sees('sign-in ended', 'login over');
    });
  });
}
