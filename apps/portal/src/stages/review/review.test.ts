import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlatformRole } from '../../objects/lifecycle/lifecycle.ts';
import { decideRequest } from '../../objects/request/decide.ts';
import { ensureTemplates } from '../../objects/request/default-templates.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { aFilledRequest, completeAnswers } from '../../objects/request/testing/filled-request.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';

let portal: TestPortal;
let reviewer: TestPerson;
const owner = { roles: ['owner'], secondFactor: false } as const;
const dayMs = 24 * 3600 * 1000;

beforeAll(async () => {
  portal = await createTestPortal();
  reviewer = await portal.as({ name: 'Justine Juriste', platformRoles: ['legal-reviewer'] });
  await portal.store.portal.transaction((tables) => ensureTemplates(tables));
});
afterAll(() => portal.close());

interface Made {
  readonly id: string;
  readonly partner: TestPerson;
  read(): Promise<HabilitationRequest>;
}

async function submitted(name = `Service ${randomUUID().slice(0, 8)}`): Promise<Made> {
  const organisation = await portal.organisation();
  const partner = await portal.as({ organisation });
  const answers = completeAnswers('standard');
  const { request, read } = await aFilledRequest(portal, {
    organisation,
    ownerId: partner.person.id,
    answers: { ...answers, project: { ...answers.project, name } },
  });
  await act(request.id, partner, 'submit');
  return { id: request.id, partner, read };
}

const act = (requestId: string, { person }: TestPerson, event: 'submit' | 'reopen') =>
  decideRequest(portal.deps, { requestId, event, actor: person.id, authorization: owner });

async function decidePage(who: TestPerson, id: string, event: string) {
  return who.browser.get(`/review/${id}/decide/${event}`);
}

describe('the queue', () => {
  test('shows since when each request waits, how many days are left, and its reviewer', async () => {
    const { id } = await submitted('Bourse communale');
    const page = await reviewer.browser.get('/review?text=bourse+communale');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Bourse communale');
    expect(page.text).toContain('Encore 5 jours sur 5');
    expect(page.html).toContain(`/review/${id}`);
  });

  test('puts late requests first, with the delay', async () => {
    const late = await submitted('Ancienne demande');
    const submittedAtMs = portal.clock.now() - 9 * dayMs;
    await portal.store.portal.requests.update(late.id, { submittedAtMs, dueOn: '2026-10-30' });
    const fresh = await submitted('Demande neuve');
    const page = await reviewer.browser.get('/review?text=demande');
    expect(page.html.indexOf(late.id)).toBeLessThan(page.html.indexOf(fresh.id));
    expect(page.text).toMatch(/En retard de \d jours? ouvrés?/);
  });

  test('filters by state, platform and assignment, and says what to do when nothing is left', async () => {
    const { id } = await submitted('Garderie');
    const has = async (query: string) =>
      (await reviewer.browser.get(`/review?text=garderie${query}`)).html.includes(id);
    expect(await has('')).toBe(true);
    expect(await has('&state=validated')).toBe(false);
    expect(await has('&state=all')).toBe(true);
    expect(await has('&platform=plus')).toBe(false);
    expect(await has('&assigned=nobody')).toBe(true);
    expect(await has('&assigned=me')).toBe(false);
    const empty = await reviewer.browser.get('/review?text=introuvable');
    expect(empty.text).toContain('Rien à instruire');
  });

  test('ignores unknown filters', async () => {
    const page = await reviewer.browser.get('/review?state=nothing&platform=x&assigned=y&after=z');
    expect(page.status).toBe(200);
  });

  test('has pages without loss or repeat', async () => {
    for (let index = 0; index < 27; index += 1) await submitted(`Cantine ${index}`);
    const first = await reviewer.browser.get('/review?text=cantine');
    const next = /href="(\/review\?[^"]*after=[^"]*)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await reviewer.browser.get(next);
    const ids = (html: string) => [...html.matchAll(/\/review\/([0-9a-f-]{36})"/g)].map(([, id]) => id);
    expect(ids(first.html)).toHaveLength(25);
    expect(ids(second.html)).toHaveLength(2);
    expect(new Set([...ids(first.html), ...ids(second.html)]).size).toBe(27);
  });
});

describe('the page of a request', () => {
  test('shows the request as it was submitted, in both languages', async () => {
    const { id } = await submitted();
    const fr = await reviewer.browser.get(`/review/${id}`);
    expect(fr.text).toContain('La demande telle qu’elle a été envoyée');
    expect(fr.text).toContain('technique@ville.example');
    expect(fr.text).toContain('C’est le premier envoi');
    const en = await (await portal.as({ platformRoles: ['legal-reviewer'] })).browser.get(
      `/review/${id}?lang=en`,
    );
    expect(en.text).toContain('The request as it was submitted');
  });

  test('marks what changed since the submission before, and against the habilitation in force', async () => {
    const { id, partner, read } = await submitted();
    const decided = {
      requestId: id,
      actor: reviewer.person.id,
      authorization: { roles: ['legal-reviewer'], secondFactor: true },
    } as const;
    await decideRequest(portal.deps, { ...decided, event: 'approve' });
    await act(id, partner, 'reopen');
    const { answers } = await read();
    await portal.store.portal.requests.update(id, {
      answers: {
        ...answers,
        data: { ...answers.data, scopes: ['openid', 'email', 'birthdate'], purpose_birthdate: 'Âge' },
      },
    });
    await act(id, partner, 'submit');
    const page = await reviewer.browser.get(`/review/${id}`);
    expect(page.html).toContain('<ins>birthdate</ins>');
    expect(page.html).toContain('<del>given_name</del>');
    expect(page.text).toContain('Ce qui change par rapport à l’habilitation en vigueur');
  });

  test('security.md 16: shows partners’ texts as text', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>';
    const { id, partner, read } = await submitted(evil);
    await portal.store.portal.discussion.append({
      id: randomUUID(),
      object: 'request',
      objectId: id,
      author: partner.person.id,
      text: evil,
      internal: false,
      atMs: portal.clock.now(),
    });
    await read();
    for (const path of [`/review/${id}`, '/review?text=script', `/review/${id}/decide/refuse`]) {
      const page = await reviewer.browser.get(path);
      expect(page.html).not.toContain('<img src=x');
      expect(page.html).not.toContain('<script>alert');
    }
  });
});

describe('assignment and discussion', () => {
  test('a reviewer takes a request and gives it back', async () => {
    const { id, read } = await submitted();
    const page = await reviewer.browser.get(`/review/${id}`);
    const taken = await reviewer.browser.submit(page, {}, { form: 'Prendre en charge' });
    expect(taken.text).toContain('Attribuée à Justine Juriste');
    expect((await read()).assignedTo).toBe(reviewer.person.id);
    await reviewer.browser.submit(taken, {}, { form: 'Ne plus m’en occuper' });
    expect((await read()).assignedTo).toBeUndefined();
  });

  test('a message is mailed to the partner; an internal note stays in the team', async () => {
    const { id, partner } = await submitted();
    await portal.mails();
    const page = await reviewer.browser.get(`/review/${id}`);
    const form = 'name="visibility"';
    const sent = await reviewer.browser.submit(
      page,
      { text: 'Quel décret ?', visibility: 'partner' },
      { form },
    );
    const noted = await reviewer.browser.submit(
      sent,
      { text: 'Voir avec Paul', visibility: 'internal' },
      { form },
    );
    expect(noted.text).toContain('Note interne');
    const mails = await portal.mails();
    expect(mails.map(({ to }) => to)).toEqual([partner.person.email]);
    expect(mails[0]?.text).toContain('Quel décret ?');
    const visible = await portal.store.portal.discussion.list('request', id);
    expect(visible.map(({ text }) => text)).toEqual(['Quel décret ?']);
  });

  test('a message sent twice is stored and mailed once', async () => {
    const { id } = await submitted();
    await portal.mails();
    const page = await reviewer.browser.get(`/review/${id}`);
    const fields = { text: 'Une question', visibility: 'partner' };
    await reviewer.browser.submit(page, fields, { form: 'name="visibility"' });
    await reviewer.browser.submit(page, fields, { form: 'name="visibility"' });
    expect(await portal.store.portal.discussion.list('request', id)).toHaveLength(1);
    expect(await portal.mails()).toHaveLength(1);
  });

  test('an empty message is refused beside its field, and the chosen values are kept', async () => {
    const { id } = await submitted();
    const page = await reviewer.browser.get(`/review/${id}`);
    const refused = await reviewer.browser.submit(
      page,
      { text: ' ', visibility: 'internal' },
      { form: 'name="visibility"' },
    );
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('À remplir : Message');
    expect(refused.html).toMatch(/value="internal"[^>]*checked/);
  });
});

describe('decisions', () => {
  test.each([
    ['approve', 'validated', 'Le contact technique reçoit l’accès'],
    ['request_changes', 'changes_requested', 'L’horloge s’arrête jusqu’à son nouvel envoi'],
    ['refuse', 'refused', 'le partenaire peut l’archiver'],
  ])('%s explains itself, requires a confirmation, and is made', async (event, state, consequence) => {
    const { id, read } = await submitted();
    const page = await decidePage(reviewer, id, event);
    expect(page.text).toContain(consequence);
    const unconfirmed = await reviewer.browser.submit(
      page,
      { reason: 'Parce que.' },
      { form: 'name="confirm"' },
    );
    expect(unconfirmed.status).toBe(422);
    expect((await read()).state).toBe('submitted');
    const done = await reviewer.browser.submit(unconfirmed, { confirm: 'yes' }, { form: 'name="confirm"' });
    expect(done.status).toBe(200);
    expect((await read()).state).toBe(state);
  });

  test('a revocation announces that sign-ins stop, and ends the habilitation', async () => {
    const { id, read } = await submitted();
    const approve = await decidePage(reviewer, id, 'approve');
    await reviewer.browser.submit(approve, { confirm: 'yes' }, { form: 'name="confirm"' });
    const page = await decidePage(reviewer, id, 'revoke');
    expect(page.text).toContain('suspendus dans les deux secondes');
    await reviewer.browser.submit(
      page,
      { confirm: 'yes', reason: 'Usage détourné' },
      { form: 'name="confirm"' },
    );
    const request = await read();
    expect(request.state).toBe('revoked');
    expect(await portal.store.portal.habilitations.inForce(request.serviceId, 'standard')).toBeUndefined();
  });

  test('a reason is required where the partner will read one, and the typed text is kept', async () => {
    const { id } = await submitted();
    const page = await decidePage(reviewer, id, 'refuse');
    const refused = await reviewer.browser.submit(
      page,
      { confirm: 'yes', reason: '' },
      { form: 'name="confirm"' },
    );
    expect(refused.text).toContain('À remplir : Raison');
    const kept = await reviewer.browser.submit(
      page,
      { reason: 'Mes mots à garder' },
      { form: 'name="confirm"' },
    );
    expect(kept.html).toContain('Mes mots à garder');
  });

  test('a template is inserted without script, with the name of the service', async () => {
    const { id } = await submitted('Piscine');
    const [template] = await portal.store.portal.templates.list('request.refuse');
    const page = await reviewer.browser.get(`/review/${id}/decide/refuse?template=${template?.id}`);
    expect(page.html).toContain('« Piscine » n’entre pas dans les cas');
  });

  test('of two reviewers who decide concurrently one decides, and the other is shown by whom and how', async () => {
    const { id, read } = await submitted();
    const other = await portal.as({ name: 'Octave Second', platformRoles: ['legal-reviewer'] });
    const [mine, theirs] = await Promise.all([
      decidePage(reviewer, id, 'approve'),
      decidePage(other, id, 'refuse'),
    ]);
    const answers = await Promise.all([
      reviewer.browser.submit(mine, { confirm: 'yes' }, { form: 'name="confirm"' }),
      other.browser.submit(theirs, { confirm: 'yes', reason: 'Non éligible' }, { form: 'name="confirm"' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const conflict = answers.find(({ status }) => status === 409);
    expect(conflict?.text).toContain('Quelqu’un a été plus rapide');
    expect(conflict?.text).toMatch(/par (Justine Juriste|Octave Second)/);
    const decided = (await portal.store.portal.history.list('request', id)).filter(({ event }) =>
      ['approve', 'refuse'].includes(event),
    );
    expect(decided).toHaveLength(1);
    expect(decided[0]?.to).toBe((await read()).state);
  });

  test('a decision on answers that have changed since they were read is refused', async () => {
    const { id, read } = await submitted();
    const page = await decidePage(reviewer, id, 'approve');
    await portal.store.portal.requests.update(id, { title: 'Tout autre chose' });
    const answer = await reviewer.browser.submit(page, { confirm: 'yes' }, { form: 'name="confirm"' });
    expect(answer.status).toBe(409);
    expect((await read()).state).toBe('submitted');
  });
});

describe('security.md 17: rights by role', () => {
  const paths = (id: string) => [
    `/review`,
    `/review/${id}`,
    `/review/templates`,
    `/review/${id}/decide/approve`,
  ];

  test('a partner gets 404, also for their own request', async () => {
    const { id, partner } = await submitted();
    for (const path of paths(id)) expect((await partner.browser.get(path)).status).toBe(404);
  });

  test('a visitor without session is led to the sign-in page', async () => {
    const { id } = await submitted();
    for (const path of paths(id)) expect((await portal.browser().get(path)).url).toMatch(/^\/sign-in\?/);
  });

  test('a reviewer without second factor is asked for it', async () => {
    const { id } = await submitted();
    const weak = await portal.as({ platformRoles: ['legal-reviewer'], secondFactor: false });
    for (const path of paths(id)) expect((await weak.browser.get(path)).url).toMatch(/second-factor/);
  });

  test.each(['qualification-officer', 'support-agent'] as const satisfies readonly PlatformRole[])(
    'a %s reads, and decides, assigns and writes nothing',
    async (role) => {
      const { id, read } = await submitted();
      const who = await portal.as({ platformRoles: [role] });
      const page = await who.browser.get(`/review/${id}`);
      expect(page.status).toBe(200);
      expect(page.html).not.toContain('/decide/');
      expect(page.html).not.toContain(`/review/${id}/assign`);
      expect((await who.browser.get(`/review/${id}/decide/approve`)).status).toBe(403);
      const { csrfToken } = await import('@garance/web/server');
      const attempts: readonly (readonly [string, string, Record<string, string>])[] = [
        [`/review/${id}/decide/approve`, `review.decide:${id}`, { confirm: 'yes', version: '3' }],
        [`/review/${id}/assign`, `review.assign:${id}`, { to: who.person.id }],
        [
          `/review/${id}/messages`,
          `review.message:${id}`,
          { id: randomUUID(), text: 'x', visibility: 'internal' },
        ],
      ];
      for (const [path, form, fields] of attempts) {
        const csrf = csrfToken(who.sessionSecret, form);
        expect((await who.browser.post(path, { csrf, ...fields })).status).toBe(403);
      }
      expect((await read()).state).toBe('submitted');
      expect(await portal.store.portal.discussion.list('request', id, { withInternal: true })).toEqual([]);
    },
  );

  test('a decision from another site, or with the token of another form, is refused', async () => {
    const { id, read } = await submitted();
    const page = await decidePage(reviewer, id, 'approve');
    const foreign = await reviewer.browser.submit(
      page,
      { confirm: 'yes' },
      {
        form: 'name="confirm"',
        headers: { 'sec-fetch-site': 'cross-site' },
      },
    );
    expect(foreign.status).toBe(403);
    const { csrfToken } = await import('@garance/web/server');
    const csrf = csrfToken(reviewer.sessionSecret, `review.assign:${id}`);
    const fields = { csrf, confirm: 'yes', version: String((await read()).version) };
    expect((await reviewer.browser.post(`/review/${id}/decide/approve`, fields)).status).toBe(403);
    expect((await read()).state).toBe('submitted');
  });

  test('a request is assigned only to a reviewer', async () => {
    const { id, partner, read } = await submitted();
    const { csrfToken } = await import('@garance/web/server');
    const csrf = csrfToken(reviewer.sessionSecret, `review.assign:${id}`);
    const answer = await reviewer.browser.post(`/review/${id}/assign`, { csrf, to: partner.person.id });
    expect(answer.status).toBe(422);
    expect((await read()).assignedTo).toBeUndefined();
  });

  test('documents of another object answer 404 through a request', async () => {
    const { id } = await submitted();
    const foreign = randomUUID();
    await portal.store.portal.attachments.put(
      {
        id: foreign,
        owner: { object: 'thread', id: randomUUID() },
        name: 'secret.pdf',
        mediaType: 'application/pdf',
        sizeBytes: 3,
        sha256: '0'.repeat(64),
        storage: 'database',
        createdBy: reviewer.person.id,
        createdAtMs: portal.clock.now(),
      },
      new Uint8Array([1, 2, 3]),
    );
    expect((await reviewer.browser.get(`/review/${id}/documents/${foreign}`)).status).toBe(404);
  });

  test.each(['x', '..%2f..', "' or 1=1 --", randomUUID()])('%s answers 404', async (id) => {
    expect((await reviewer.browser.get(`/review/${encodeURIComponent(id)}`)).status).toBe(404);
  });
});

describe('message templates', () => {
  test('are added, changed, offered and removed', async () => {
    const { browser } = reviewer;
    const blank = await browser.get('/review/templates/new');
    const missing = await browser.submit(blank, { title: 'À compléter' }, { form: 'name="body"' });
    expect(missing.text).toContain('À remplir : Texte');
    const listed = await browser.submit(
      missing,
      { body: 'Bonjour {service}', kind: 'request.refuse' },
      { form: 'name="body"' },
    );
    expect(listed.text).toContain('À compléter');
    const template = (await portal.store.portal.templates.list('request.refuse')).find(
      ({ title }) => title === 'À compléter',
    );
    const page = await browser.get(`/review/templates/${template?.id}`);
    await browser.submit(page, { title: 'Complété' }, { form: 'name="body"' });
    expect((await portal.store.portal.templates.find(template?.id ?? ''))?.title).toBe('Complété');
    await browser.submit(page, {}, { form: '/remove' });
    expect(await portal.store.portal.templates.find(template?.id ?? '')).toBeUndefined();
  });
});
