import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  fakeSettings,
} from '../../../../testing/fake-professional-provider.ts';
import { createTestPortal, type TestPortal } from '../../../../testing/portal-fixture.ts';
import type { TestBrowser, TestPage } from '../../../../testing/test-browser.ts';

const callback = '/sign-in/professional/callback';

describe('signing in with a professional account', () => {
  let portal: TestPortal;
  let provider: FakeProvider;
  beforeAll(async () => {
    provider = await createFakeProvider();
    portal = await createTestPortal({
      outbound: provider.outbound,
      config: { professionals: fakeSettings },
    });
  });
  afterAll(() => portal.close());

  let callers = 0;
  const leave = async (browser: TestBrowser, next = ''): Promise<string> => {
    callers += 1;
    browser.address = `203.0.113.${callers}`;
    const page = await browser.get(`/sign-in/professional${next}`);
    return String(page.headers.location);
  };
  const claimsOf = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
    email: `${name}@ville.example`,
    email_verified: true,
    given_name: 'Agent',
    usual_name: name,
    ...more,
  });
  const signIn = async (answer: FakeAnswer, next = ''): Promise<{ browser: TestBrowser; end: TestPage }> => {
    const browser = portal.browser();
    const query = provider.signIn(await leave(browser, next), answer);
    return { browser, end: await browser.get(`${callback}?${query}`) };
  };

  it('sends state, nonce and PKCE, and creates the person of a verified address, in a new session', async () => {
    const browser = portal.browser();
    await browser.get('/sign-in');
    const planted = browser.session();
    const url = await leave(browser, '?next=%2Faccount');
    const authorizationRequest = provider.requested(url);
    expect(authorizationRequest.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(authorizationRequest.get(name)?.length).toBeGreaterThan(20);
    const query = provider.signIn(url, { sub: 'agent-durand', claims: claimsOf('Durand') });
    const end = await browser.get(`${callback}?${query}`);
    expect(end.url).toBe('/account');
    expect(end.html).toContain('Agent Durand');
    expect(browser.session()).not.toBe(planted);
    const again = await signIn({
      sub: 'agent-durand',
      claims: claimsOf('Durand', { email: 'new@ville.example' }),
    });
    expect((await again.browser.get('/account')).text).toContain('durand@ville.example');
  });

  it('is offered on the sign-in page only where it is configured', async () => {
    expect((await portal.browser().get('/sign-in')).html).toContain('/sign-in/professional');
    const without = await createTestPortal();
    expect((await without.browser().get('/sign-in')).html).not.toContain('/sign-in/professional');
    expect((await without.browser().get('/sign-in/professional')).status).toBe(404);
    await without.close();
  });

  it('finds a person by their verified address the first time, and by the subject afterwards', async () => {
    const { person } = await portal.as({ email: 'martin@ville.example', name: 'Martin' });
    await signIn({ sub: 'agent-martin', claims: claimsOf('Martin') });
    const { professionalIdentities } = portal.store.portal;
    expect(await professionalIdentities.findPersonId(fakeSettings.issuer, 'agent-martin')).toBe(person.id);
    const reassigned = await signIn({ sub: 'other-person', claims: claimsOf('Martin') });
    expect(reassigned.end.status).toBe(403);
    expect((await reassigned.browser.get('/account')).url).toContain('/sign-in');
  });

  it.each([
    ['not verified', { email_verified: false }],
    ['said to be verified in words', { email_verified: 'true' }],
    ['not said to be verified', { email_verified: undefined }],
    ['missing', { email: undefined }],
    ['not one', { email: 'not-an-address' }],
    ['a list', { email: ['a@ville.example'] }],
  ])('refuses an address that is %s', async (_case, more) => {
    const { browser, end } = await signIn({ sub: 'agent-x', claims: claimsOf('Refus', more) });
    expect([403, 502]).toContain(end.status);
    expect((await browser.get('/account')).url).toContain('/sign-in');
    expect(await portal.store.portal.people.findByEmail('refus@ville.example')).toBeUndefined();
  });

  it('refuses a wrong nonce, another issuer, another state or an unknown code, with a message and a way on', async () => {
    const refused = async (change: (query: URLSearchParams) => void, answer: FakeAnswer = {}) => {
      const browser = portal.browser();
      const url = await leave(browser);
      const query = new URLSearchParams(
        provider.signIn(url, { sub: 'attack', claims: claimsOf('Attaque'), ...answer }),
      );
      change(query);
      const end = await browser.get(`${callback}?${query}`);
      expect((await browser.get('/account')).url).toContain('/sign-in');
      return end.status;
    };
    const nothing = () => {};
    expect(await refused(nothing, { nonce: 'another' })).toBe(502);
    expect(await refused(nothing, { idTokenIssuer: 'https://evil.example' })).toBe(502);
    expect(await refused((query) => query.set('state', 'another'))).toBe(502);
    expect(await refused((query) => query.delete('state'))).toBe(502);
    expect(await refused((query) => query.append('state', 'twice'))).toBe(502);
    expect(await refused((query) => query.set('code', 'made-up'))).toBe(502);
    expect(await refused((query) => query.set('iss', 'https://evil.example'))).toBe(502);
    expect(await portal.store.portal.people.findByEmail('attaque@ville.example')).toBeUndefined();
  });

  it('accepts a callback once, in the browser that began, within ten minutes (security.md 8)', async () => {
    const victim = portal.browser();
    const attacker = portal.browser();
    const stolen = provider.signIn(await leave(attacker), { sub: 'attacker', claims: claimsOf('Attaquant') });
    expect((await victim.get(`${callback}?${stolen}`)).status).toBe(400);
    expect((await attacker.get(`${callback}?${stolen}`)).url).toBe('/');
    expect((await attacker.get(`${callback}?${stolen}`)).status).toBe(400);
    const late = portal.browser();
    const query = provider.signIn(await leave(late), { sub: 'late', claims: claimsOf('Tard') });
    portal.clock.advance(10 * 60_000);
    expect((await late.get(`${callback}?${query}`)).status).toBe(400);
  });

  it('returns to the sign-in page when the person cancels, and with a message when the provider is down', async () => {
    const browser = portal.browser();
    const authorizationRequest = provider.requested(await leave(browser, '?next=%2Faccount'));
    const query = new URLSearchParams({
      error: 'access_denied',
      state: authorizationRequest.get('state') ?? '',
    });
    expect((await browser.get(`${callback}?${query}`)).url).toBe('/sign-in?next=%2Faccount');
    provider.setReachable(false);
    portal.clock.advance(10 * 60_000);
    const down = await portal.browser().get('/sign-in/professional');
    expect(down.status).toBe(502);
    expect(down.text).toContain('code reçu par courriel');
    provider.setReachable(true);
    expect((await portal.browser().get('/sign-in/professional')).status).toBe(303);
  });

  describe('and the organisation that it names', () => {
    it('is joined as a reader, once, and its owners are notified', async () => {
      const organisation = await portal.organisation({ name: 'Ville d’Essai' });
      const owner = await portal.as({ organisation });
      await portal.mails();
      const answer = { sub: 'agent-siret', claims: claimsOf('Siret', { siret: organisation.siret }) };
      await signIn(answer);
      const members = await portal.store.portal.memberships.list(organisation.id);
      const joined = members.find(({ role }) => role === 'reader');
      expect(joined?.person.email).toBe('siret@ville.example');
      expect((await portal.mails()).map(({ to }) => to)).toEqual([owner.person.email]);
      await portal.store.portal.memberships.remove(organisation.id, joined?.person.id ?? '');
      await signIn(answer);
      expect(await portal.store.portal.memberships.list(organisation.id)).toHaveLength(1);
    });

    const claim = async (siret: string, name = 'Squat') => {
      const claimant = await portal.as();
      const page = await claimant.browser.get('/organisations/new');
      await claimant.browser.submit(page, { siret, name, address: '1 rue d’Ailleurs' });
      const made = (await portal.store.portal.organisations.claimants(siret)).at(-1);
      return { claimant, id: made?.id ?? '' };
    };
    const membersOf = async (id: string) =>
      (await portal.store.portal.memberships.list(id)).map(({ person }) => person.email);

    it('attack 24: is never an unproven one of other people; a new one is opened for the person', async () => {
      const siret = '99900000200017';
      const { claimant, id } = await claim(siret);
      await portal.mails();
      const { browser, end } = await signIn({
        sub: 'agent-squatted',
        claims: claimsOf('Squatte', { siret }),
      });
      expect(end.url).toBe(`/organisations/new?siret=${siret}`);
      expect(end.text).not.toContain('Squat');
      expect(await membersOf(id)).toEqual([claimant.person.email]);
      const made = await browser.submit(end, { name: 'La vraie', address: '1 place de la Mairie' });
      expect(made.text).toContain('Vérifiée par le compte professionnel');
      const proven = await portal.store.portal.organisations.findProven(siret);
      expect(proven).toMatchObject({ name: 'La vraie', proof: { by: 'professional' } });
      expect(await membersOf(proven?.id ?? '')).toEqual(['squatte@ville.example']);
      expect(await portal.store.portal.organisations.find(id)).not.toHaveProperty('siret');
      const notices = (await portal.mails()).filter(({ to }) => to === claimant.person.email);
      expect(notices.map(({ text }) => text).join()).toContain(
        'Une autre organisation vient d’être vérifiée',
      );
    });

    it('is proven in place when the person made it themselves before, with what they prepared', async () => {
      const siret = '99900000300015';
      const { claimant: self, id } = await claim(siret, 'La mienne');
      await signIn({ sub: 'agent-self', claims: claimsOf('Moi', { siret, email: self.person.email }) });
      expect(await portal.store.portal.organisations.findProven(siret)).toMatchObject({ id });
    });

    it('attack 24: is not proven when another person made it and named this one as owner', async () => {
      const siret = '99900000400013';
      const { id } = await claim(siret);
      const { person } = await portal.as({ email: 'appat@ville.example' });
      await portal.store.portal.memberships.put({ organisationId: id, personId: person.id, role: 'owner' });
      const answer = { sub: 'agent-bait', claims: claimsOf('Appat', { siret }) };
      const { browser } = await signIn(answer);
      expect(await portal.store.portal.organisations.findProven(siret)).toBeUndefined();
      const page = await browser.get('/organisations/new');
      await browser.submit(page, { siret, name: 'La vraie', address: '1 place de la Mairie' });
      const proven = await portal.store.portal.organisations.findProven(siret);
      expect(await membersOf(proven?.id ?? '')).toEqual(['appat@ville.example']);
    });

    it('is proven by this account for one working day, and for that SIRET only', async () => {
      const siret = '99900000500010';
      const { browser, end } = await signIn({ sub: 'agent-slow', claims: claimsOf('Lent', { siret }) });
      const other = await browser.submit(end, { siret: '99900000600018', name: 'Autre', address: 'Ici' });
      expect(other.text).toContain('pas encore vérifiée');
      portal.clock.advance(12 * 3_600_000);
      const late = await portal.as({ email: 'lent@ville.example' });
      const page = await late.browser.get('/organisations/new');
      const made = await late.browser.submit(page, { siret, name: 'Trop tard', address: 'Ici' });
      expect(made.text).toContain('pas encore vérifiée');
      await signIn({ sub: 'agent-slow', claims: claimsOf('Lent', { siret }) });
      expect(await portal.store.portal.organisations.findProven(siret)).toMatchObject({ name: 'Trop tard' });
    });

    it('is not joined when an operator has blocked it', async () => {
      const organisation = await portal.organisation();
      await portal.store.portal.organisations.setBlocked(organisation.id, { atMs: 1, reason: 'Fraude' });
      await signIn({ sub: 'agent-blocked', claims: claimsOf('Bloque', { siret: organisation.siret }) });
      expect(await membersOf(organisation.id)).toEqual([]);
    });

    it('is proposed with its SIRET when it is unknown; a SIRET with a wrong key is left out', async () => {
      const { browser, end } = await signIn({
        sub: 'agent-new',
        claims: claimsOf('Neuf', { siret: '99900000100019' }),
      });
      expect(end.url).toBe('/organisations/new?siret=99900000100019');
      const made = await browser.submit(end, { name: 'Neuville', address: '1 rue Neuve' });
      expect(made.text).toContain('SIRET 99900000100019');
      const wrong = await signIn({
        sub: 'agent-wrong',
        claims: claimsOf('Faux', { siret: '99900000100018' }),
      });
      expect(wrong.end.url).toBe('/');
    });
  });

  it('does not replace the second factor of a member of the team', async () => {
    const { person } = await portal.as({ email: 'staff@ville.example', platformRoles: ['operator'] });
    const { end } = await signIn({ sub: 'agent-staff', claims: claimsOf('staff') }, '?next=%2Faccount');
    expect(end.url).toBe('/account/second-factors?next=%2Faccount');
    await portal.store.portal.people.setBlocked(person.id, 1);
    expect((await signIn({ sub: 'agent-staff', claims: claimsOf('staff') })).end.status).toBe(403);
  });
});
