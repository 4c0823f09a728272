import { randomUUID } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault, type TraceEntry } from '@garance/store';
import { type TestDatabaseKind, testDatabases } from '@garance/store/testing';
import { describe, expect, it } from 'vitest';
import { platformMigrations } from '../../migrations/portal-migrations.ts';
import { buildPlatformStore } from '../../portal-store.ts';
import type { ClientRegistration } from './client-registrations.ts';
import type { ClientSecret } from './client-secrets.ts';

const start = Date.UTC(2026, 2, 2, 9);
const hub = { platform: 'plus', environment: 'integration' } as const;

async function openOn({ connect }: TestDatabaseKind) {
  const clock = createManualClock(start);
  const vault = createVault(new Uint8Array(32).fill(7));
  const store = buildPlatformStore(await connect(), { vault, clock });
  return { clock, store, tables: store.portal, [Symbol.asyncDispose]: () => store.close() };
}

type Opened = Awaited<ReturnType<typeof openOn>>;

async function aClientRegistration(
  { tables }: Opened,
  serviceId: string = randomUUID(),
): Promise<ClientRegistration> {
  const id = randomUUID();
  const access = { id, serviceId, organisationId: 'o', ...hub, clientId: randomUUID(), createdAtMs: start };
  await tables.clientRegistrations.create({ ...access, state: 'active' });
  return (await tables.clientRegistrations.findFor(serviceId, hub)) as ClientRegistration;
}

function aSecret(accessId: string, more: Partial<ClientSecret> = {}): ClientSecret {
  return {
    id: randomUUID(),
    accessId,
    sha256: randomUUID().replaceAll('-', '').repeat(2),
    label: '',
    origin: 'generated',
    createdBy: 'p',
    createdAtMs: start,
    ...more,
  };
}

describe.each(testDatabases(platformMigrations))('tables of integration, on $name', (kind) => {
  const open = () => openOn(kind);

  describe('clientRegistrations', () => {
    it('there is one for a service on a hub, and the first one is kept', async () => {
      await using scene = await open();
      const access = await aClientRegistration(scene);
      const again = await aClientRegistration(scene, access.serviceId);
      expect(again.id).toBe(access.id);
      expect(await scene.tables.clientRegistrations.ofService(access.serviceId)).toHaveLength(1);
    });

    it('change state only from the state that was read', async () => {
      await using scene = await open();
      const { id } = await aClientRegistration(scene);
      const suspend = {
        id,
        from: 'active',
        to: 'suspended',
        reason: 'leak',
        version: 0,
        atMs: start,
      } as const;
      expect(await scene.tables.clientRegistrations.setState(suspend)).toBe(true);
      expect(await scene.tables.clientRegistrations.setState(suspend)).toBe(false);
      expect(await scene.tables.clientRegistrations.find(id)).toMatchObject({
        state: 'suspended',
        reason: 'leak',
      });
    });
  });

  describe('sectors', () => {
    it('are allocated once and never change', async () => {
      await using scene = await open();
      const { sectors } = scene.tables;
      expect(await sectors.allocate('s', 'plus', 'first')).toBe('first');
      expect(await sectors.allocate('s', 'plus', 'second')).toBe('first');
      expect(await sectors.find('s', 'standard')).toBeUndefined();
    });
  });

  describe('registration drafts', () => {
    it('have one open draft, numbered, and are saved only over the version that was read', async () => {
      await using scene = await open();
      const { registrationDrafts } = scene.tables;
      const { id: accessId } = await aClientRegistration(scene);
      const form = { displayName: 'A' };
      const first = { id: randomUUID(), accessId, state: 'draft', form, by: 'p', atMs: start } as const;
      expect(await registrationDrafts.create(first)).toBe(true);
      expect(await registrationDrafts.create({ ...first, id: randomUUID() })).toBe(false);
      const save = { id: first.id, expectedVersion: 1, form: { displayName: 'B' }, by: 'q', atMs: start };
      expect(await registrationDrafts.save(save)).toBe(true);
      expect(await registrationDrafts.save(save)).toBe(false);
      expect(await registrationDrafts.draftOf(accessId)).toMatchObject({
        number: 1,
        version: 2,
        form: { displayName: 'B' },
        updatedBy: 'q',
      });
    });

    it('drop findings that belong to an earlier version', async () => {
      await using scene = await open();
      const { registrationDrafts } = scene.tables;
      const { id: accessId } = await aClientRegistration(scene);
      const id = randomUUID();
      await registrationDrafts.create({ id, accessId, state: 'draft', form: {}, by: 'p', atMs: start });
      const checks = [{ field: 'jwksUri', code: 'reachable', outcome: 'passed' as const }];
      expect(await registrationDrafts.saveChecks({ id, expectedVersion: 1, checks, atMs: start })).toBe(true);
      await registrationDrafts.save({ id, expectedVersion: 1, form: {}, by: 'p', atMs: start });
      expect(await registrationDrafts.saveChecks({ id, expectedVersion: 1, checks, atMs: start })).toBe(
        false,
      );
      expect((await registrationDrafts.find(id))?.checks).toEqual([]);
    });

    it('of two published at once the database refuses the second', async () => {
      await using scene = await open();
      const { registrationDrafts } = scene.tables;
      const { id: accessId } = await aClientRegistration(scene);
      for (const expected of [true, false]) {
        const id = randomUUID();
        await registrationDrafts.create({ id, accessId, state: 'draft', form: {}, by: 'p', atMs: start });
        const change = { id, from: 'draft', to: 'published', version: 1, atMs: start } as const;
        const published = registrationDrafts.setState(change);
        if (expected) expect(await published).toBe(true);
        else await expect(published).rejects.toThrow();
      }
      expect((await registrationDrafts.list(accessId, { limit: 10 })).map((draft) => draft.number)).toEqual([
        2, 1,
      ]);
    });
  });

  describe('client secrets', () => {
    it('count until they end, and no hash is used twice (security.md 14)', async () => {
      await using scene = await open();
      const { clientSecrets } = scene.tables;
      const { id } = await aClientRegistration(scene);
      const other = await aClientRegistration(scene);
      const ending = aSecret(id, { expiresAtMs: start + 1000 });
      expect(await clientSecrets.create(ending)).toBe(true);
      expect(await clientSecrets.create(aSecret(id))).toBe(true);
      expect(await clientSecrets.create(aSecret(other.id, { sha256: ending.sha256 }))).toBe(false);
      expect(await clientSecrets.valid(id, start)).toHaveLength(2);
      expect(await clientSecrets.valid(id, start + 1000)).toHaveLength(1);
      expect(await clientSecrets.expiring(start, start + 1000, 10)).toHaveLength(1);
      expect(await clientSecrets.older(start, 10)).toHaveLength(1);
    });
  });

  describe('test accounts', () => {
    it('are read as written, and are sealed at rest (security.md 19)', async () => {
      await using scene = await open();
      const identity = {
        id: randomUUID(),
        serviceId: 's',
        organisationId: 'o',
        login: 'essai-1',
        claims: { family_name: 'Introuvable' },
        createdAtMs: start,
      };
      expect(await scene.tables.testAccounts.create(identity)).toBe(true);
      expect(await scene.tables.testAccounts.create({ ...identity, id: randomUUID() })).toBe(false);
      expect(await scene.tables.testAccounts.ofService('s')).toEqual([identity]);
      expect(await scene.tables.testAccounts.list({ limit: 10 })).toEqual([identity]);
      await scene.tables.testAccounts.remove(identity.id);
      expect(await scene.tables.testAccounts.list({ limit: 10 })).toEqual([]);
    });
  });

  describe('the trace', () => {
    const entry = (more: Partial<TraceEntry> = {}): TraceEntry => ({
      atMs: start,
      hub,
      clientId: 'c',
      endpoint: 'token',
      occurrenceId: 'o1',
      outcome: 'accepted',
      checks: ['client'],
      ...more,
    });

    it('is read by client, newest first, filtered and paged', async () => {
      await using scene = await open();
      const { trace } = scene.tables;
      await trace.append([
        entry(),
        entry({ outcome: 'token.pkce_failed', occurrenceId: 'o2', detail: 'code_verifier' }),
        entry({ clientId: 'other', occurrenceId: 'o3' }),
        entry({ endpoint: 'authorize', occurrenceId: 'o4', atMs: start + 1000 }),
      ]);
      const mine = { clientIds: ['c'], limit: 10 };
      const ids = async (more: object) =>
        (await trace.list({ ...mine, ...more })).map((row) => row.occurrenceId);
      expect(await ids({})).toEqual(['o4', 'o2', 'o1']);
      expect(await ids({ outcome: 'refused' })).toEqual(['o2']);
      expect(await ids({ endpoint: 'authorize' })).toEqual(['o4']);
      expect(await ids({ fromMs: start + 1 })).toEqual(['o4']);
      expect(await ids({ occurrenceId: 'o3' })).toEqual([]);
      const [, second] = await trace.list(mine);
      expect(await ids({ before: second?.sequence })).toEqual(['o1']);
    });

    it('keeps the login, the step, its time and the check that failed, where they are known', async () => {
      await using scene = await open();
      const columns = { loginReference: 'r', step: 'consent', durationMs: 12, failedCheck: 'pkce' };
      await scene.tables.trace.append([entry(columns), entry()]);
      const found = await scene.tables.trace.list({ clientIds: ['c'], limit: 10 });
      expect(found.map(({ sequence: _sequence, ...stored }) => stored)).toEqual([entry(), entry(columns)]);
    });

    it('deletes entries older than its limit', async () => {
      await using scene = await open();
      await scene.tables.trace.append([entry(), entry({ atMs: start + 1000 })]);
      expect(await scene.tables.trace.purge(start + 1000)).toBe(1);
      expect(await scene.tables.trace.list({ clientIds: ['c'], limit: 10 })).toHaveLength(1);
    });
  });
});
