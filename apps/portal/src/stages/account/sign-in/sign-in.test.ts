import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeLifetimeMs } from '../../../parts/session/sign-in-code.ts';
import { createTestPortal, type TestPortal } from '../../../testing/portal-fixture.ts';
import type { TestBrowser, TestPage } from '../../../testing/test-browser.ts';

describe('signing in by a code sent by mail', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  const requestCode = async (browser: TestBrowser, email: string, next = ''): Promise<TestPage> =>
    browser.submit(await browser.get(`/sign-in${next}`), { email });
  const lastCode = async (): Promise<string> => {
    const text = (await portal.mails()).at(-1)?.text ?? '';
    return /\b(\d{6})\b/.exec(text)?.[1] ?? 'none';
  };
  const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');
  /** Each test uses a caller of another network, because limits count by address. */
  let callers = 0;
  const freshBrowser = (): TestBrowser => {
    callers += 1;
    const browser = portal.browser();
    browser.address = `100.64.${callers}.1`;
    return browser;
  };

  it('creates an account on the first visit, once the mailbox is proven, and goes on to the requested page', async () => {
    const browser = freshBrowser();
    const codePage = await requestCode(browser, ' Alix.Durand@Mairie.example ', '?next=%2Faccount');
    expect(codePage.text).toContain('alix.durand@mairie.example');
    const namePage = await browser.submit(codePage, { code: await lastCode() });
    expect(namePage.url).toBe('/sign-in/name?next=%2Faccount');
    expect(await portal.store.portal.people.findByEmail('alix.durand@mairie.example')).toBeUndefined();
    const unnamed = await browser.submit(namePage, { name: '  ' });
    expect(unnamed.status).toBe(422);
    const account = await browser.submit(unnamed, { name: 'Alix Durand' });
    expect(account.url).toBe('/account');
    expect(account.html).toContain('Alix Durand');
    const again = freshBrowser();
    const home = await again.submit(await requestCode(again, 'alix.durand@mairie.example'), {
      code: await lastCode(),
    });
    expect(home.url).toBe('/');
    expect((await again.get('/account')).status).toBe(200);
  });

  it('enumeration of accounts: body and status are the same for known and unknown addresses (security.md 17)', async () => {
    const { person } = await portal.as({ email: 'someone.known@mairie.example' });
    const trusted = freshBrowser();
    const unknown = freshBrowser();
    const unknownAddress = 'nobody.there@mairie.example';
    const same = (page: TestPage): string =>
      page.html
        .replaceAll(person.email, 'ADDRESS')
        .replaceAll(unknownAddress, 'ADDRESS')
        .replaceAll(/name="csrf" value="[^"]*"/g, 'csrf');
    const knownPage = await requestCode(trusted, person.email);
    const unknownPage = await requestCode(unknown, unknownAddress);
    expect(unknownPage.status).toBe(knownPage.status);
    expect(same(unknownPage)).toBe(same(knownPage));
    const mails = await portal.mails();
    expect(mails.map(({ to }) => to)).toEqual([person.email, unknownAddress]);
    expect(new Set(mails.map(({ subject, text }) => subject + text.replace(/\d{6}/, ''))).size).toBe(1);
    const refusals = [
      await trusted.submit(knownPage, { code: 'abcdef' }),
      await unknown.submit(unknownPage, { code: 'abcdef' }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([422, 422]);
    expect(new Set(refusals.map(same)).size).toBe(1);
  });

  it('accepts a code once, and in the browser that requested it only', async () => {
    const email = 'bound@mairie.example';
    await portal.as({ email });
    const asking = freshBrowser();
    const other = freshBrowser();
    const page = await requestCode(asking, email);
    const code = await lastCode();
    const otherPage = await requestCode(other, email);
    await portal.mails();
    expect((await other.submit(otherPage, { code })).status).toBe(422);
    expect((await asking.submit(page, { code })).url).toBe('/');
    await asking.submit(await asking.get('/account'), {}, { form: '/sign-out' });
    const replay = await asking.get('/sign-in/code');
    expect(replay.url).toBe('/sign-in');
  });

  it('ends a code after ten minutes, and after five wrong attempts', async () => {
    const email = 'late@mairie.example';
    const late = freshBrowser();
    const latePage = await requestCode(late, email);
    const lateCode = await lastCode();
    portal.clock.advance(codeLifetimeMs);
    expect((await late.submit(latePage, { code: lateCode })).text).toContain('Demandez-en un nouveau');
    const guesser = freshBrowser();
    let page = await requestCode(guesser, 'guessed@mairie.example');
    const code = await lastCode();
    for (let left = 4; left > 0; left -= 1) {
      page = await guesser.submit(page, { code: wrong(code) });
      expect(page.text).toMatch(left > 1 ? `${left} essais` : 'un essai');
    }
    const last = await guesser.submit(page, { code: wrong(code) });
    expect(last.text).toContain('le dernier essai');
    expect((await guesser.submit(page, { code })).text).toContain('ne peut plus servir');
  });

  it('counts fifty concurrent attempts as five at most, and one right code signs in once', async () => {
    const { signInCodes } = portal.store.portal;
    const nowMs = portal.clock.now();
    const put = (browserSecret: string) =>
      signInCodes.put({
        browserSecret,
        email: 'p@x.example',
        code: '123456',
        tries: 5,
        expiresAtMs: nowMs + 1,
      });
    await put('parallel-wrong');
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        signInCodes.try({ browserSecret: 'parallel-wrong', code: '654321', nowMs }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'wrong')).toHaveLength(5);
    await put('parallel-right');
    const right = await Promise.all(
      Array.from({ length: 50 }, () =>
        signInCodes.try({ browserSecret: 'parallel-right', code: '123456', nowMs }),
      ),
    );
    expect(right.filter(({ kind }) => kind === 'right')).toHaveLength(1);
  });

  it('guessing limits per address: 429 with Retry-After for a while, other callers are not affected (security.md 20)', async () => {
    const greedy = freshBrowser();
    for (let count = 0; count < 60; count += 1) {
      expect((await requestCode(greedy, `spray-${count}@mairie.example`)).url).toBe('/sign-in/code');
    }
    const limited = await requestCode(greedy, 'spray-61@mairie.example');
    expect(limited.status).toBe(429);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect((await requestCode(freshBrowser(), 'spray-1@mairie.example')).url).toBe('/sign-in/code');
    portal.clock.advance(Number(limited.headers['retry-after']) * 1000);
    expect((await requestCode(greedy, 'spray-61@mairie.example')).url).toBe('/sign-in/code');
  });

  it('guessing limits per account: one caller cannot lock its owner out, many callers together are stopped', async () => {
    const email = 'victim@mairie.example';
    const attacker = freshBrowser();
    for (let count = 0; count < 5; count += 1) await requestCode(attacker, email);
    expect((await requestCode(attacker, email)).status).toBe(429);
    expect((await requestCode(freshBrowser(), email)).url).toBe('/sign-in/code');
    const guess = async (): Promise<number> => {
      const browser = freshBrowser();
      const page = await requestCode(browser, email);
      if (page.status === 429) return 429;
      const code = await lastCode();
      for (let tried = 0; tried < 4; tried += 1) {
        const { status } = await browser.submit(page, { code: wrong(code) });
        if (status === 429) return 429;
      }
      return 400;
    };
    const statuses: number[] = [];
    for (let guesses = 0; guesses < 18 && statuses.at(-1) !== 429; guesses += 1) statuses.push(await guess());
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.length).toBeGreaterThan(10);
  });

  it('begins the session under a new secret: a secret set before is not accepted (session fixation, security.md 8)', async () => {
    const email = 'fixed@mairie.example';
    await portal.as({ email });
    const victim = freshBrowser();
    const page = await requestCode(victim, email);
    const planted = victim.session() ?? '';
    await victim.submit(page, { code: await lastCode() });
    expect(victim.session()).not.toBe(planted);
    const attacker = freshBrowser();
    attacker.setSession(planted);
    expect((await attacker.get('/account')).url).toContain('/sign-in');
    const first = victim.session() ?? '';
    const twice = await requestCodeAgain(victim, email);
    await victim.submit(twice, { code: await lastCode() });
    attacker.setSession(first);
    expect((await attacker.get('/account')).url).toContain('/sign-in');
  });
  /** Signs out on the page and keeps the browser's cookies. */
  const requestCodeAgain = async (browser: TestBrowser, email: string): Promise<TestPage> => {
    await browser.submit(await browser.get('/account'), {}, { form: '/sign-out' });
    return requestCode(browser, email);
  };

  it('ends the session on the server at sign-out', async () => {
    const { browser, sessionSecret } = await portal.as();
    await browser.submit(await browser.get('/account'), {}, { form: '/sign-out' });
    browser.setSession(sessionSecret);
    expect((await browser.get('/account')).url).toContain('/sign-in?next=%2Faccount');
  });

  it('never redirects to another site', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const { browser } = await portal.as();
      const page = await browser.get(`/sign-in?next=${encodeURIComponent(next)}`);
      expect(page.url).toBe('/');
    }
  });

  it('shows that an account is blocked only after the mailbox is proven', async () => {
    const { person } = await portal.as({ email: 'blocked@mairie.example' });
    await portal.store.portal.people.setBlocked(person.id, portal.clock.now());
    const browser = freshBrowser();
    const page = await requestCode(browser, person.email);
    expect(page.status).toBe(200);
    const end = await browser.submit(page, { code: await lastCode() });
    expect(end.status).toBe(403);
    expect((await browser.get('/account')).url).toContain('/sign-in');
  });

  it('refuses an invalid address, and keeps what was typed', async () => {
    const browser = freshBrowser();
    const page = await requestCode(browser, 'pas une adresse');
    expect(page.status).toBe(422);
    expect(page.html).toContain('value="pas une adresse"');
    expect(await portal.mails()).toHaveLength(0);
  });
});
