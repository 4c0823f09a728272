import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '../../../testing/portal-fixture.ts';

describe('the page of one’s own account', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await createTestPortal();
  });
  afterAll(() => portal.close());

  it('name and language are changed by the person; a refused name keeps what was typed', async () => {
    const { browser, person } = await portal.as();
    const page = await browser.get('/account');
    const refused = await browser.submit(page, { name: 'A\u202eB' }, { form: 'action="/account"' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('value="A\u202eB"');
    const form = { form: 'action="/account"' };
    const saved = await browser.submit(page, { name: 'Dominique Neuf', locale: 'en' }, form);
    expect(saved.text).toContain('Vos informations sont enregistrées');
    expect(await portal.store.portal.people.find(person.id)).toMatchObject({
      name: 'Dominique Neuf',
      locale: 'en',
    });
  });

  it('lists sessions with time and device, and ends one or all the others', async () => {
    const first = await portal.as({ email: 'three.sessions@mairie.example' });
    const two = await portal.as({ email: first.person.email });
    const three = await portal.as({ email: first.person.email });
    const page = await first.browser.get('/account');
    expect(page.text.match(/Firefox · Linux \(code par courriel\)/g)).toHaveLength(5);
    expect(page.text).toContain('3 novembre 2026 à 10 h 05');
    expect(page.text).toContain('Cette session');
    const [, secondSession] = await portal.store.portal.portalSessions.ofPerson(first.person.id);
    const action = /action="(\/account\/sessions\/[^"]+\/end)"/.exec(page.html)?.[1] ?? '';
    expect(secondSession).toBeDefined();
    await first.browser.submit(page, {}, { form: action });
    const alive = async () =>
      Promise.all(
        [first, two, three].map(async ({ browser }) => (await browser.get('/account')).url === '/account'),
      );
    expect((await alive()).filter(Boolean)).toHaveLength(2);
    await first.browser.submit(await first.browser.get('/account'), {}, { form: 'end-others' });
    expect(await alive()).toEqual([true, false, false]);
  });

  it('answers 404 for a session of another account', async () => {
    const mine = await portal.as();
    const theirs = await portal.as();
    const [session] = await portal.store.portal.portalSessions.ofPerson(theirs.person.id);
    const { csrfToken } = await import('@garance/web/server');
    const csrf = csrfToken(mine.sessionSecret, `account.end-session:${session?.id}`);
    expect((await mine.browser.post(`/account/sessions/${session?.id}/end`, { csrf })).status).toBe(404);
    expect((await theirs.browser.get('/account')).url).toBe('/account');
  });
});
