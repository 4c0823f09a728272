import { randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault } from '@garance/store';
import { countOpened, leaseDatabase, sealedValues } from '@garance/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformMigrations } from './migrations/portal-migrations.ts';
import { buildPlatformStore, type PlatformStore } from './portal-store.ts';
import { sealedColumns } from './sealed-columns.ts';

const clock = createManualClock(1_000_000);
const [former, next] = [randomBytes(32), randomBytes(32)];
const hub = { platform: 'plus', environment: 'production' } as const;

/** Writes one value to every sealed column, by the functions of the store; rows that they refer to are missing. */
async function fill(store: PlatformStore): Promise<void> {
  const { portal } = store;
  const endsAtMs = clock.now() + 600_000;
  await store.secrets.getOrCreate('a secret', () => randomBytes(32));
  await store.hubKeys.insert({
    hub,
    kid: 'kid',
    use: 'sig',
    alg: 'ES256',
    state: 'active',
    privateJwk: { kty: 'EC', d: 'private' },
    createdAtMs: 1,
  });
  await store.outbox.enqueue({
    id: 'mail',
    to: 'a@b.example',
    subject: 's',
    text: 't',
    html: 't',
    expiresAtMs: endsAtMs,
  });
  await portal.totpFactors.putPending('person', 'SECRET');
  await portal.signInCodes.put({
    browserSecret: 'browser',
    email: 'a@b.example',
    code: '123456',
    tries: 3,
    expiresAtMs: endsAtMs,
  });
  await portal.browserErrands.put({
    browserSecret: 'browser',
    purpose: 'kept-form',
    value: 'v',
    expiresAtMs: endsAtMs,
  });
  const attachment = {
    id: 'attachment',
    owner: { object: 'request', id: 'request' },
    name: 'a.png',
    mediaType: 'image/png',
    sizeBytes: 3,
    sha256: '00',
    storage: 'database',
    createdBy: 'person',
    createdAtMs: 1,
  } as const;
  await portal.attachments.put(attachment, Buffer.from('abc'));
  const delivery = { bodyHash: 'hash', remoteId: 'remote', event: 'approve', firedAt: 1, body: '{}' };
  await portal.datapassDeliveries.receive(delivery, 1);
  await portal.datapassRequests.lock('remote');
  await portal.datapassRequests.save({ remoteId: 'remote', unmapped: { field: 'value' } });
  const endpoint = { id: 'endpoint', url: 'https://a.example', events: ['approve'], createdAtMs: 1 };
  await portal.webhookEndpoints.create(endpoint, 'webhook secret');
  await portal.webhookCalls.enqueue({
    id: 'call',
    endpointId: 'endpoint',
    event: 'approve',
    objectId: 'request',
    payload: '{}',
    createdAtMs: 1,
  });
  await portal.testAccounts.create({
    id: 'account',
    serviceId: 'service',
    organisationId: 'organisation',
    login: 'login',
    claims: { given_name: 'Invented' },
    createdAtMs: 1,
  });
}

describe('the sealed columns of an installation', () => {
  let connection: Awaited<ReturnType<typeof leaseDatabase>>;

  beforeAll(async () => {
    connection = await leaseDatabase(platformMigrations);
    // Disables foreign keys: only the sealed columns matter here.
    await sql`set session_replication_role = replica`.execute(connection.db);
  });
  afterAll(async () => {
    await sql`set session_replication_role = origin`.execute(connection.db);
    await connection.close();
  });

  it('are all in the list that a change of the master key uses', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and column_name like 'sealed%'`.execute(connection.db);
    const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    expect(listed.sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it('can all be opened with the new key alone after the change', async () => {
    const before = buildPlatformStore(connection, { vault: createVault(former), clock });
    await fill(before);
    // Written here because the contract of the hubs' store creates the provider.
    const sealed = createVault(former).seal('provider-client-secret', 'secret', 'plus/production/provider');
    await sql`insert into provider values ('plus', 'production', 'provider', 'active', 0, '{}', ${sealed})`.execute(
      connection.db,
    );
    const filled = await sealedValues(connection, sealedColumns);
    expect(new Set(filled.map(({ of }) => of.table)).size).toBe(sealedColumns.length);
    expect(await countOpened(connection, sealedColumns, former)).toEqual({
      opened: filled.length,
      all: filled.length,
    });

    const both = buildPlatformStore(connection, { vault: createVault(next, former), clock });
    const counts = await both.reseal({ batch: 1 });
    expect(counts.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(filled.length);
    expect(await countOpened(connection, sealedColumns, former)).toEqual({ opened: 0, all: filled.length });
    expect(await countOpened(connection, sealedColumns, next)).toEqual({
      opened: filled.length,
      all: filled.length,
    });

    const { portal } = buildPlatformStore(connection, { vault: createVault(next), clock });
    expect(await portal.totpFactors.findPending('person')).toBe('SECRET');
    expect(await portal.signInCodes.findEmail('browser', clock.now())).toBe('a@b.example');
    const errand = { browserSecret: 'browser', purpose: 'kept-form' };
    expect(await portal.browserErrands.peek(errand, clock.now())).toBe('v');
    expect(Buffer.from((await portal.attachments.content('attachment')) ?? []).toString()).toBe('abc');
    expect(await portal.webhookEndpoints.secret('endpoint')).toBe('webhook secret');
    expect((await portal.testAccounts.find('account'))?.claims).toEqual({ given_name: 'Invented' });
    expect((await portal.datapassRequests.find('remote'))?.unmapped).toEqual({ field: 'value' });
    expect(await portal.datapassDeliveries.body('hash')).toBe('{}');
  });
});
