import { randomUUID } from 'node:crypto';
import { type PivotIdentity, personFingerprint } from '@garance/core';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import { platformRoles } from '../../objects/lifecycle/lifecycle.ts';
import { administrationJobs, forgetOldSignIns, signInDays } from '../../objects/retention.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';
import { mountStatus } from '../status/routes.tsx';
import { mountAdministration } from './mount.ts';

const overrideKey = new Uint8Array(32).fill(4);
const person: PivotIdentity = {
  givenName: 'Angela Claire Louise',
  familyName: 'DUBOIS',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
};
const identity = {
  given_name: person.givenName,
  family_name: person.familyName,
  birthdate: person.birthdate,
  gender: person.gender,
  birthplace: person.birthplace,
  birthcountry: person.birthcountry,
};

describe('administration', () => {
  let portal: TestPortal;
  let organisation: Organisation;
  let first: TestPerson;
  let other: TestPerson;
  const rotated: string[] = [];
  let rotationFails = false;

  beforeAll(async () => {
    portal = await createTestPortal({
      rotateKeys: async ({ platform, environment }) => {
        if (rotationFails) throw new Error('no disk');
        rotated.push(`${platform}/${environment}`);
        return ['a', 'b'];
      },
      fingerprintPerson: async (_, who) => personFingerprint(overrideKey, who),
    });
    organisation = await portal.organisation();
    first = await portal.as({ platformRoles: ['operator'], name: 'Une Opératrice' });
    other = await portal.as({ platformRoles: ['operator'], name: 'Un Opérateur' });
  });
  afterAll(() => portal.close());

  const lastAct = async () => (await portal.store.portal.audit.list({ limit: 1 }))[0];
  const post = async (who: TestPerson, path: string, formId: string, fields: Record<string, string> = {}) =>
    who.browser.post(path, { ...fields, csrf: csrfToken(who.sessionSecret, formId) });

  const id = randomUUID();
  const hub = 'plus-integration';
  /** Path and form of every POST, with valid fields as far as the object exists. */
  const forms = () =>
    [
      [`/administration/providers/${hub}`, `administration.create-provider:${hub}`],
      [`/administration/providers/${hub}/x`, `administration.save-provider:${hub}/x`],
      [`/administration/providers/${hub}/x/status`, `administration.status-provider:${hub}/x`],
      [`/administration/providers/${hub}/x/test`, `administration.test-provider:${hub}/x`],
      [`/administration/choice-page/${hub}`, `administration.choice-page:${hub}`],
      ['/administration/services/x/suspend', 'administration.suspend-service:x'],
      ['/administration/services/x/resume', 'administration.resume-service:x'],
      ...['prove', 'block', 'unblock', 'hand-over', 'remove'].map(
        (act) => [`/administration/organisations/x/${act}`, `administration.${act}-organisation:x`] as const,
      ),
      ['/administration/organisations/x/members/x/remove', 'administration.remove-member:x/x'],
      ...['block', 'unblock', 'remove'].map(
        (act) => [`/administration/people/x/${act}`, `administration.${act}-person:x`] as const,
      ),
      [`/administration/keys/${hub}/rotate`, `administration.rotate-keys:${hub}`],
      [`/administration/approvals/${id}`, `administration.decide-approval:${id}`],
      ['/administration/subjects', 'administration.override-subject:'],
      ['/administration/audit/verification', 'administration.verify-audit:'],
      ['/administration/staff', 'administration.add-staff:'],
      [`/administration/staff/${id}/operator/remove`, `administration.remove-staff:${id}/operator`],
      [`/administration/incidents/${id}`, `administration.save-incident:${id}`],
      [`/administration/incidents/${id}/end`, `administration.end-incident:${id}`],
    ] as const;
  const pages = [
    '/administration',
    '/administration/providers',
    `/administration/providers/${hub}`,
    `/administration/choice-page/${hub}`,
    '/administration/services',
    '/administration/organisations',
    '/administration/people',
    '/administration/keys',
    '/administration/approvals',
    '/administration/subjects',
    '/administration/audit',
    '/administration/audit/entries.json',
    '/administration/staff',
    '/administration/incidents',
    '/administration/incidents/new',
  ];
  /** Pages of one object; what operators see there is tested with the object. */
  const pagesOfOne = () => [
    `/administration/providers/${hub}/x`,
    '/administration/services/x',
    '/administration/organisations/x',
    '/administration/people/x',
    ...forms().flatMap(([path]) => (/organisations|people/.test(path) ? [path] : [])),
  ];
  const figures = ['/administration/figures', '/administration/figures/figures.csv'];

  describe('every page and form, by every role (security.md 17)', () => {
    it('the lists of this test contain every route', () => {
      const mounted: string[] = [];
      const routes = {
        get: (path: string) => mounted.push(`GET ${path}`),
        post: (path: string) => mounted.push(`POST ${path}`),
      };
      mountAdministration(routes, portal.deps);
      mountStatus(routes, portal.deps);
      const expected = [...pages, ...pagesOfOne(), ...figures, '/status'].map((path) => `GET ${path}`);
      expected.push(...forms().map(([path]) => `POST ${path}`));
      const matches = (pattern: string) =>
        new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
      const unlisted = mounted.filter((pattern) => !expected.some((path) => matches(pattern).test(path)));
      expect(unlisted).toEqual([]);
    });

    it('operators see every page, and the whole team the figures', async () => {
      for (const path of [...pages, ...figures]) {
        expect([path, (await first.browser.get(path)).status]).toEqual([path, 200]);
      }
      for (const role of platformRoles) {
        const { browser } = await portal.as({ platformRoles: [role] });
        for (const path of figures) expect([role, (await browser.get(path)).status]).toEqual([role, 200]);
      }
    });

    it('the rest of the team gets 403', async () => {
      for (const role of platformRoles.filter((candidate) => candidate !== 'operator')) {
        const staff = await portal.as({ platformRoles: [role] });
        for (const path of [...pages, ...pagesOfOne()]) {
          expect([role, path, (await staff.browser.get(path)).status]).toEqual([role, path, 403]);
        }
        for (const [path, formId] of forms()) {
          expect([role, path, (await post(staff, path, formId)).status]).toEqual([role, path, 403]);
        }
      }
    });

    it('partners of every role and people without session get 404', async () => {
      const people = [
        await portal.as(),
        ...(await Promise.all(
          (['owner', 'technical-contact', 'contributor', 'reader'] as const).map((role) =>
            portal.as({ organisation, role, secondFactor: true }),
          ),
        )),
      ];
      for (const who of people) {
        for (const path of [...pages, ...pagesOfOne(), ...figures]) {
          expect([path, (await who.browser.get(path)).status]).toEqual([path, 404]);
        }
        for (const [path, formId] of forms()) {
          expect([path, (await post(who, path, formId)).status]).toEqual([path, 404]);
        }
      }
    });

    it('operators without second factor are asked for it, visitors to sign in', async () => {
      const half = await portal.as({ platformRoles: ['operator'], secondFactor: false });
      for (const path of [...pages, ...pagesOfOne()]) {
        expect((await half.browser.get(path)).url).toContain('/second-factor');
        expect((await portal.browser().get(path)).url).toContain('/sign-in');
      }
      for (const [path, formId] of forms()) {
        expect([path, (await post(half, path, formId)).headers.location]).toEqual([
          path,
          '/second-factor?next=%2Fkept-form',
        ]);
      }
    });

    it('every form is refused without its token and from another site (CSRF)', async () => {
      const secret = first.sessionSecret;
      // Forms of existing objects are tested with the object.
      const own = forms().filter(([path]) => !path.includes('/x'));
      for (const [path, formId] of own) {
        const status = async (csrf: string, headers = {}) =>
          (await first.browser.post(path, { csrf }, headers)).status;
        expect([
          path,
          await status(''),
          await status(csrfToken(secret, 'administration.other:')),
          await status(csrfToken('another browser', formId)),
          await status(csrfToken(secret, formId), { 'sec-fetch-site': 'cross-site' }),
        ]).toEqual([path, 403, 403, 403, 403]);
      }
    });
  });

  describe('requests that need a second operator', () => {
    const requestRotation = async (who = first) => {
      const page = await who.browser.get('/administration/keys');
      return who.browser.submit(page, {}, { form: '/keys/plus-production/rotate' });
    };
    const decide = async (who: TestPerson, verdict: string) =>
      who.browser.submit(
        await who.browser.get('/administration/approvals'),
        { verdict },
        { form: '/approvals/' },
      );
    const open = () => portal.store.portal.approvals.open();

    it('keys of a hub are rotated when a second operator approves', async () => {
      expect((await requestRotation()).text).toContain('Le renouvellement attend une seconde personne');
      expect(rotated).toEqual([]);
      const own = await first.browser.get('/administration/approvals');
      expect(own.text).toContain('Votre demande : une autre personne doit décider.');
      expect(own.html).not.toContain('name="verdict"');
      const [approval] = await open();
      const alone = await post(
        first,
        `/administration/approvals/${approval?.id}`,
        `administration.decide-approval:${approval?.id}`,
        { verdict: 'approved' },
      );
      expect(alone.status).toBe(409);
      expect(rotated).toEqual([]);
      expect((await decide(other, 'approved')).text).toContain('La demande est validée');
      expect(rotated).toEqual(['plus/production']);
      expect(await lastAct()).toMatchObject({
        action: 'hub-keys.rotated',
        actor: other.person.id,
        detail: { keys: 2 },
      });
      const again = await post(
        other,
        `/administration/approvals/${approval?.id}`,
        `administration.decide-approval:${approval?.id}`,
        { verdict: 'approved' },
      );
      expect(again.status).toBe(409);
      expect(rotated).toEqual(['plus/production']);
    });

    it('a rotation has one open request at a time, and may be refused', async () => {
      await requestRotation();
      const twice = await post(
        other,
        '/administration/keys/plus-production/rotate',
        'administration.rotate-keys:plus-production',
      );
      expect(twice.status).toBe(409);
      expect(await open()).toHaveLength(1);
      await decide(other, 'refused');
      expect(await open()).toEqual([]);
      expect(rotated).toEqual(['plus/production']);
      expect(await lastAct()).toMatchObject({ action: 'hub-keys.rotate.refuse' });
    });

    it('a failed rotation is shown and recorded, and may be requested again', async () => {
      rotationFails = true;
      await requestRotation();
      expect((await decide(other, 'approved')).status).toBe(502);
      rotationFails = false;
      expect(await lastAct()).toMatchObject({ action: 'hub-keys.rotation-failed' });
      expect((await requestRotation()).status).toBe(200);
      await decide(other, 'refused');
    });

    it('a subject is replaced when a second operator approves; the identity is not stored', async () => {
      const form = await first.browser.get('/administration/subjects');
      const wrong = await first.browser.submit(form, {
        ...identity,
        environment: 'production',
        birthplace: '',
        sector_id: 's1',
        sub: 'old',
      });
      expect(wrong.status).toBe(422);
      expect(wrong.html).toContain('birthplace-error');
      const input = { ...identity, environment: 'production', sector_id: 's1', sub: 'inherited-subject' };
      expect((await first.browser.submit(form, input)).text).toContain('attend une seconde personne');
      expect((await portal.store.subjectOverrides.list('production')).size).toBe(0);
      const page = await other.browser.get('/administration/approvals');
      expect(page.text).toContain('inherited-subject');
      await decide(other, 'approved');
      const key = `${personFingerprint(overrideKey, person)}|s1`;
      expect(await portal.store.subjectOverrides.list('production')).toEqual(
        new Map([[key, 'inherited-subject']]),
      );
      expect((await portal.store.subjectOverrides.list('integration')).size).toBe(0);
      const written = JSON.stringify([await open(), await portal.store.portal.audit.list({ limit: 100 })]);
      for (const value of ['DUBOIS', 'Angela', '1962-08-24'])
        expect([page.html, written].join()).not.toContain(value);
    });

    it('the page says that rotation is not available where the portal has no access to it', async () => {
      const bare = await createTestPortal();
      const { browser, sessionSecret } = await bare.as({ platformRoles: ['operator'] });
      const csrf = (formId: string) => csrfToken(sessionSecret, formId);
      const keys = await browser.post('/administration/keys/plus-production/rotate', {
        csrf: csrf('administration.rotate-keys:plus-production'),
      });
      const subjects = await browser.post('/administration/subjects', {
        csrf: csrf('administration.override-subject:'),
      });
      expect([keys.status, subjects.status]).toEqual([501, 501]);
      expect((await browser.get('/administration/subjects')).text).toContain('ne permet pas de remplacer');
      await bare.close();
    });
  });

  it('keys are listed by their phase of the rotation, without key material', async () => {
    const nowMs = portal.clock.now();
    const key = (kid: string, activeFromMs: number) => ({
      hub: { platform: 'plus', environment: 'production' } as const,
      kid,
      use: 'sig' as const,
      alg: 'ES256',
      state: 'active' as const,
      privateJwk: { kty: 'EC', d: 'private-part-of-the-key' },
      createdAtMs: activeFromMs,
      activeFromMs,
    });
    for (const [kid, from] of [
      ['old', -2],
      ['current', -1],
      ['next', 1],
    ] as const) {
      await portal.store.hubKeys.insert(key(kid, nowMs + from * 60_000));
    }
    const page = await first.browser.get('/administration/keys');
    expect(page.text).toMatch(
      /old Signature ES256 Retirée .*current Signature ES256 En usage .*next Signature ES256 À venir/,
    );
    expect(page.html).not.toContain('private-part-of-the-key');
  });

  it('roles of the team change at once, that of operator by two operators, and the last operator stays', async () => {
    const newAgent = await portal.as({ email: 'nouveau@garance.example', secondFactor: true });
    const page = await first.browser.get('/administration/staff');
    const unknown = await first.browser.submit(
      page,
      { email: 'inconnu@garance.example', role: 'operator' },
      { form: 'name="email"' },
    );
    expect(unknown.status).toBe(422);
    expect(unknown.html).toContain('inconnu@garance.example');
    await first.browser.submit(
      page,
      { email: 'Nouveau@garance.example', role: 'support-agent' },
      { form: 'name="email"' },
    );
    expect(await lastAct()).toMatchObject({
      action: 'staff.add',
      objectId: newAgent.person.id,
      detail: { role: 'support-agent' },
    });
    expect((await newAgent.browser.get('/threads')).status).toBe(200);
    const remove = (who: TestPerson, personId: string, role: string) =>
      post(
        who,
        `/administration/staff/${personId}/${role}/remove`,
        `administration.remove-staff:${personId}/${role}`,
      );
    expect((await remove(first, newAgent.person.id, 'support-agent')).status).toBe(303);
    expect((await newAgent.browser.get('/threads')).status).toBe(404);
    const operators = await portal.store.portal.platformRoles.list('operator');
    for (const { id: operatorId } of operators) {
      if (operatorId !== first.person.id && operatorId !== other.person.id) {
        await portal.store.portal.platformRoles.remove(operatorId, 'operator');
      }
    }
    expect((await remove(first, other.person.id, 'operator')).headers.location).toContain('done=asked');
    expect((await remove(first, other.person.id, 'operator')).status).toBe(409);
    expect((await other.browser.get('/administration')).status).toBe(200);
    const page2 = await other.browser.get('/administration/approvals');
    expect(page2.text).toContain('Retirer le rôle d’exploitant');
    expect(page2.text).toContain(other.person.email);
    await other.browser.submit(page2, { verdict: 'approved' }, { form: '/approvals/' });
    expect((await other.browser.get('/administration')).status).toBe(404);
    expect((await remove(first, first.person.id, 'operator')).status).toBe(409);
    expect((await first.browser.get('/administration')).status).toBe(200);
    await portal.store.portal.platformRoles.put(other.person.id, 'operator');
  });

  it('the audit log is searched, exported and verified, and tampering is shown', async () => {
    const page = await first.browser.get(`/administration/audit?action=staff.add`);
    expect(page.text).toContain('staff.add');
    expect(page.text).toContain('Une Opératrice');
    expect(page.text).not.toContain('staff.remove');
    const file = await first.browser.get('/administration/audit/entries.json?action=staff.add');
    expect(file.headers['content-disposition']).toContain('attachment');
    const { entries } = JSON.parse(file.html) as { readonly entries: readonly Record<string, unknown>[] };
    expect(entries).toEqual([
      expect.objectContaining({ action: 'staff.add', actor: first.person.id, hash: expect.any(String) }),
    ]);
    const verified = await first.browser.submit(page, {}, { form: '/verification' });
    expect(verified.text).toContain('La chaîne est intacte');
  });

  it('figures count sign-ins of one environment, with a chart, a table and a CSV file safe for spreadsheets', async () => {
    const nowMs = portal.clock.now();
    const service = {
      id: randomUUID(),
      organisationId: organisation.id,
      name: '=HYPERLINK("https://evil.example")',
      kind: 'public',
      eligibility: {},
      createdAtMs: nowMs,
    } as const;
    await portal.store.portal.services.create(service);
    const event = (atMs: number, changes: object = {}) => ({
      id: randomUUID(),
      atMs,
      hub: { platform: 'plus', environment: 'production' } as const,
      personFingerprint: 'f'.repeat(64),
      serviceId: service.id,
      clientId: 'c',
      providerId: 'banque',
      level: 'eidas2' as const,
      ...changes,
    });
    const tests = { hub: { platform: 'plus', environment: 'integration' } as const };
    await portal.store.signIns.append([event(nowMs), event(nowMs - 24 * 3600 * 1000), event(nowMs, tests)]);
    const page = await first.browser.get('/administration/figures?days=7');
    expect(page.text).toContain('2 connexions');
    expect(page.html.match(/<svg class="garance-chart"/g)).toHaveLength(1);
    expect(page.html.match(/class="garance-share"/g)).toHaveLength(3);
    expect(page.text).toMatch(/2026-11-02 1 2026-11-03 1/);
    expect(page.html).not.toContain('ffffffff');
    expect((await first.browser.get('/administration/figures?where=plus-integration')).text).toContain(
      '1 connexion',
    );
    expect((await first.browser.get('/administration/figures?where=standard-production')).text).toContain(
      '0 connexion',
    );
    const csv = await first.browser.get('/administration/figures/figures.csv?days=7');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.html).toContain(`service,${service.id},"'=HYPERLINK(""https://evil.example"")",2`);
  });

  it('sign-ins older than a year are deleted', async () => {
    const old = portal.clock.now() - (signInDays + 1) * 24 * 3600 * 1000;
    const hubId = { platform: 'standard', environment: 'production' } as const;
    await portal.store.signIns.append([
      {
        id: randomUUID(),
        atMs: old,
        hub: hubId,
        personFingerprint: 'f',
        serviceId: 's',
        clientId: 'c',
        providerId: 'p',
        level: 'eidas1',
      },
    ]);
    expect(await forgetOldSignIns(portal.deps)).toBe(1);
    expect(await forgetOldSignIns(portal.deps)).toBe(0);
  });

  it('refusals of providers are deleted after thirty days', async () => {
    const { providerRefusals } = portal.store;
    const on = { platform: 'plus', environment: 'integration' } as const;
    const dayMs = 24 * 3600 * 1000;
    const refusal = (days: number) => ({
      hub: on,
      providerId: 'old',
      atMs: portal.clock.now() - days * dayMs,
      error: 'provider.nonce',
    });
    await providerRefusals.append([refusal(31), refusal(29)]);
    for (const { run } of administrationJobs(portal.deps)) await run();
    expect(await providerRefusals.list(on, 'old', 10)).toEqual([refusal(29)]);
  });

  it('the first page shows what waits and since when', async () => {
    const page = await first.browser.get('/administration');
    for (const label of [
      'Demandes d’habilitation à instruire',
      'Messages à répondre',
      'Courriels à envoyer',
      'Validations à deux',
    ]) {
      expect(page.text).toContain(label);
    }
  });
});
