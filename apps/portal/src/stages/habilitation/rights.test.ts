import { randomUUID } from 'node:crypto';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../objects/lifecycle/lifecycle.ts';
import { mayDo } from '../../objects/lifecycle/rights.ts';
import { requestLifecycle } from '../../objects/request/lifecycle.ts';
import { aFilledRequest, type TestRequest } from '../../objects/request/testing/filled-request.ts';
import { partnerEvents } from '../../parts/request/event-texts.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';

const partnerRoles = ['owner', 'technical-contact', 'contributor', 'reader'] as const;
const staffRoles = ['legal-reviewer', 'qualification-officer', 'support-agent', 'operator'] as const;

describe('security 17: the pages of a request, by every role and by other organisations', () => {
  let portal: TestPortal;
  let made: TestRequest;
  const people = new Map<Role | 'outsider' | 'staff without second factor', TestPerson>();
  beforeAll(async () => {
    portal = await createTestPortal();
    const organisation = await portal.organisation();
    for (const role of partnerRoles) people.set(role, await portal.as({ organisation, role }));
    for (const role of staffRoles) people.set(role, await portal.as({ platformRoles: [role] }));
    people.set('outsider', await portal.as({ organisation: await portal.organisation() }));
    const unproven = { platformRoles: ['operator'], secondFactor: false } as const;
    people.set('staff without second factor', await portal.as(unproven));
    const owner = people.get('owner');
    made = await aFilledRequest(portal, { organisation, ownerId: owner?.person.id ?? '' });
  });
  afterAll(() => portal.close());

  const everyone = () => [...people];
  /** Does not follow redirects: the answer of the page itself. */
  const ask = (
    person: TestPerson | undefined,
    method: 'GET' | 'POST',
    url: string,
    fields?: Record<string, string>,
  ) =>
    portal.app.inject({
      method,
      url,
      headers: {
        ...(person !== undefined && { cookie: `garance-portal-session=${person.sessionSecret}` }),
        ...(fields !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(fields !== undefined && { payload: new URLSearchParams(fields).toString() }),
    });

  const pages = [
    ['request.view', ''],
    ['request.edit', '/steps/project'],
    ['request.edit', '/documents/mockups'],
    ['request.export', '/print'],
    ['request.export', '/export.json'],
  ] as const;

  it.each(pages)('%s opens %s to exactly the roles of the table', async (action, page) => {
    for (const [role, person] of everyone()) {
      const { statusCode, headers } = await ask(person, 'GET', `/requests/${made.request.id}${page}`);
      if (role === 'outsider') expect(statusCode, role).toBe(404);
      else if (role === 'staff without second factor') {
        // Before the second factor the answer does not reveal whether the object exists.
        const expected = mayDo(action, ['operator']) ? 303 : 404;
        expect(statusCode, role).toBe(expected);
        if (expected === 303) expect(headers.location).toContain('/second-factor');
      } else expect(statusCode, role).toBe(mayDo(action, [role]) ? 200 : 403);
    }
    const anonymous = await ask(undefined, 'GET', `/requests/${made.request.id}${page}`);
    expect(anonymous.headers.location).toContain('/sign-in');
  });

  it('direct references to unknown or invalid ids answer 404', async () => {
    const owner = people.get('owner');
    for (const id of [randomUUID(), 'x', '..%2f', "'%20or%201=1", made.request.id.toUpperCase()]) {
      expect((await ask(owner, 'GET', `/requests/${id}`)).statusCode, id).toBe(404);
      expect((await ask(owner, 'GET', `/services/${id}`)).statusCode, id).toBe(404);
    }
  });

  it('no event is caused by a role that the table does not name', async () => {
    for (const event of partnerEvents) {
      const roles = new Set<string>(
        requestLifecycle.transitions
          .filter((transition) => transition.event === event)
          .flatMap((transition) => transition.who),
      );
      for (const [role, person] of everyone()) {
        if (roles.has(role) || role === 'staff without second factor') continue;
        const url = `/requests/${made.request.id}/events/${event}`;
        const csrf = csrfToken(person.sessionSecret, `habilitation.${event}:${made.request.id}`);
        const { version } = await made.read();
        const fields = { csrf, version: `${version}`, new_owner: person.person.id };
        const { statusCode } = await ask(person, 'POST', url, fields);
        expect([role, event, statusCode]).toEqual([
          role,
          event,
          role === 'outsider' ? 404 : expect.any(Number),
        ]);
        expect(statusCode, `${role} ${event}`).toBeGreaterThanOrEqual(400);
      }
    }
    expect((await made.read()).state).toBe('draft');
    const [first, ...more] = await portal.store.portal.history.list('request', made.request.id);
    expect(first?.event).toBe('create');
    expect(more).toEqual([]);
  });

  it('events of the team have no page in this stage', async () => {
    for (const event of [
      'approve',
      'refuse',
      'revoke',
      'request_changes',
      'take_back_refusal',
      'constructor',
    ]) {
      for (const role of ['owner', 'legal-reviewer'] as const) {
        const url = `/requests/${made.request.id}/events/${event}`;
        expect((await ask(people.get(role), 'GET', url)).statusCode).toBe(404);
      }
    }
  });

  it('a form without its token, with that of another form or another session changes nothing', async () => {
    const owner = people.get('owner');
    const url = `/requests/${made.request.id}/events/archive`;
    const { version } = await made.read();
    const id = `habilitation.archive:${made.request.id}`;
    const wrong = [
      '',
      csrfToken(owner?.sessionSecret ?? '', `habilitation.submit:${made.request.id}`),
      csrfToken(owner?.sessionSecret ?? '', `habilitation.archive:${randomUUID()}`),
      csrfToken(people.get('contributor')?.sessionSecret ?? '', id),
    ];
    for (const csrf of wrong) {
      const { statusCode } = await ask(owner, 'POST', url, { csrf, version: `${version}` });
      expect(statusCode).toBe(403);
    }
    expect((await made.read()).state).toBe('draft');
  });

  it('the list of services contains none of another organisation', async () => {
    const own = await ask(people.get('reader'), 'GET', '/services');
    expect(own.body).toContain(made.service.id);
    const foreign = await ask(people.get('outsider'), 'GET', '/services?q=Stationnement');
    expect(foreign.body).not.toContain(made.service.id);
    expect((await ask(people.get('outsider'), 'GET', `/services/${made.service.id}`)).statusCode).toBe(404);
  });

  it('a request or a service cannot be begun for another organisation', async () => {
    const outsider = people.get('outsider');
    const csrf = csrfToken(outsider?.sessionSecret ?? '', `services.request:${made.service.id}`);
    const begun = await ask(outsider, 'POST', `/services/${made.service.id}/requests`, {
      csrf,
      platform: 'plus',
    });
    expect(begun.statusCode).toBe(404);
    const reader = people.get('reader');
    const readerCsrf = csrfToken(reader?.sessionSecret ?? '', `services.request:${made.service.id}`);
    const asReader = await ask(reader, 'POST', `/services/${made.service.id}/requests`, {
      csrf: readerCsrf,
      platform: 'plus',
    });
    expect(asReader.statusCode).toBe(403);
    const created = await ask(outsider, 'POST', '/services', {
      csrf: csrfToken(outsider?.sessionSecret ?? '', 'services.create:new'),
      audience: 'citizens',
      who: 'public',
      name: 'Intrus',
      organisation: made.service.organisationId,
      terms: '2026-01',
    });
    expect(created.statusCode).toBe(422);
    const names = await portal.store.portal.services.search({ text: 'intrus', limit: 5 });
    expect(names).toEqual([]);
  });
});
