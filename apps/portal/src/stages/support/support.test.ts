import { randomUUID } from 'node:crypto';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import { platformRoles } from '../../objects/lifecycle/lifecycle.ts';
import type { Service } from '../../objects/service/table.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';
import type { TestPage } from '../../testing/test-browser.ts';

const dayMs = 24 * 3600 * 1000;
const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';

describe('support threads', () => {
  let portal: TestPortal;
  let organisation: Organisation;
  let service: Service;
  let partner: TestPerson;
  let agent: TestPerson;

  beforeAll(async () => {
    portal = await createTestPortal();
    organisation = await portal.organisation({ name: 'Mairie de Vaucresson' });
    service = await aService(organisation);
    partner = await portal.as({ organisation, role: 'technical-contact', email: 'tech@mairie.example' });
    agent = await portal.as({
      platformRoles: ['support-agent'],
      email: 'aide@garance.example',
      name: 'Aide',
    });
  });
  afterAll(() => portal.close());

  async function aService({ id: organisationId }: Organisation): Promise<Service> {
    const made: Service = {
      id: randomUUID(),
      organisationId,
      name: 'Portail des familles',
      kind: 'public',
      eligibility: {},
      createdAtMs: portal.clock.now(),
    };
    await portal.store.portal.services.create(made);
    return made;
  }

  async function ask(who: TestPerson, fields: Record<string, string> = {}): Promise<TestPage> {
    const page = await who.browser.get('/support/new');
    return who.browser.submit(page, { subject: 'Clé refusée', text: 'Pourquoi ?', ...fields });
  }

  /** @returns its id */
  async function aThread(who = partner, fields: Record<string, string> = { service: service.id }) {
    const page = await ask(who, fields);
    expect(page.status).toBe(200);
    return page.url.split('?')[0]?.split('/').at(-1) ?? '';
  }

  const answer = async (id: string, event: string, text = 'Voici pourquoi.') => {
    const page = await agent.browser.get(`/threads/${id}`);
    return agent.browser.submit(page, { event, text }, { form: `/threads/${id}/messages` });
  };
  const write = async (id: string, text: string, who = partner) =>
    who.browser.submit(
      await who.browser.get(`/support/${id}`),
      { text },
      { form: `/support/${id}/messages` },
    );
  const find = async (id: string) => {
    const thread = await portal.store.portal.threads.find(id);
    if (thread === undefined) throw new Error('no thread');
    return thread;
  };

  it('go from a question to an answer and back, with mails both ways, and are closed and reopened', async () => {
    await portal.mails();
    const id = await aThread();
    const [toTeam, ...others] = await portal.mails();
    expect(others).toEqual([]);
    expect(toTeam).toMatchObject({
      to: 'aide@garance.example',
      subject: 'Question d’un partenaire : Clé refusée',
    });
    expect(toTeam?.text).toContain(`/threads/${id}`);
    expect(await find(id)).toMatchObject({
      state: 'open',
      serviceId: service.id,
      organisationId: organisation.id,
    });

    const answered = await answer(id, 'answer');
    expect(answered.text).toContain('La réponse est envoyée');
    const [toPartner] = await portal.mails();
    expect(toPartner).toMatchObject({
      to: 'tech@mairie.example',
      subject: 'Réponse de l’équipe : Clé refusée',
    });
    expect(toPartner?.text).toContain('Voici pourquoi.');
    const page = await partner.browser.get(`/support/${id}`);
    expect(page.text).toContain('Voici pourquoi.');

    await answer(id, 'ask', 'Laquelle ?');
    expect(await find(id)).toMatchObject({ state: 'waiting' });
    await write(id, 'Celle d’hier.');
    expect(await find(id)).toMatchObject({ state: 'open' });
    const closing = await partner.browser.get(`/support/${id}`);
    await partner.browser.submit(closing, {}, { form: `/support/${id}/close` });
    expect(await find(id)).toMatchObject({ state: 'closed' });
    await write(id, 'Encore une chose.');
    expect(await find(id)).toMatchObject({ state: 'open' });
    const events = (await portal.store.portal.history.list('thread', id)).map(({ event }) => event);
    expect(events).toEqual(['open', 'answer', 'ask', 'write', 'close', 'write']);
  });

  it('an answer sent with the closing is stored before it', async () => {
    const id = await aThread();
    await portal.mails();
    await answer(id, 'close', 'C’est réparé.');
    expect(await find(id)).toMatchObject({ state: 'closed' });
    expect((await portal.mails()).map(({ to }) => to)).toEqual(['tech@mairie.example']);
    const silent = await aThread();
    await portal.mails();
    await answer(silent, 'close', '');
    expect(await find(silent)).toMatchObject({ state: 'closed' });
    expect(await portal.mails()).toEqual([]);
  });

  it('an internal note is never shown or mailed to the partner', async () => {
    const id = await aThread();
    await portal.mails();
    const page = await answer(id, 'note', 'Demander à Sam.');
    expect(page.text).toContain('Demander à Sam.');
    expect((await partner.browser.get(`/support/${id}`)).text).not.toContain('Demander à Sam.');
    expect(await portal.mails()).toEqual([]);
    expect(await find(id)).toMatchObject({ state: 'open', version: 1 });
  });

  it('people without an organisation may write, and only they and the team read it', async () => {
    const alone = await portal.as({ email: 'seule@example.org' });
    expect((await alone.browser.get('/support')).text).toContain('Posez votre première question');
    const id = await aThread(alone, {});
    await portal.mails();
    await answer(id, 'answer');
    expect((await portal.mails()).map(({ to }) => to)).toEqual(['seule@example.org']);
    expect((await write(id, 'Merci.', alone)).text).toContain('Votre message est envoyé');
    expect((await partner.browser.get(`/support/${id}`)).status).toBe(404);
  });

  it('a form sent twice makes one thread, one message and one mail', async () => {
    const page = await partner.browser.get('/support/new');
    await portal.mails();
    const fields = { service: service.id, subject: 'Deux fois', text: 'Un seul.' };
    await partner.browser.submit(page, fields);
    const again = await partner.browser.submit(page, fields);
    const id = again.url.split('?')[0]?.split('/').at(-1) ?? '';
    expect(await portal.mails()).toHaveLength(1);
    const form = await partner.browser.get(`/support/${id}`);
    for (let count = 0; count < 2; count += 1) {
      await partner.browser.submit(form, { text: 'Une fois.' }, { form: `/support/${id}/messages` });
    }
    expect(await portal.store.portal.discussion.list('thread', id)).toHaveLength(2);
    expect(await portal.mails()).toHaveLength(1);
  });

  it('a refused form keeps what was typed, with the reason beside the field', async () => {
    const page = await ask(partner, { subject: '', text: 'Un long texte à garder.' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('Un long texte à garder.');
    expect(page.html).toContain('subject-error');
    const id = await aThread();
    const empty = await answer(id, 'answer', '');
    expect(empty.status).toBe(422);
    const long = 'a'.repeat(10_001);
    expect((await write(id, long)).html).toContain(long);
  });

  it('an answer to a thread that has changed meanwhile is not sent, and is kept in the form', async () => {
    const id = await aThread();
    const read = await agent.browser.get(`/threads/${id}`);
    await write(id, 'Oubliez ma question.');
    const response = await agent.browser.submit(
      read,
      { event: 'answer', text: 'Réponse longue.' },
      { form: `/threads/${id}/messages` },
    );
    expect(response.status).toBe(409);
    expect(response.html).toContain('Réponse longue.');
    expect(response.text).toContain('Oubliez ma question.');
    expect(await find(id)).toMatchObject({ state: 'open' });
  });

  it('the first-answer clock runs in working days until the first answer of the team', async () => {
    const openedBefore = async (days: number) => {
      const id = randomUUID();
      const createdAtMs = portal.clock.now() - days * dayMs;
      const { id: openedBy } = partner.person;
      const scope = { organisationId: organisation.id, serviceId: service.id };
      await portal.store.portal.threads.create({
        id,
        ...scope,
        openedBy,
        subject: 'Clé',
        state: 'open',
        createdAtMs,
      });
      return id;
    };
    const shown = async (id: string) => (await agent.browser.get(`/threads/${id}`)).text;
    expect(await shown(await openedBefore(0))).toContain('Encore 2 jours');
    expect(await shown(await openedBefore(1))).toContain('Encore 1 jour');
    // From Friday evening to Tuesday morning.
    expect(await shown(await openedBefore(4))).toContain('Aujourd’hui au plus tard');
    const late = await openedBefore(8);
    expect(await shown(late)).toContain('En retard de 4 jours ouvrés');
    await answer(late, 'answer');
    expect((await find(late)).firstAnswerAtMs).toBe(portal.clock.now());
    expect(await shown(late)).not.toContain('En retard');
  });

  it('the queue lists the longest waiting first, by state, by words, by pages', async () => {
    const other = await portal.organisation({ name: 'Bibliothèque de Saint-Jean' });
    const member = await portal.as({ organisation: other });
    const theirs = await aService(other);
    for (let count = 0; count < 27; count += 1) {
      portal.clock.advance(1000);
      await portal.store.portal.threads.create({
        id: randomUUID(),
        organisationId: other.id,
        serviceId: theirs.id,
        openedBy: member.person.id,
        subject: `Lecture ${String(count).padStart(2, '0')}`,
        state: 'open',
        createdAtMs: portal.clock.now(),
        foundBy: other.name,
      });
    }
    const first = await agent.browser.get('/threads?text=bibliotheque');
    expect(first.text).toContain('Lecture 00');
    expect(first.text).not.toContain('Lecture 25');
    expect(first.text.indexOf('Lecture 03')).toBeLessThan(first.text.indexOf('Lecture 04'));
    const next = /href="(\/threads\?[^"]*after=[^"]*)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await agent.browser.get(next);
    expect(second.text).toContain('Lecture 26');
    expect(second.text).not.toContain('Lecture 24');
    expect((await agent.browser.get('/threads?text=bibliotheque&state=closed')).text).toContain(
      'Rien ne correspond',
    );
    const own = await member.browser.get('/support');
    expect(own.text).toContain('Lecture 26');
    expect(own.text).not.toContain('Lecture 01');
  });

  it.each(['integration', 'production'] as const)(
    'an occurrence id of %s leads to its trace, of the service’s own client alone',
    async (environment) => {
      const clientId = `client-of-families-${environment}`;
      const access = {
        id: randomUUID(),
        serviceId: service.id,
        organisationId: organisation.id,
        platform: 'plus',
        environment,
        clientId,
        state: 'active',
        createdAtMs: 0,
      } as const;
      await portal.store.portal.clientRegistrations.create(access);
      const digits = environment === 'integration' ? ['ab', 'cd'] : ['ba', 'dc'];
      const [own = '', foreign = ''] = digits.map((two) => two.repeat(16));
      const hub = { platform: 'plus', environment } as const;
      const entry = {
        atMs: portal.clock.now(),
        hub,
        endpoint: 'token',
        outcome: 'token.pkce_failed',
        checks: [],
      };
      await portal.store.portal.trace.append([
        { ...entry, clientId, occurrenceId: own },
        { ...entry, clientId: 'other-client', occurrenceId: foreign },
      ]);
      const text = `Erreur ${own.toUpperCase()} puis ${foreign} et ${own}f.`;
      const id = await aThread(partner, { service: service.id, text });
      const href = `/services/${service.id}/plus/${environment}/trace?occurrence=${own}`;
      for (const page of [
        await partner.browser.get(`/support/${id}`),
        await agent.browser.get(`/threads/${id}`),
      ]) {
        expect(page.html).toContain(`href="${href}"`);
        expect(page.html.match(/occurrence=/g)).toHaveLength(1);
        expect(page.html).not.toContain(`occurrence=${foreign}`);
      }
      const reader = await portal.as({ organisation, role: 'reader' });
      expect((await reader.browser.get(`/support/${id}`)).html).not.toContain('occurrence=');
    },
  );

  it('templates fill the answer, with the service’s name', async () => {
    const template = {
      id: randomUUID(),
      kind: 'thread.answer',
      title: 'Accusé',
      body: 'Nous regardons {service}.',
      locale: 'fr',
    } as const;
    await portal.store.portal.templates.put(template);
    const id = await aThread();
    const page = await agent.browser.get(`/threads/${id}?template=${template.id}`);
    expect(page.text).toContain('Nous regardons Portail des familles.');
  });

  describe('documents', () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const send = async (who: TestPerson, path: string, formId: string, file = png, name = 'écran.png') => {
      const boundary = 'garance-boundary';
      const part = (head: string, body: Buffer | string) =>
        Buffer.concat([
          Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
          Buffer.from(body),
          Buffer.from('\r\n'),
        ]);
      const csrf = csrfToken(who.sessionSecret, formId);
      const payload = Buffer.concat([
        part('content-disposition: form-data; name="csrf"', csrf),
        part(
          `content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png`,
          file,
        ),
        Buffer.from(`--${boundary}--\r\n`),
      ]);
      return portal.app.inject({
        method: 'POST',
        url: path,
        payload,
        headers: {
          'content-type': `multipart/form-data; boundary=${boundary}`,
          cookie: [...who.browser.cookies].map(([key, value]) => `${key}=${value}`).join('; '),
        },
      });
    };

    it('are attached by either side and served to both, and to no others', async () => {
      const id = await aThread();
      const sent = await send(partner, `/support/${id}/files`, `support.attach:${id}`);
      expect(sent.statusCode).toBe(303);
      expect((await send(agent, `/threads/${id}/files`, `support.attach:${id}`)).statusCode).toBe(303);
      const [file] = await portal.store.portal.attachments.list({ object: 'thread', id });
      const outsider = await portal.as({ organisation: await portal.organisation() });
      const status = async (who: TestPerson, side: string, thread = id) =>
        (await who.browser.get(`/${side}/${thread}/files/${file?.id}`)).status;
      expect(await status(partner, 'support')).toBe(200);
      expect(await status(agent, 'threads')).toBe(200);
      expect(await status(outsider, 'support')).toBe(404);
      expect(await status(outsider, 'threads')).toBe(404);
      // Through a thread that the outsider may read.
      expect(await status(outsider, 'support', await aThread(outsider, {}))).toBe(404);
    });

    it('are at most twenty and 40 MB together, also when they are uploaded concurrently', async () => {
      const { attachments } = portal.store.portal;
      const hold = async (id: string, sizes: readonly number[]) => {
        for (const sizeBytes of sizes) {
          await attachments.put({
            id: randomUUID(),
            owner: { object: 'thread', id },
            name: 'a.png',
            mediaType: 'image/png',
            sizeBytes,
            sha256: '',
            storage: 'database',
            createdBy: partner.person.id,
            createdAtMs: 0,
          });
        }
      };
      const sides = (id: string) =>
        Promise.all([
          send(partner, `/support/${id}/files`, `support.attach:${id}`),
          send(agent, `/threads/${id}/files`, `support.attach:${id}`),
        ]);
      const [many, large] = [await aThread(), await aThread()];
      await hold(
        many,
        Array.from({ length: 19 }, () => 1),
      );
      await hold(large, [40 * 1024 * 1024 - png.length]);
      for (const id of [many, large]) {
        const before = (await attachments.list({ object: 'thread', id })).length;
        const answers = await sides(id);
        expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
        expect(answers.find(({ statusCode }) => statusCode === 422)?.body).toContain('n’a pas été joint');
        expect(await attachments.list({ object: 'thread', id })).toHaveLength(before + 1);
      }
      expect((await partner.browser.get(`/support/${many}`)).html).not.toContain('type="file"');
    });

    it('of an unknown type are refused with a message', async () => {
      const id = await aThread();
      const sent = await send(partner, `/support/${id}/files`, `support.attach:${id}`, Buffer.from(hostile));
      expect(sent.statusCode).toBe(422);
      expect(sent.body).toContain('n’est ni un PDF ni un PNG');
      expect((await send(partner, `/support/${id}/files`, 'support.attach:other')).statusCode).toBe(403);
      const reader = await portal.as({ organisation, role: 'reader' });
      expect((await send(reader, `/support/${id}/files`, `support.attach:${id}`)).statusCode).toBe(403);
    });
  });

  it('every action by every role and without session (security.md 17)', async () => {
    const id = await aThread();
    const tries = async ({ browser, sessionSecret }: TestPerson) => {
      const message = { id: randomUUID(), text: 'Bonjour', version: '1', event: 'note' };
      const post = async (path: string, formId: string) =>
        (await browser.post(path, { ...message, csrf: csrfToken(sessionSecret, formId) })).status;
      return {
        see: (await browser.get(`/support/${id}`)).status,
        write: await post(`/support/${id}/messages`, `support.write:${id}`),
        close: await post(`/support/${id}/close`, `support.close:${id}`),
        seeAsTeam: (await browser.get(`/threads/${id}`)).status,
        queue: (await browser.get('/threads')).status,
        answer: await post(`/threads/${id}/messages`, `support.answer:${id}`),
      };
    };
    const outside = { see: 404, write: 404, close: 404, seeAsTeam: 404, queue: 404, answer: 404 };
    const inside = { see: 200, write: 303, seeAsTeam: 404, queue: 404, answer: 404 };
    // A closed thread cannot be closed again; a new message reopens it.
    for (const role of ['owner', 'technical-contact', 'contributor'] as const) {
      expect([role, await tries(await portal.as({ organisation, role }))]).toEqual([
        role,
        { ...inside, close: 303 },
      ]);
    }
    const reader = await tries(await portal.as({ organisation, role: 'reader' }));
    expect(reader).toEqual({ ...inside, write: 403, close: 403 });
    expect(await tries(await portal.as({ organisation: await portal.organisation() }))).toEqual(outside);
    expect(await tries(await portal.as())).toEqual(outside);
    for (const role of platformRoles) {
      const staff = await tries(await portal.as({ platformRoles: [role] }));
      const team = role === 'support-agent' || role === 'operator';
      const expected = team
        ? { seeAsTeam: 200, queue: 200, answer: 303 }
        : { seeAsTeam: 403, queue: 403, answer: 403 };
      expect([role, staff]).toEqual([role, { ...outside, ...expected }]);
    }
    const half = await portal.as({ platformRoles: ['support-agent'], secondFactor: false });
    expect((await half.browser.get('/threads')).url).toContain('/second-factor');
    expect((await portal.browser().get('/support')).url).toContain('/sign-in');
  });

  it('every form is refused without its token and from another site (CSRF, security.md 17)', async () => {
    const id = await aThread();
    const forms = [
      [partner, '/support', 'support.open:'],
      [partner, `/support/${id}/messages`, `support.write:${id}`],
      [partner, `/support/${id}/close`, `support.close:${id}`],
      [agent, `/threads/${id}/messages`, `support.answer:${id}`],
    ] as const;
    for (const [who, path, formId] of forms) {
      const own = csrfToken(who.sessionSecret, formId);
      const status = async (csrf: string, headers = {}) =>
        (await who.browser.post(path, { csrf }, headers)).status;
      expect([
        path,
        await status(''),
        await status(csrfToken(who.sessionSecret, 'support.other:')),
        await status(csrfToken('another browser', formId)),
        await status(own, { 'sec-fetch-site': 'cross-site' }),
      ]).toEqual([path, 403, 403, 403, 403]);
    }
  });

  it('texts are shown as text on every page (security.md 16)', async () => {
    const id = await aThread(partner, {
      service: service.id,
      subject: hostile,
      text: `${hostile} javascript:alert(1)`,
    });
    await answer(id, 'answer', hostile);
    for (const page of [
      await partner.browser.get('/support'),
      await partner.browser.get(`/support/${id}`),
      await agent.browser.get('/threads'),
      await agent.browser.get(`/threads/${id}`),
      await agent.browser.get(`/threads?text=${encodeURIComponent(hostile)}`),
    ]) {
      expect(page.status).toBe(200);
      expect(page.html).not.toContain('<script>alert');
      expect(page.html).not.toContain('<img src=x');
    }
    for (const { html } of await portal.mails()) expect(html).not.toContain('<script>alert');
  });

  it('a question about a service of another organisation is refused', async () => {
    const foreign = await aService(await portal.organisation());
    const page = await partner.browser.get('/support/new');
    const csrf =
      /name="csrf" value="([^"]+)"[^>]*><input[^>]*name="id"/.exec(page.html)?.[1] ??
      csrfToken(partner.sessionSecret, 'support.open:');
    const sent = await partner.browser.post('/support', {
      csrf,
      id: randomUUID(),
      service: foreign.id,
      subject: 'x',
      text: 'y',
    });
    expect(sent.status).toBe(422);
  });

  it('messages have a limit by person (security.md 20)', async () => {
    const eager = await portal.as({ organisation, role: 'contributor' });
    const id = await aThread(eager);
    let last: TestPage | undefined;
    for (let count = 0; count < 31 && last?.status !== 429; count += 1)
      last = await write(id, `Message ${count}`, eager);
    expect(last?.status).toBe(429);
    expect(last?.headers['retry-after']).toBeDefined();
    expect((await write(id, 'Moi, je peux.')).status).toBe(200);
  });
});
