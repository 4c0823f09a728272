import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resetSecondFactorsOnMachine } from '../../../objects/account/recover.ts';
import { totpUri } from '../../../objects/account/totp.ts';
import {
  createTestPortal,
  type TestPerson,
  type TestPortal,
  testOrigin,
} from '../../../testing/portal-fixture.ts';
import type { TestBrowser, TestPage } from '../../../testing/test-browser.ts';
import { totpCodeAt } from '../../../testing/totp-code.ts';
import { createVirtualAuthenticator } from '../../../testing/virtual-authenticator.ts';

const factors = '/account/second-factors';
const startTotp = 'action="/account/second-factors/totp"';
const stepUpTotp = 'action="/second-factor"';
const stepUpPasskey = 'action="/second-factor/passkey"';

describe('second factors', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  const secretOn = (page: TestPage): string =>
    /<code[^>]*>([A-Z2-7]{32})<\/code>/.exec(page.html)?.[1] ?? 'none';
  const enrolTotp = async (
    browser: TestBrowser,
    from = factors,
  ): Promise<{ secret: string; end: TestPage }> => {
    const page = await browser.submit(await browser.get(from), {}, { form: startTotp });
    const secret = secretOn(page);
    const end = await browser.submit(page, { code: totpCodeAt(secret, portal.clock.now()) });
    return { secret, end };
  };
  const nextCode = (secret: string): string => {
    portal.clock.advance(30_000);
    return totpCodeAt(secret, portal.clock.now());
  };
  /** The same person in another session, without second factor. */
  const again = ({ person }: TestPerson) => portal.as({ email: person.email, secondFactor: false });

  it('members of the team must enrol at their first sign-in before anything else', async () => {
    await portal.as({
      email: 'legal@garance.example',
      platformRoles: ['legal-reviewer'],
      secondFactor: false,
    });
    const browser = portal.browser();
    const codePage = await browser.submit(await browser.get('/sign-in'), { email: 'legal@garance.example' });
    const code = /\b(\d{6})\b/.exec((await portal.mails()).at(-1)?.text ?? '')?.[1] ?? '';
    const led = await browser.submit(codePage, { code });
    expect(led.url).toBe(factors);
    expect(led.text).toContain('exige un second facteur');
    const organisation = await portal.organisation();
    expect((await browser.get(`/organisations/${organisation.id}`)).url).toContain(`${factors}?next=`);
    const { end } = await enrolTotp(browser);
    expect(end.text).toContain('Votre second facteur est actif');
    expect((await browser.get(`/organisations/${organisation.id}`)).status).toBe(200);
    expect((await portal.mails()).map(({ subject }) => subject)).toEqual([
      'Un second facteur a été ajouté à votre compte',
    ]);
  });

  it('the app gets a QR code and the key as text, and is active only after a right code', async () => {
    const { browser, person } = await portal.as();
    const page = await browser.submit(await browser.get(factors), {}, { form: startTotp });
    expect(page.html).toContain('<svg');
    expect(page.html).toContain('role="img"');
    const secret = secretOn(page);
    expect(totpUri(secret, person.email)).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/);
    const refused = await browser.submit(page, { code: '000000' });
    expect(refused.status).toBe(422);
    expect(secretOn(refused)).toBe(secret);
    expect(await portal.store.portal.totpFactors.find(person.id)).toBeUndefined();
    const before = browser.session();
    const end = await browser.submit(refused, { code: totpCodeAt(secret, portal.clock.now()) });
    expect(end.url).toBe(`${factors}?done=added`);
    expect(browser.session()).not.toBe(before);
  });

  it('step-up asks for a factor once a session, goes on to the requested page, and rotates the session', async () => {
    const partner = await portal.as();
    const { secret } = await enrolTotp(partner.browser);
    const { browser, sessionSecret } = await again(partner);
    const response = await browser.get(`/second-factor?next=${encodeURIComponent(factors)}`);
    const end = await browser.submit(response, { code: nextCode(secret) }, { form: stepUpTotp });
    expect(end.url).toBe(factors);
    expect(browser.session()).not.toBe(sessionSecret);
    expect((await browser.get('/second-factor?next=/account')).url).toBe('/account');
    browser.setSession(sessionSecret);
    expect((await browser.get('/account')).url).toContain('/sign-in');
  });

  it('a code is refused the second time within its time step, in every session and in fifty concurrent requests', async () => {
    const partner = await portal.as();
    const { secret } = await enrolTotp(partner.browser);
    const code = nextCode(secret);
    const first = await again(partner);
    const second = await again(partner);
    const page = await first.browser.get('/second-factor');
    expect((await first.browser.submit(page, { code }, { form: stepUpTotp })).status).toBe(200);
    const replay = await second.browser.submit(
      await second.browser.get('/second-factor'),
      { code },
      { form: stepUpTotp },
    );
    expect(replay.status).toBe(422);
    const uses = await Promise.all(
      Array.from({ length: 50 }, () =>
        portal.store.portal.totpFactors.useTimeStep(partner.person.id, 10 ** 9),
      ),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it('guessing a code is limited by account: 429 with Retry-After', async () => {
    const partner = await portal.as();
    const { secret } = await enrolTotp(partner.browser);
    const { browser } = await again(partner);
    const page = await browser.get('/second-factor');
    const statuses: number[] = [];
    for (let tried = 0; tried < 10; tried += 1) {
      browser.address = `198.51.100.${tried}`;
      statuses.push((await browser.submit(page, { code: '12345x' }, { form: stepUpTotp })).status);
    }
    expect(statuses).toContain(429);
    expect(statuses[0]).toBe(422);
    const limited = await browser.submit(page, { code: nextCode(secret) }, { form: stepUpTotp });
    expect(limited.status).toBe(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('a session by mail alone can neither see, add, replace nor remove a factor once there is one', async () => {
    const partner = await portal.as();
    await enrolTotp(partner.browser);
    const { browser, person } = await again(partner);
    for (const path of [factors, `${factors}/totp`, `${factors}/passkey`]) {
      expect((await browser.get(path)).url).toContain('/second-factor?next=');
    }
    const account = await browser.get('/account');
    expect(account.text).toContain('un second facteur');
    const before = await portal.store.portal.totpFactors.find(person.id);
    for (const [path, form] of [
      [`${factors}/totp`, 'account.start-totp:'],
      [`${factors}/totp/confirm`, 'account.confirm-totp:'],
      [`${factors}/totp/remove`, 'account.remove-totp:'],
      [`${factors}/passkey`, 'account.add-passkey:'],
    ] as const) {
      const sent = await browser.post(path, {
        csrf: csrfToken(browser.session() ?? '', form),
        code: '1',
        name: 'x',
      });
      expect([path, sent.status, sent.headers.location]).toEqual([
        path,
        303,
        '/second-factor?next=%2Fkept-form',
      ]);
    }
    expect(await portal.store.portal.totpFactors.find(person.id)).toBe(before);
    expect(await portal.store.portal.totpFactors.findPending(person.id)).toBeUndefined();
  });

  describe('passkeys', () => {
    const enrolled = async () => {
      const partner = await portal.as();
      const device = createVirtualAuthenticator(testOrigin);
      const page = await partner.browser.get(`${factors}/passkey`);
      const end = await partner.browser.submit(page, { name: 'Téléphone', response: device.register(page) });
      expect(end.url).toBe(`${factors}?done=added`);
      expect(end.text).toContain('Téléphone');
      return { ...partner, device };
    };

    it('are a second factor', async () => {
      const partner = await enrolled();
      const { browser, sessionSecret } = await again(partner);
      const page = await browser.get(`/second-factor?next=${encodeURIComponent(factors)}`);
      const response = partner.device.authenticate(page, { userVerified: false });
      const end = await browser.submit(page, { response }, { form: stepUpPasskey });
      expect(end.url).toBe(factors);
      expect(browser.session()).not.toBe(sessionSecret);
    });

    it('sign in without a code when they verified their user, and then count as both factors', async () => {
      const { device, person } = await enrolled();
      const browser = portal.browser();
      const page = await browser.get(`/sign-in/passkey?next=${encodeURIComponent(factors)}`);
      const unverified = await browser.submit(page, {
        response: device.authenticate(page, { userVerified: false }),
      });
      expect(unverified.status).toBe(422);
      const end = await browser.submit(unverified, { response: device.authenticate(unverified) });
      expect(end.url).toBe(factors);
      expect(await portal.store.portal.portalSessions.ofPerson(person.id)).toContainEqual(
        expect.objectContaining({ method: 'passkey' }),
      );
    });

    it('accept a challenge in its browser only and once, an answer of this site only, and a growing counter only', async () => {
      const { device } = await enrolled();
      const browser = portal.browser();
      const tryWith = async (make: (page: TestPage) => Promise<string> | string): Promise<number> => {
        const page = await browser.get('/sign-in/passkey');
        return (await browser.submit(page, { response: await make(page) })).status;
      };
      const kept = await browser.get('/sign-in/passkey');
      const answer = device.authenticate(kept);
      const other = portal.browser();
      expect((await other.submit(await other.get('/sign-in/passkey'), { response: answer })).status).toBe(
        422,
      );
      expect(await tryWith((page) => device.authenticate(page, { origin: 'https://evil.example' }))).toBe(
        422,
      );
      expect(await tryWith((page) => device.authenticate(page, { challenge: 'AAAA' }))).toBe(422);
      expect(await tryWith(() => 'not json')).toBe(422);
      expect(await tryWith(() => '{"id":"AAAA"}')).toBe(422);
      const unknownDevice = createVirtualAuthenticator(testOrigin);
      unknownDevice.register({ html: 'data-options="{&quot;challenge&quot;:&quot;x&quot;}"' });
      expect(await tryWith((page) => unknownDevice.authenticate(page))).toBe(422);
      const page = await browser.get('/sign-in/passkey');
      const good = device.authenticate(page, { counter: 50 });
      const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
      expect((await browser.post('/sign-in/passkey', { csrf, response: good })).status).toBe(303);
      const late = portal.browser();
      const latePage = await late.get('/sign-in/passkey');
      const back = device.authenticate(latePage, { counter: 7 });
      expect((await late.submit(latePage, { response: back })).status).toBe(422);
    });

    it('of another person are refused', async () => {
      const mine = await enrolled();
      const theirs = await enrolled();
      const { browser } = await again(mine);
      const page = await browser.get('/second-factor');
      const response = theirs.device.authenticate(page);
      expect((await browser.submit(page, { response }, { form: stepUpPasskey })).status).toBe(422);
      expect((await browser.get(factors)).url).toContain('/second-factor');
    });

    it('are removed one by one, by their owner only; a member of the team keeps one', async () => {
      const mine = await enrolled();
      const theirs = await enrolled();
      const list = await mine.browser.get(factors);
      const end = await mine.browser.submit(list, {}, { form: '/remove"' });
      expect(end.url).toBe(`${factors}?done=removed`);
      const [theirPasskey] = await portal.store.portal.passkeys.ofPerson(theirs.person.id);
      const csrf = csrfToken(mine.browser.session() ?? '', `account.remove-passkey:${theirPasskey?.id}`);
      const foreign = await mine.browser.post(`${factors}/passkeys/${theirPasskey?.id}/remove`, { csrf });
      expect(foreign.status).toBe(404);
      expect(await portal.store.portal.passkeys.ofPerson(theirs.person.id)).toHaveLength(1);
      await portal.store.portal.platformRoles.put(theirs.person.id, 'support-agent');
      const kept = await theirs.browser.submit(await theirs.browser.get(factors), {}, { form: '/remove"' });
      expect(kept.status).toBe(409);
      expect(await portal.store.portal.passkeys.ofPerson(theirs.person.id)).toHaveLength(1);
    });

    it('work by a script of this site; without script the page names the alternative', async () => {
      const page = await portal.browser().get('/sign-in/passkey');
      const scripts = [...page.html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) => src ?? '');
      expect(scripts).toHaveLength(2);
      for (const src of scripts) {
        expect(src).toMatch(/^\/assets\//);
        expect((await portal.app.inject({ url: src })).statusCode).toBe(200);
      }
      expect(page.html).not.toMatch(/<script(?![^>]* src=)/);
      expect(page.text).toContain('Connectez-vous avec un code reçu par courriel');
    });
  });

  describe('recovery of a lost second factor', () => {
    const operator = () => portal.as({ platformRoles: ['operator'] });

    it('is done by an operator with a reason: factors removed, sessions ended, recorded and mailed', async () => {
      const { browser, person: by } = await operator();
      const lost = await portal.as({ name: 'Perdu' });
      await enrolTotp(lost.browser);
      await portal.mails();
      const page = await browser.get('/account/recovery');
      const unreasoned = await browser.submit(page, { email: lost.person.email, reason: ' ' });
      expect(unreasoned.status).toBe(422);
      expect(unreasoned.html).toContain(`value="${lost.person.email}"`);
      const end = await browser.submit(unreasoned, { reason: 'Rappel par le standard' });
      expect(end.url).toBe('/account/recovery?done=reset');
      expect(await portal.store.portal.totpFactors.find(lost.person.id)).toBeUndefined();
      expect((await lost.browser.get('/account')).url).toContain('/sign-in');
      expect(await portal.store.portal.history.list('person', lost.person.id)).toMatchObject([
        { event: 'reset_second_factors', actor: by.id, reason: 'Rappel par le standard' },
      ]);
      expect((await portal.store.portal.audit.list({ limit: 1 }))[0]).toMatchObject({
        action: 'second-factor.reset',
        actor: by.id,
        objectId: lost.person.id,
      });
      expect((await portal.mails()).map(({ to }) => to)).toEqual([lost.person.email]);
    });

    it('is done by a command on the machine where there is no second operator', async () => {
      const { browser, person } = await operator();
      await enrolTotp(browser);
      await portal.mails();
      const order = { email: person.email.toUpperCase(), reason: 'Téléphone perdu' };
      expect(await resetSecondFactorsOnMachine(portal.deps, order)).toBe(true);
      expect(await portal.store.portal.totpFactors.find(person.id)).toBeUndefined();
      expect((await browser.get('/account')).url).toContain('/sign-in');
      const actor = 'command-line';
      expect(await portal.store.portal.history.list('person', person.id)).toMatchObject([
        { event: 'reset_second_factors', actor, reason: 'Téléphone perdu' },
      ]);
      const [last] = await portal.store.portal.audit.list({ limit: 1 });
      expect(last).toMatchObject({ action: 'second-factor.reset', actor, objectId: person.id });
      expect((await portal.mails()).map(({ to }) => to)).toEqual([person.email]);
      const unknownPerson = { email: 'personne@ailleurs.example', reason: 'x' };
      expect(await resetSecondFactorsOnMachine(portal.deps, unknownPerson)).toBe(false);
    });

    it('is refused for one’s own account, and to everyone but an operator with a second factor', async () => {
      const { browser, person } = await operator();
      const self = await browser.submit(await browser.get('/account/recovery'), {
        email: person.email,
        reason: 'x',
      });
      expect(self.text).toContain('Un autre opérateur');
      const legal = await portal.as({ platformRoles: ['legal-reviewer'] });
      expect((await legal.browser.get('/account/recovery')).status).toBe(403);
      const owner = await portal.as({ organisation: await portal.organisation() });
      expect((await owner.browser.get('/account/recovery')).status).toBe(404);
      const weak = await portal.as({ platformRoles: ['operator'], secondFactor: false });
      expect((await weak.browser.get('/account/recovery')).url).toContain('second-factor');
    });
  });
});
