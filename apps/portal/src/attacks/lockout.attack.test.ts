/** Attack 27: an attacker locks out the owner of an account by wrong codes, or sprays codes over many accounts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rememberBrowser } from '../parts/session/known-browser.ts';
import { createTestPortal, type TestPortal } from '../testing/portal-fixture.ts';
import type { TestBrowser, TestPage } from '../testing/test-browser.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const knownCookie = 'garance-portal-known';
const wrongCode = 'abcdef';

describe('attack 27: failed attempts by others do not lock an account’s owner out', () => {
  let portal: TestPortal;
  let owner: TestBrowser;
  const email = 'proprietaire@valgarance.example';
  beforeAll(async () => {
    portal = await createTestPortal();
    await portal.as({ email });
  });
  /** All windows of earlier tests have ended; the owner has signed in once in their own browser. */
  beforeEach(async () => {
    portal.clock.advance(2 * 24 * hourMs);
    owner = portal.browser();
    owner.address = '192.0.2.1';
    await signIn(owner);
    await signOut(owner);
  });
  afterAll(() => portal.close());

  const ask = async (browser: TestBrowser, address = email): Promise<TestPage> =>
    browser.submit(await browser.get('/sign-in'), { email: address });
  const codeIn = async (): Promise<string> => {
    const mail = (await portal.mails()).at(-1);
    return /: (\d+)/.exec(mail?.text ?? '')?.[1] ?? 'none';
  };
  const signIn = async (browser: TestBrowser, address = email): Promise<TestPage> => {
    await portal.mails();
    const page = await ask(browser, address);
    return page.status === 429 ? page : browser.submit(page, { code: await codeIn() });
  };
  const signOut = async (browser: TestBrowser) =>
    browser.submit(await browser.get('/'), {}, { form: 'action="/sign-out"' });
  const unknownBrowser = (index: number): TestBrowser => {
    const browser = portal.browser();
    browser.address = `198.51.${100 + Math.floor(index / 200)}.${index % 200}`;
    return browser;
  };
  const isIn = (page: TestPage) => page.status === 200 && !page.url.startsWith('/sign-in');

  it('requests for codes from other addresses are limited, the owner’s known browser is not', async () => {
    let refused = 0;
    for (let index = 0; index < 40; index += 1)
      if ((await ask(unknownBrowser(index))).status === 429) refused += 1;
    // The limit is 30 an hour and includes the owner's own first sign-in.
    expect(refused).toBe(11);
    expect((await ask(unknownBrowser(99))).status).toBe(429);
    expect(isIn(await signIn(owner))).toBe(true);
  });

  it('attempts at codes from other addresses are limited, the owner’s known browser is not', async () => {
    for (let index = 0; index < 13; index += 1) {
      const browser = unknownBrowser(index * 300);
      const page = await ask(browser);
      for (let time = 0; time < 5; time += 1) await browser.submit(page, { code: wrongCode });
    }
    const late = await ask(unknownBrowser(9_000));
    expect((await unknownBrowser(9_000).submit(late, { code: wrongCode })).status).toBe(403);
    expect(isIn(await signIn(owner))).toBe(true);
  });

  it('attempts from the owner’s own address do not count against the owner’s browser', async () => {
    for (let index = 0; index < 70; index += 1) {
      const neighbour = portal.browser();
      neighbour.address = owner.address;
      await ask(neighbour, `person-${index}@partenaire.example`);
      await neighbour.get('/sign-in/passkey');
    }
    const neighbour = portal.browser();
    neighbour.address = owner.address;
    expect((await ask(neighbour)).status).toBe(429);
    expect((await neighbour.get('/sign-in/passkey')).status).toBe(429);
    expect((await owner.get('/sign-in/passkey')).status).toBe(200);
    expect(isIn(await signIn(owner))).toBe(true);
  });

  it('a known browser is treated as unknown after ten wrong codes within an hour', async () => {
    for (let index = 0; index < 40; index += 1) await ask(unknownBrowser(index));
    for (let round = 0; round < 2; round += 1) {
      const page = await ask(owner);
      for (let time = 0; time < 5; time += 1) {
        const answer = await owner.submit(page, { code: wrongCode });
        expect(answer.status).toBe(422);
      }
      // A code allows five wrong tries; the sixth is answered as if there were no code.
      expect((await owner.submit(page, { code: wrongCode })).url).toBe('/sign-in/code');
    }
    expect((await ask(owner)).status).toBe(429);
    portal.clock.advance(hourMs);
    expect(isIn(await signIn(owner))).toBe(true);
  });

  it('a right code between wrong ones does not reset that count', async () => {
    for (let round = 0; round < 12; round += 1) {
      expect(isIn(await signIn(owner))).toBe(true);
      await signOut(owner);
      portal.clock.advance(2 * minuteMs);
    }
  });

  it('attempts at second factors have their own count', async () => {
    const { person, browser } = await portal.as({ platformRoles: ['operator'], secondFactor: false });
    await portal.store.portal.totpFactors.putPending(person.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    await portal.store.portal.totpFactors.confirm(person.id, 0);
    const form = 'action="/second-factor"';
    const page = await browser.get('/second-factor');
    // Access to the mailbox alone gives a session and ten tries of the second factor.
    for (let time = 0; time < 10; time += 1) {
      expect((await browser.submit(page, { code: wrongCode }, { form })).status).toBe(422);
    }
    expect((await browser.submit(page, { code: wrongCode }, { form })).status).toBe(429);
    const signedIn = await portal.as({ email: person.email, secondFactor: false });
    const jar: Record<string, string> = {};
    const reply = { setCookie: (name: string, value: string) => Object.assign(jar, { [name]: value }) };
    const visit = { request: { cookies: {} }, reply } as unknown as Parameters<typeof rememberBrowser>[1];
    await rememberBrowser(portal.deps, visit, person.email);
    signedIn.browser.cookies.set(knownCookie, jar[knownCookie] ?? '');
    const own = await signedIn.browser.get('/second-factor');
    expect((await signedIn.browser.submit(own, { code: wrongCode }, { form })).status).toBe(422);
  });

  describe('the cookie of a known browser', () => {
    const value = () => owner.cookies.get(knownCookie) ?? '';
    const lockOut = async () => {
      for (let index = 0; index < 40; index += 1) await ask(unknownBrowser(index));
    };

    it('is not given before the sign-in is complete', async () => {
      const staff = await portal.as({ platformRoles: ['support-agent'] });
      const browser = portal.browser();
      await signIn(browser, staff.person.email);
      expect(browser.cookies.has(knownCookie)).toBe(false);
      expect(value()).toMatch(/^[\w-]{22}\.[\w-]{22}\.\d+\.[\w-]{43}$/);
      expect(value()).not.toContain('valgarance');
    });

    it('of another account, altered, invented or half a year old is treated as unknown', async () => {
      const [account = '', id = '', issuedAt = '', proof = ''] = value().split('.');
      const other = portal.browser();
      other.address = '192.0.2.9';
      await signIn(other, 'autre@partenaire.example');
      const named = await other.submit(await other.get('/sign-in/name'), { name: 'Autre Personne' });
      expect(named.status).toBe(200);
      const [otherAccount = '', otherId = '', otherIssued = '', otherProof = ''] = (
        other.cookies.get(knownCookie) ?? ''
      ).split('.');
      expect(otherProof).not.toBe('');
      await lockOut();
      const forged = [
        [otherAccount, otherId, otherIssued, otherProof],
        [account, otherId, otherIssued, otherProof],
        [account, id, `${Number(issuedAt) + 1}`, proof],
        [account, id, issuedAt, `${proof.slice(0, -1)}${proof.endsWith('A') ? 'E' : 'A'}`],
        [account, id, issuedAt, 'A'.repeat(43)],
        [account, id, issuedAt],
        ['', '', '', ''],
      ].map((parts) => parts.join('.'));
      const browser = portal.browser();
      browser.address = '192.0.2.77';
      for (const cookie of [...forged, '', '~~~', 'x'.repeat(5_000), `${'~'.repeat(900)}`]) {
        browser.cookies.set(knownCookie, cookie);
        expect((await ask(browser)).status, cookie).toBe(429);
      }
      browser.cookies.set(knownCookie, value());
      expect((await ask(browser)).status).toBe(200);
      portal.clock.advance(181 * 24 * hourMs);
      await lockOut();
      expect((await ask(browser)).status).toBe(429);
    });

    it('opens no session', async () => {
      const browser = portal.browser();
      browser.cookies.set(knownCookie, value());
      expect((await browser.get('/account')).url).toContain('/sign-in');
    });

    it('remembers four accounts, the latest first', async () => {
      for (let index = 0; index < 5; index += 1) {
        const address = `compte-${index}@partenaire.example`;
        await portal.as({ email: address });
        await signIn(owner, address);
        await signOut(owner);
      }
      expect(value().split('~')).toHaveLength(4);
      await lockOut();
      expect((await ask(owner)).status).toBe(429);
    });
  });

  describe('codes tried against many accounts', () => {
    /**
     * Sends wrong codes from unknown browsers, each at another account, five for each code. @returns statuses of the
     * last answer
     */
    const spray = async (
      count: number,
      addressOf: (index: number) => string,
    ): Promise<TestPage | undefined> => {
      let last: TestPage | undefined;
      for (let index = 0; index * 5 < count; index += 1) {
        const browser = portal.browser();
        browser.address = addressOf(index);
        const page = await ask(browser, `victim-${index}@partenaire.example`);
        for (let time = 0; time < 5; time += 1) {
          last = page.status === 429 ? page : await browser.submit(page, { code: '000000' });
        }
      }
      return last;
    };

    it('from one /24 or one /48 are limited to 60 wrong codes an hour and 240 a day', async () => {
      for (const addressOf of [
        (index: number) => `203.0.113.${index}`,
        (index: number) => `2001:db8:7:${index.toString(16)}::1`,
      ]) {
        expect((await spray(60, addressOf))?.status).toBe(422);
        expect((await spray(5, () => addressOf(77)))?.status).toBe(429);
        portal.clock.advance(hourMs);
        expect((await spray(5, () => addressOf(78)))?.status).toBe(422);
      }
    });

    it('are limited over all addresses: after 500 wrong codes in a day six digits are no longer accepted, and every owner can still sign in', async () => {
      await spray(500, (index) => `100.${64 + (index % 60)}.${index}.1`);
      const late = portal.browser();
      late.address = '192.0.2.200';
      await portal.mails();
      const page = await ask(late);
      const long = await codeIn();
      expect(long).toMatch(/^\d{10}$/);
      const short = await late.submit(page, { code: long.slice(0, 6) });
      expect(short.status).toBe(422);
      expect(short.text).toContain('trop court');
      expect(isIn(await late.submit(short, { code: long }))).toBe(true);
      // The owner's known browser may still use a code of six digits.
      await ask(owner);
      expect(await codeIn()).toMatch(/^\d{6}$/);
      portal.clock.advance(24 * hourMs);
      const tomorrow = portal.browser();
      tomorrow.address = '192.0.2.201';
      await ask(tomorrow);
      expect(await codeIn()).toMatch(/^\d{6}$/);
    });

    it('end the validity of a six-digit code that was requested before the limit was reached', async () => {
      const early = portal.browser();
      early.address = '192.0.2.202';
      await portal.mails();
      const page = await ask(early);
      const code = await codeIn();
      await spray(500, (index) => `100.${64 + (index % 60)}.${index}.1`);
      const answer = await early.submit(page, { code });
      expect(answer.text).toContain('trop court');
    });
  });
});
