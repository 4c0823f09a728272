/** The account pages in a real browser: a passkey, axe, two widths. */
import { createTestPortal, type TestPortal } from '@garance/portal/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';
import { type Look, problemsOfVisits } from '../page-looks.ts';

const sessionCookie = 'garance-portal-session';

let origin: string;
let portal: TestPortal;
let browser: Browser;

async function signedIn(secret: string, scripts = true): Promise<BrowserContext> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, locale: 'fr-FR' });
  await context.addCookies([{ name: sessionCookie, value: secret, url: origin }]);
  return context;
}

/** A virtual authenticator in the browser. */
async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

export function describeAccountPages(looks: readonly Look[]): void {
  beforeAll(async () => {
    // The origin, on which passkeys depend, must be known before the portal listens.
    const port = await findFreePort();
    origin = `http://localhost:${port}`;
    portal = await createTestPortal({ config: { origin } });
    await portal.app.listen({ host: '127.0.0.1', port });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  it('every page of the account stage has no axe violation and does not scroll sideways', async () => {
    const organisation = await portal.organisation();
    const operator = await portal.as({ organisation, platformRoles: ['operator'], name: 'Alix Opératrice' });
    const member = await portal.as({ organisation, role: 'reader', name: 'Sam Lecteur' });
    await portal.as({ email: operator.person.email });
    const base = `/organisations/${organisation.id}`;
    const claimed = await portal.organisation({ name: 'Mairie à vérifier', proven: false });
    const claimant = await portal.as({ organisation: claimed });
    const lost = await portal.organisation({ name: 'Mairie sans SIRET', proven: false });
    await portal.store.portal.organisations.dropSiret(lost.id);
    const stopped = await portal.organisation({ name: 'Mairie bloquée' });
    const { memberships, organisations } = portal.store.portal;
    for (const { id } of [lost, stopped]) {
      await memberships.put({ organisationId: id, personId: claimant.person.id, role: 'owner' });
    }
    await organisations.setBlocked(stopped.id, { atMs: 1, reason: 'SIRET usurpé' });
    const invite = await operator.browser.get(`${base}/invite`);
    const invited = { email: 'invitee.with.a.long.address@collectivite-lointaine.example' };
    await operator.browser.submit(invite, invited, { form: '/invitations"' });
    await operator.browser.submit(
      await operator.browser.get('/account/second-factors'),
      {},
      { form: 'second-factors/totp"' },
    );
    await portal.store.portal.totpFactors.confirm(operator.person.id, 1);
    await portal.store.portal.totpFactors.putPending(operator.person.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    const weak = await portal.as({ email: operator.person.email, secondFactor: false });
    const pages: readonly (readonly [string, string | undefined])[] = [
      ['/sign-in', undefined],
      ['/sign-in/passkey', undefined],
      ['/second-factor', weak.sessionSecret],
      ['/account', operator.browser.session()],
      ['/account?done=saved', operator.browser.session()],
      ['/account/second-factors', operator.browser.session()],
      ['/account/second-factors/totp', operator.browser.session()],
      ['/account/second-factors/passkey', operator.browser.session()],
      ['/account/recovery', operator.browser.session()],
      ['/organisations', operator.browser.session()],
      ['/organisations/new', operator.browser.session()],
      ['/organisations', claimant.browser.session()],
      [`/organisations/${claimed.id}`, claimant.browser.session()],
      [`/organisations/${lost.id}`, claimant.browser.session()],
      [base, operator.browser.session()],
      [`${base}/invite`, operator.browser.session()],
      [`${base}/members/${member.person.id}`, operator.browser.session()],
    ];
    expect(await problemsOfVisits({ browser, origin }, pages, looks)).toEqual([]);
  });
}

/** Passkeys, in the browser of the last hooks. */
export function describePasskeys(): void {
  describe('a passkey in a real browser', () => {
    it('is created on the account page, signs in alone, and is a second factor; the policy lets its script run', async () => {
      const { person, sessionSecret } = await portal.as({ name: 'Clé d’Accès' });
      const context = await signedIn(sessionSecret);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await addAuthenticator(page);
      await page.goto(`${origin}/account/second-factors/passkey`);
      await page.getByLabel('Nom de cette clé').fill('Ordinateur');
      await page.getByRole('button', { name: 'Créer la clé d’accès' }).click();
      await page.getByText('Votre second facteur est actif').waitFor();
      expect(await portal.store.portal.passkeys.ofPerson(person.id)).toMatchObject([{ name: 'Ordinateur' }]);
      await page.getByRole('button', { name: 'Se déconnecter' }).click();
      await page.goto(`${origin}/sign-in/passkey?next=/account/second-factors`);
      await page.getByRole('button', { name: 'Utiliser ma clé d’accès' }).click();
      await page.waitForURL(`${origin}/account/second-factors`);
      await page.getByText('Ordinateur').first().waitFor();
      const weak = await portal.as({ email: person.email });
      await context.addCookies([{ name: sessionCookie, value: weak.sessionSecret, url: origin }]);
      await page.goto(`${origin}/second-factor?next=/account/second-factors`);
      await page.getByRole('button', { name: 'Utiliser ma clé d’accès' }).click();
      await page.waitForURL(`${origin}/account/second-factors`);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('is not offered without script: the page shows the alternative', async () => {
      const { sessionSecret } = await portal.as();
      const context = await signedIn(sessionSecret, false);
      const page = await context.newPage();
      await page.goto(`${origin}/account/second-factors/passkey`);
      expect(await page.getByRole('button', { name: 'Créer la clé d’accès' }).isVisible()).toBe(false);
      expect(await page.getByText('Ajoutez plutôt une application de codes').isVisible()).toBe(true);
      await context.close();
    });
  });
}
