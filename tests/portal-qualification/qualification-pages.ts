/** Qualification, production and the path to plus in a real browser: axe, two widths, two languages. */
import { createTestPortal, type TestPortal } from '@garance/portal/testing';
import { aQualificationScene, evidence, resultsWith } from '@garance/portal/testing/qualification';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';
import { type Look, problemsOf } from '../page-looks.ts';

let origin: string;
let portal: TestPortal;
let browser: Browser;

interface Shown {
  readonly name: string;
  readonly path: string;
  readonly session: string;
  /** Inspects the answer to the page's form with this input, instead of the page. */
  readonly typed?: { readonly selector: string; readonly text: string };
}

async function lookAt(
  { name, path, session, typed }: Shown,
  looks: readonly Look[],
): Promise<readonly string[]> {
  const context = await browser.newContext({ locale: 'fr-FR' });
  await context.addCookies([{ name: 'garance-portal-session', value: session, url: origin }]);
  const page = await context.newPage();
  const prepare = typed && ((shown: Page) => refuse(shown, typed));
  const url = `${origin}${path}`;
  const found = await problemsOf(page, { name, url, ...(prepare !== undefined && { prepare }) }, looks);
  await context.close();
  return found;
}

async function refuse(page: Page, { selector, text }: NonNullable<Shown['typed']>): Promise<void> {
  await page.locator('summary').first().click();
  await page.locator(selector).fill(text);
  await page.locator(`form:has(${selector}) button`).last().click();
  await page.locator('.govuk-error-message').waitFor();
}

export function describeQualificationPages(looks: readonly Look[]): void {
  beforeAll(async () => {
    const port = await findFreePort();
    origin = `http://localhost:${port}`;
    portal = await createTestPortal({ config: { origin, relaxedAddresses: true } });
    await portal.app.listen({ host: '127.0.0.1', port });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  it('every page has no axe violation and does not scroll sideways', async () => {
    const busy = await aQualificationScene(portal, 'Portail des familles');
    await busy.prepare('standard');
    await busy.submit('standard');
    await busy.judge('standard', 'secrets', { verdict: 'changes', comment: 'Qui y a accès ?' });
    const officerPage = await busy.officer.browser.get(`/qualifications/${await busy.idOf('standard')}`);
    const sentBack = { event: 'request_changes', reason: 'Un point reste à préciser.' };
    await busy.officer.browser.submit(officerPage, sentBack, { form: '/decision"' });
    const bad = resultsWith('callback', {
      verdict: 'failed',
      reason: 'Le paramètre state n’est pas vérifié.',
    });
    await busy.owner.browser.submit(await busy.owner.browser.get(`${busy.pathOf('standard')}/reports`), {
      report: await busy.signedReport('standard', { results: bad }),
    });
    await busy.owner.browser.submit(
      await busy.owner.browser.get(`${busy.pathOf('standard')}/mock-ups`),
      { text: evidence },
      { form: '/messages"' },
    );
    const [report] = await portal.store.portal.qualificationReports.list(busy.service.id, 'standard', {
      limit: 1,
    });

    const waiting = await aQualificationScene(portal, 'Bourse communale');
    await waiting.prepare('standard');
    await waiting.submit('standard');

    const live = await aQualificationScene(portal, 'Carte de stationnement');
    await live.qualify('standard');
    const strong = await live.member('owner', true);
    const production = `/services/${live.service.id}/standard/production`;
    const operator = await portal.as({ platformRoles: ['operator'] });
    const registration = await strong.browser.get(`${production}/registration`);
    const opened: Shown[] = [
      { name: 'production-opened', path: production, session: strong.sessionSecret },
      { name: 'production-registration', path: `${production}/registration`, session: strong.sessionSecret },
    ];
    const problems: string[] = [];
    for (const shown of opened) problems.push(...(await lookAt(shown, looks)));
    await strong.browser.submit(
      registration,
      { redirectUris: `https://www.familles.example/${'long'.repeat(20)}` },
      { form: 'name="redirectUris"' },
    );
    const activate = { name: 'activate', path: `${production}/activate`, session: strong.sessionSecret };
    const typed = { selector: '#sha256', text: 'pas une empreinte' };
    problems.push(...(await lookAt(activate, looks)));
    problems.push(...(await lookAt({ ...activate, name: 'activate-refused', typed }, looks)));
    await strong.browser.submit(await strong.browser.get(activate.path));

    const hub = { platform: 'standard', environment: 'production' } as const;
    const client = await portal.store.portal.clientRegistrations.findFor(live.service.id, hub);
    await portal.store.portal.trace.append(
      ['accepted', 'token.pkce_failed'].map((outcome) => ({
        atMs: portal.clock.now(),
        hub,
        clientId: client?.clientId ?? '',
        endpoint: 'token',
        occurrenceId: 'a'.repeat(32),
        outcome,
        checks: ['request', 'client', 'code'],
      })),
    );

    const session = busy.owner.sessionSecret;
    const officer = waiting.officer.sessionSecret;
    const base = busy.pathOf('standard');
    const pages: readonly Shown[] = [
      { name: 'list', path: base, session },
      { name: 'item', path: `${base}/items/secrets`, session },
      { name: 'reports', path: `${base}/reports`, session },
      { name: 'report', path: `${base}/reports/${report?.id}`, session },
      { name: 'mock-ups', path: `${base}/mock-ups`, session },
      { name: 'not-yet', path: `/services/${busy.service.id}/plus/production`, session },
      { name: 'queue', path: '/qualifications', session: officer },
      { name: 'officer', path: `/qualifications/${await waiting.idOf('standard')}`, session: officer },
      { name: 'production-active', path: production, session: strong.sessionSecret },
      { name: 'production-operator', path: production, session: operator.sessionSecret },
      { name: 'secret', path: `${production}/secret`, session: strong.sessionSecret },
      { name: 'secret-refused', path: `${production}/secret`, session: strong.sessionSecret, typed },
      { name: 'production-trace', path: `${production}/trace`, session: strong.sessionSecret },
      { name: 'add-plus', path: `/services/${live.service.id}/add-plus`, session: strong.sessionSecret },
    ];
    for (const shown of pages) problems.push(...(await lookAt(shown, looks)));
    expect(problems).toEqual([]);
  }, 240_000);
}
