import { randomUUID } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault } from '@garance/store';
import { type TestDatabaseKind, testDatabases } from '@garance/store/testing';
import { describe, expect, it } from 'vitest';
import { platformMigrations } from '../migrations/portal-migrations.ts';
import { buildPlatformStore } from '../portal-store.ts';
import type { SandboxClient, SandboxHolder } from './table.ts';

const start = Date.UTC(2026, 2, 2, 9);

async function openOn({ connect }: TestDatabaseKind) {
  const vault = createVault(new Uint8Array(32).fill(7));
  const store = buildPlatformStore(await connect(), { vault, clock: createManualClock(start) });
  return { clients: store.portal.sandboxClients, [Symbol.asyncDispose]: () => store.close() };
}

const anOrganisation = (): SandboxHolder => ({ kind: 'organisation', organisationId: randomUUID() });
const aPerson = (): SandboxHolder => ({ kind: 'person', personId: randomUUID() });

type NewClient = Omit<SandboxClient, 'version' | 'updatedAtMs'>;

function aClient(holder: SandboxHolder, more: Partial<NewClient> = {}): NewClient {
  return {
    id: randomUUID(),
    holder,
    platform: 'standard',
    clientId: randomUUID(),
    sectorId: randomUUID(),
    form: { displayName: 'Test', scopes: ['openid', 'email'] },
    createdBy: 'p',
    createdAtMs: start,
    ...more,
  };
}

describe.each(testDatabases(platformMigrations))('sandbox clients, on $name', (kind) => {
  const open = () => openOn(kind);

  it.each([anOrganisation, aPerson])('are read as they were written', async (holderOf) => {
    await using scene = await open();
    const made = aClient(holderOf(), { secretSha256: 'a'.repeat(64) });
    expect(await scene.clients.create(made, 1)).toBe(true);
    const kept = { ...made, version: 1, updatedAtMs: start };
    expect(await scene.clients.find(made.id)).toEqual(kept);
    expect(await scene.clients.lock(made.id)).toEqual(kept);
    expect(await scene.clients.ofHolder(made.holder)).toEqual([kept]);
    expect(await scene.clients.ofHolder(holderOf())).toEqual([]);
  });

  it('attack 25: are made up to the limit by fifty concurrent requests', async () => {
    await using scene = await open();
    const holder = aPerson();
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        scene.clients.create(aClient(holder, { platform: index % 2 === 0 ? 'standard' : 'plus' }), 2),
      ),
    );
    expect(made.filter(Boolean)).toHaveLength(2);
    expect(await scene.clients.ofHolder(holder)).toHaveLength(2);
  });

  it('have a limit for each organisation and platform, and a removed one no longer counts', async () => {
    await using scene = await open();
    const holder = anOrganisation();
    const first = aClient(holder);
    expect(await scene.clients.create(first, 1)).toBe(true);
    expect(await scene.clients.create(aClient(holder), 1)).toBe(false);
    expect(await scene.clients.create(aClient(holder, { platform: 'plus' }), 1)).toBe(true);
    expect(await scene.clients.remove(first.id)).toBe(true);
    expect(await scene.clients.remove(first.id)).toBe(false);
    expect(await scene.clients.create(aClient(holder), 1)).toBe(true);
  });

  it('are saved only over the version that was read', async () => {
    await using scene = await open();
    const made = aClient(anOrganisation());
    await scene.clients.create(made, 1);
    const change = { id: made.id, expectedVersion: 1, form: { displayName: 'Autre' }, atMs: start + 1 };
    expect(await scene.clients.save(change)).toBe(true);
    expect(await scene.clients.save(change)).toBe(false);
    await scene.clients.setSecret(made.id, 'b'.repeat(64), start + 2);
    expect(await scene.clients.find(made.id)).toMatchObject({
      version: 2,
      form: { displayName: 'Autre' },
      secretSha256: 'b'.repeat(64),
      updatedAtMs: start + 2,
    });
    expect(await scene.clients.save({ ...change, id: randomUUID() })).toBe(false);
  });
});
