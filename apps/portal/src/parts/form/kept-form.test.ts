/** A form sent after the session ended (spec/partners.md): its input is kept. */
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';
import type { TestPage } from '../../testing/test-browser.ts';

const hourMs = 3600 * 1000;

describe('a form sent after the session ended', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  const nameOf = async ({ person }: TestPerson) => (await portal.store.portal.people.find(person.id))?.name;
  /** Opens a page with a form, ends the session and sends the form. */
  const sendLate = async (who: TestPerson, name = 'Après'): Promise<TestPage> => {
    const page = await who.browser.get('/account');
    portal.clock.advance(2 * hourMs);
    return who.browser.submit(page, { name }, { form: 'name="name"' });
  };
  const signIn = async ({ browser }: TestPerson, email: string, page: TestPage): Promise<TestPage> => {
    await portal.mails();
    const code = await browser.submit(page, { email });
    const typed = /: (\d+)/.exec((await portal.mails()).at(-1)?.text ?? '')?.[1] ?? '';
    return browser.submit(code, { code: typed });
  };

  it('is shown again after sign-in, and is sent with one click', async () => {
    const who = await portal.as({ name: 'Avant' });
    const late = await sendLate(who);
    expect(late.url).toBe('/sign-in?next=%2Fkept-form');
    expect(late.text).toContain('Votre session a pris fin');
    const kept = await signIn(who, who.person.email, late);
    expect(kept.url).toBe('/kept-form');
    expect(kept.text).toContain('Votre formulaire a été gardé');
    expect(kept.text).toContain('Après');
    expect(await nameOf(who)).toBe('Avant');
    const sent = await who.browser.submit(kept, { wish: 'send' });
    expect(sent.url).toBe('/account?done=saved');
    expect(await nameOf(who)).toBe('Après');
    // A second submission has no effect.
    const again = await who.browser.submit(kept, { wish: 'send' });
    expect(again.text).toContain('Aucun formulaire n’est gardé');
  });

  it('may be discarded', async () => {
    const who = await portal.as({ name: 'Avant' });
    const kept = await signIn(who, who.person.email, await sendLate(who));
    expect((await who.browser.submit(kept, { wish: 'discard' })).url).toBe('/');
    expect((await who.browser.get('/kept-form')).text).toContain('Aucun formulaire n’est gardé');
    expect(await nameOf(who)).toBe('Avant');
  });

  it('is refused by its page as it would have been: beside the field', async () => {
    const who = await portal.as({ name: 'Avant' });
    const kept = await signIn(who, who.person.email, await sendLate(who, 'https://evil.example'));
    const refused = await who.browser.submit(kept, { wish: 'send' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('id="name-error"');
    const mended = await who.browser.submit(refused, { name: 'Après' }, { form: 'name="name"' });
    expect(mended.url).toBe('/account?done=saved');
  });

  it('is not shown to another account, on the same browser or another', async () => {
    const who = await portal.as({ name: 'Avant' });
    const other = await portal.as();
    const late = await sendLate(who);
    const elsewhere = portal.browser();
    const otherAccount = await signIn(
      { ...who, browser: elsewhere },
      who.person.email,
      await elsewhere.get('/sign-in?next=%2Fkept-form'),
    );
    expect(otherAccount.text).toContain('Aucun formulaire n’est gardé');
    const theirs = await signIn(who, other.person.email, late);
    expect(theirs.text).toContain('Aucun formulaire n’est gardé');
    expect(await nameOf(other)).not.toBe('Après');
    // The kept form is gone for its own person too once another person has signed in.
    await who.browser.submit(await who.browser.get('/'), {}, { form: 'action="/sign-out"' });
    const back = await signIn(who, who.person.email, await who.browser.get('/sign-in?next=%2Fkept-form'));
    expect(back.text).toContain('Aucun formulaire n’est gardé');
  });

  it('is kept for half an hour', async () => {
    const who = await portal.as({ name: 'Avant' });
    const late = await sendLate(who);
    portal.clock.advance(30 * 60_000);
    expect((await signIn(who, who.person.email, late)).text).toContain('Aucun formulaire n’est gardé');
  });

  it('is kept while a second factor is asked for first', async () => {
    const staff = await portal.as({ platformRoles: ['operator'] });
    const page = await staff.browser.get('/administration/staff');
    portal.clock.advance(2 * hourMs);
    const added = await portal.as();
    const late = await staff.browser.submit(
      page,
      { email: added.person.email, role: 'support-agent' },
      { form: 'name="email"' },
    );
    const end = await signIn(staff, staff.person.email, late);
    // The person has no second factor yet: first the page that adds one, then the form.
    expect(end.url).toContain('next=%2Fkept-form');
    expect(await portal.store.portal.platformRoles.ofPerson(added.person.id)).toEqual([]);
    const form = await staff.browser.get('/kept-form');
    const response = await staff.browser.submit(form, { wish: 'send' });
    expect(response.url).toMatch(/second-factors?\?next=%2Fkept-form$/);
    const secretPage = await staff.browser.submit(response, {}, { form: 'second-factors/totp"' });
    const secret = /<code[^>]*>([A-Z2-7]{32})<\/code>/.exec(secretPage.html)?.[1] ?? '';
    const { totpCodeAt } = await import('../../testing/totp-code.ts');
    const proven = await staff.browser.submit(secretPage, { code: totpCodeAt(secret, portal.clock.now()) });
    expect(proven.status).toBe(200);
    const sent = await staff.browser.submit(await staff.browser.get('/kept-form'), { wish: 'send' });
    expect(sent.url).toBe('/administration/staff?done=added');
    expect(await portal.store.portal.platformRoles.ofPerson(added.person.id)).toEqual(['support-agent']);
  });

  describe('attack 17: is not kept', () => {
    const isKept = (page: TestPage) => String(page.headers.location).includes('kept-form');

    it('without an earlier session, nor after signing out', async () => {
      const visitor = portal.browser();
      await visitor.get('/');
      expect(isKept(await visitor.post('/account', { name: 'x' }))).toBe(false);
      const who = await portal.as();
      const secret = who.sessionSecret;
      await who.browser.submit(await who.browser.get('/'), {}, { form: 'action="/sign-out"' });
      who.browser.setSession(secret);
      expect(isKept(await who.browser.post('/account', { name: 'x' }))).toBe(false);
    });

    it('when another site sent it, nor when it is too large', async () => {
      const who = await portal.as();
      await who.browser.get('/account');
      portal.clock.advance(2 * hourMs);
      const cross = { 'sec-fetch-site': 'cross-site' };
      expect(isKept(await who.browser.post('/account', { name: 'x' }, cross))).toBe(false);
      expect(isKept(await who.browser.post('/account', { name: 'x'.repeat(140_000) }))).toBe(false);
      expect(isKept(await who.browser.post('/account', { name: 'x' }))).toBe(true);
    });

    it('and changes nothing when it is sent without its token', async () => {
      const who = await portal.as({ name: 'Avant' });
      for (const csrf of [
        '',
        csrfToken(who.sessionSecret, 'account.other:'),
        csrfToken('b'.repeat(43), 'account.save:'),
      ]) {
        portal.clock.advance(2 * hourMs);
        await who.browser.post('/account', { name: 'Forgé', csrf });
        const kept = await signIn(who, who.person.email, await who.browser.get('/sign-in?next=%2Fkept-form'));
        expect((await who.browser.submit(kept, { wish: 'send' })).status).toBe(403);
        expect(await nameOf(who)).toBe('Avant');
      }
    });

    it('in clear: it is sealed at rest', async () => {
      const who = await portal.as({ name: 'Avant' });
      await sendLate(who, 'Mot-Planté-Dans-Le-Formulaire');
      const rows = await portal.store.portal.browserErrands.peek(
        { browserSecret: who.browser.session() ?? '', purpose: 'kept-form' },
        portal.clock.now(),
      );
      expect(rows).toContain('Mot-Plant');
      expect(rows).not.toBeUndefined();
    });
  });
});
