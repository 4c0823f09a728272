import { randomBytes, randomUUID } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault, type DatabaseConnection } from '@garance/store';
import { testDatabases } from '@garance/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { platformMigrations } from '../../migrations/portal-migrations.ts';
import { createPortalStore, type PortalStore } from '../../portal-store.ts';
import type { HabilitationRequest, NewRequest } from './requests.ts';

const at = Date.UTC(2026, 0, 5, 9);

describe.each(testDatabases(platformMigrations))(
  'tables of services, requests and habilitations, on $name',
  ({ connect }) => {
    let connection: DatabaseConnection;
    let store: PortalStore;
    let serviceId: string;

    beforeAll(async () => {
      connection = await connect();
      store = createPortalStore(connection, {
        vault: createVault(randomBytes(32)),
        clock: createManualClock(at),
        logger: { warn: () => {}, error: () => {} },
        mailDomain: 'garance.invalid',
      });
      serviceId = await aService('organisation-a', 'Démarches d’Été', at);
    });
    afterAll(() => connection.close());

    async function aService(organisationId: string, name: string, createdAtMs: number): Promise<string> {
      const id = randomUUID();
      await store.services.create({ id, organisationId, name, kind: 'public', eligibility: {}, createdAtMs });
      return id;
    }

    async function aRequest(changes: Partial<NewRequest> = {}): Promise<HabilitationRequest> {
      return store.requests.create({
        id: randomUUID(),
        serviceId: await aService('organisation-r', 'Service', at),
        organisationId: 'organisation-r',
        platform: 'standard',
        state: 'draft',
        answers: {},
        title: 'Carte de stationnement',
        foundBy: 'Ville de Besançon',
        ownerId: 'owner',
        commonIdentifier: false,
        createdAtMs: at,
        ...changes,
      });
    }

    const save = (request: HabilitationRequest, expectedStepVersion: number, name: string) =>
      store.requests.saveStep({
        id: request.id,
        step: 'project',
        answers: { name },
        expectedStepVersion,
        by: 'person-1',
        atMs: at,
      });

    test('a service is found by the beginning of any of its words, ignoring accents, in its organisation only', async () => {
      const found = await store.services.ofOrganisations(['organisation-a'], { text: 'ete', limit: 10 });
      expect(found.map((service) => service.id)).toEqual([serviceId]);
      expect(await store.services.ofOrganisations(['organisation-b'], { text: 'ete', limit: 10 })).toEqual(
        [],
      );
      expect(await store.services.ofOrganisations([], { limit: 10 })).toEqual([]);
    });

    test('several services are read at once, unknown ids are ignored', async () => {
      const ids = [serviceId, await aService('organisation-m', 'Un autre', at)];
      const found = await store.services.findMany([...ids, randomUUID()]);
      expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort());
      expect(await store.services.findMany([])).toEqual([]);
    });

    test('search text cannot change the query', async () => {
      for (const text of ["' | !", 'ete:* & !demarches', '\\', '<->', "a'); drop table service; --"]) {
        await expect(store.services.search({ text, limit: 1 })).resolves.toBeDefined();
      }
    });

    test('pages of services have no gap and no repeat, also when many were created at the same moment', async () => {
      for (let n = 0; n < 7; n++) await aService('organisation-p', `Service ${n}`, at + Math.floor(n / 3));
      const ids: string[] = [];
      let before: { atMs: number; id: string } | undefined;
      for (;;) {
        const page = await store.services.ofOrganisations(['organisation-p'], {
          limit: 2,
          ...(before !== undefined && { before }),
        });
        const last = page.at(-1);
        if (last === undefined) break;
        ids.push(...page.map((service) => service.id));
        before = { atMs: last.createdAtMs, id: last.id };
      }
      expect(new Set(ids).size).toBe(7);
      expect(ids).toHaveLength(7);
    });

    test('of two saves of one form step from the same version the second is refused', async () => {
      const request = await aRequest();
      expect(await save(request, 0, 'first')).toBe(true);
      expect(await save(request, 0, 'second')).toBe(false);
      expect(await save(request, 1, 'third')).toBe(true);
      expect((await store.requests.find(request.id))?.answers).toEqual({ project: { name: 'third' } });
    });

    test('of twenty concurrent saves of one form step one succeeds', async () => {
      const request = await aRequest();
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => save(request, 0, `${n}`)));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });

    test('concurrent saves of different form steps both succeed', async () => {
      const request = await aRequest();
      const step = (name: string) =>
        store.requests.saveStep({
          id: request.id,
          step: name,
          answers: { kept: name },
          expectedStepVersion: 0,
          by: 'person-1',
          atMs: at,
        });
      expect(await Promise.all([step('project'), step('data')])).toEqual([true, true]);
      const after = await store.requests.find(request.id);
      expect(after?.answers).toEqual({ project: { kept: 'project' }, data: { kept: 'data' } });
      expect(after?.version).toBe(3);
    });

    test('a request that is no longer a draft keeps its answers', async () => {
      const request = await aRequest();
      const submitted = { id: request.id, from: 'draft', to: 'submitted', atMs: at } as const;
      expect(await store.requests.setState({ ...submitted, version: 1 })).toBe(true);
      expect(await save(request, 0, 'late')).toBe(false);
    });

    test('a transition is written only from the state and version that were read', async () => {
      const request = await aRequest();
      await save(request, 0, 'changed');
      const submitted = { id: request.id, from: 'draft', to: 'submitted', atMs: at } as const;
      expect(await store.requests.setState({ ...submitted, version: 1 })).toBe(false);
      expect(await store.requests.setState({ ...submitted, from: 'reopened', version: 2 })).toBe(false);
      expect(await store.requests.setState({ ...submitted, version: 2 })).toBe(true);
    });

    test('a service has one open request for a platform, and may have another once it is refused', async () => {
      const first = await aRequest();
      await expect(aRequest({ serviceId: first.serviceId })).rejects.toThrow();
      await store.requests.setState({
        id: first.id,
        from: 'draft',
        to: 'refused',
        version: 1,
        atMs: at,
      });
      await expect(aRequest({ serviceId: first.serviceId })).resolves.toBeDefined();
    });

    test('the queue lists the longest waiting first over several states, page by page', async () => {
      const platform = 'plus';
      const made: string[] = [];
      for (const [n, state] of (
        ['submitted', 'reopened_submitted', 'submitted', 'draft'] as const
      ).entries()) {
        const request = await aRequest({ state, platform, submittedAtMs: at + n, assignedTo: `p${n}` });
        if (state !== 'draft') made.push(request.id);
      }
      const query = { states: ['submitted', 'reopened_submitted'], platform, limit: 2 } as const;
      const first = await store.requests.queue(query);
      const last = first.at(-1);
      const after = { atMs: last?.submittedAtMs ?? 0, id: last?.id ?? '' };
      const second = await store.requests.queue({ ...query, after });
      expect([...first, ...second].map((request) => request.id)).toEqual(made);
      const mine = await store.requests.queue({ ...query, assignedTo: { person: 'p2' } });
      expect(mine.map((request) => request.id)).toEqual([made[2]]);
      expect(await store.requests.queue({ ...query, assignedTo: 'nobody' })).toEqual([]);
      expect(await store.requests.queue({ ...query, text: 'besancon carte' })).toHaveLength(2);
      expect(await store.requests.queue({ ...query, text: 'lyon' })).toEqual([]);
    });

    test('a new habilitation replaces the one in force; after a revocation none is in force', async () => {
      const request = await aRequest();
      const habilitation = {
        id: randomUUID(),
        requestId: request.id,
        serviceId: request.serviceId,
        platform: 'standard',
        level: 'eidas1',
        scopes: ['openid', 'email'],
        type: 'public',
        commonIdentifier: false,
        snapshot: {},
        validatedAtMs: at,
      } as const;
      const next = { ...habilitation, id: randomUUID(), validatedAtMs: at + 1 };
      await store.habilitations.grant(habilitation);
      await store.habilitations.grant(next);
      expect(await store.habilitations.inForce(request.serviceId, 'standard')).toEqual(next);
      expect(await store.habilitations.inForce(request.serviceId, 'plus')).toBeUndefined();
      await store.habilitations.revokeOfRequest(request.id, at + 2);
      expect(await store.habilitations.inForce(request.serviceId, 'standard')).toBeUndefined();
      const [latest, earlier] = await store.habilitations.list(request.serviceId);
      expect(latest?.revokedAtMs).toBe(at + 2);
      expect(earlier?.supersededAtMs).toBe(at + 1);
      expect(earlier?.revokedAtMs).toBeUndefined();
    });

    test('security 19: an attachment is encrypted at rest, and deleted unless a frozen copy refers to it', async () => {
      const owner = { object: 'request', id: randomUUID() };
      const attachment = (id: string) => ({
        id,
        owner,
        name: 'maquette.png',
        mediaType: 'image/png',
        sizeBytes: 11,
        sha256: '0'.repeat(64),
        storage: 'database' as const,
        createdBy: 'person-1',
        createdAtMs: at,
      });
      const bytes = Buffer.from('very secret');
      await store.attachments.put(attachment('one'), bytes);
      await store.attachments.put(attachment('two'), bytes);
      const { rows } = await sql<{
        sealed_content: string;
      }>`select sealed_content from attachment_content`.execute(connection.db);
      for (const { sealed_content } of rows) {
        expect(sealed_content).not.toContain(bytes.toString('base64').slice(0, 8));
        expect(sealed_content).toMatch(/^v1\./);
      }
      expect(Buffer.from((await store.attachments.content('one')) ?? []).toString()).toBe('very secret');
      expect(await store.attachments.remove('one', at)).toBe(true);
      expect(await store.attachments.content('one')).toBeUndefined();
      await store.attachments.freeze(owner);
      expect(await store.attachments.remove('two', at)).toBe(false);
      expect(await store.attachments.list(owner)).toEqual([]);
      expect((await store.attachments.find('two'))?.removedAtMs).toBe(at);
      expect(await store.attachments.content('two')).toBeDefined();
    });

    test('internal notes are returned only when asked for', async () => {
      const message = { object: 'request', objectId: 'r', author: 'a', atMs: at };
      await store.discussion.append({ ...message, id: 'm1', text: 'hello', internal: false });
      await store.discussion.append({ ...message, id: 'm2', text: 'careful', internal: true });
      expect((await store.discussion.list('request', 'r')).map(({ text }) => text)).toEqual(['hello']);
      expect(await store.discussion.list('request', 'r', { withInternal: true })).toHaveLength(2);
    });

    test('a template is written, changed and removed', async () => {
      const template = {
        id: 't',
        kind: 'request.refuse',
        title: 'No',
        body: 'Because',
        locale: 'en',
      } as const;
      await store.templates.put(template);
      await store.templates.put({ ...template, body: 'Why not' });
      expect(await store.templates.list('request.refuse')).toEqual([{ ...template, body: 'Why not' }]);
      await store.templates.remove('t');
      expect(await store.templates.list()).toEqual([]);
    });
  },
);
