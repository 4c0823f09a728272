import { createManualClock } from '@garance/core';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aSignIn } from '../contract/durable-fixtures.ts';
import { testDatabases } from '../contract/test-databases.ts';
import { createVault } from '../vault.ts';
import type { DatabaseConnection } from './connection.ts';
import type { DurableStore } from './contract.ts';
import { hubMigrations } from './migrations/hub-migrations.ts';
import { buildDurableStore } from './open-durable-store.ts';

const dayMs = 24 * 3600 * 1000;
const vault = createVault(new Uint8Array(32).fill(1));

describe.each(testDatabases(hubMigrations))('sign-ins in partitions of a month: $name', ({ connect }) => {
  let connection: DatabaseConnection;
  let store: DurableStore;
  let nowMs: number;
  beforeEach(async () => {
    connection = await connect();
    store = buildDurableStore(connection, { vault, clock: createManualClock(0) });
    nowMs = Math.floor(await store.readClock());
  });
  afterEach(() => store.close());

  const tablesOf = async (id: string): Promise<readonly string[]> => {
    const found = await sql<{ name: string }>`
      select tableoid::regclass::text as name from sign_in_event where id = ${id}`.execute(connection.db);
    return found.rows.map(({ name }) => name);
  };
  const partitions = async (): Promise<readonly string[]> => {
    const found = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'sign_in_event'::regclass`.execute(
      connection.db,
    );
    return found.rows.map(({ name }) => name).sort();
  };
  const monthsLater = (months: number): number => {
    const day = new Date(nowMs);
    return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 15);
  };
  const nameOf = (atMs: number): string =>
    `sign_in_${new Date(atMs).toISOString().slice(0, 7).replace('-', '_')}`;

  test('each month has its own partition, to which earlier rows are moved', async () => {
    const later = aSignIn('later', { atMs: monthsLater(3), personFingerprint: 'p' });
    await store.signIns.append([aSignIn('now', { atMs: nowMs, personFingerprint: 'p' }), later]);
    expect(await tablesOf('now')).toEqual(['sign_in']);
    expect(await tablesOf('later')).toEqual(['sign_in_later']);
    await store.signIns.maintain({ nowMs: monthsLater(2), keepFromMs: 0 });
    await store.signIns.maintain({ nowMs: monthsLater(2), keepFromMs: 0 });
    expect(await tablesOf('later')).toEqual([nameOf(later.atMs)]);
    expect(await store.signIns.find('later')).toEqual(later);
    await store.signIns.append([later]);
    expect((await store.signIns.list('p', later.hub.environment, 10)).map(({ id }) => id)).toEqual([
      'later',
      'now',
    ]);
    expect(await partitions()).toEqual(
      ['sign_in', 'sign_in_later', ...[2, 3, 4].map((months) => nameOf(monthsLater(months)))].sort(),
    );
  });

  test('a past month is dropped as a whole, and the months after it stay', async () => {
    await store.signIns.maintain({ nowMs: monthsLater(2), keepFromMs: 0 });
    const [going, staying] = [monthsLater(2), monthsLater(3)];
    await store.signIns.append([aSignIn('going', { atMs: going }), aSignIn('staying', { atMs: staying })]);
    // No sign-in can be older than the machine's clock allows, so a past month is simulated.
    const ended = nowMs - 40 * dayMs;
    await sql`update sign_in_partition set to_ms = ${ended} where name = ${nameOf(going)}`.execute(
      connection.db,
    );
    await store.signIns.maintain({ nowMs: staying, keepFromMs: nowMs - 35 * dayMs });
    expect(await store.signIns.find('going')).toBeUndefined();
    expect(await store.signIns.find('staying')).toBeDefined();
    expect(await partitions()).not.toContain(nameOf(going));
    expect(await partitions()).toContain('sign_in');
  });

  test('rows younger than thirty days are never dropped', async () => {
    const tooYoung = store.signIns.maintain({ nowMs, keepFromMs: nowMs - 30 * dayMs + 60_000 });
    await expect(tooYoung).rejects.toThrow('30 days at least');
  });

  test('the rest of the oldest month is deleted row by row', async () => {
    const ages = [400, 366, 364].map((days) => nowMs - days * dayMs);
    await store.signIns.append(ages.map((atMs) => aSignIn(`at-${atMs}`, { atMs })));
    expect(await store.signIns.forget(nowMs - 365 * dayMs, 1)).toBe(1);
    expect(await store.signIns.forget(nowMs - 365 * dayMs)).toBe(1);
    expect(await store.signIns.forget(nowMs - 365 * dayMs)).toBe(0);
    expect(await store.signIns.find(`at-${ages[2]}`)).toBeDefined();
  });

  test('a hub of the previous version writes and reads the same rows under the name that it knows', async () => {
    const older = sql`insert into sign_in
      (id, at_ms, platform, environment, person_fingerprint, service_id, client_id, provider_id, level)
      values ('of-older', ${nowMs}, 'plus', 'integration', 'p', 's', 'c', 'i', 'eidas2') on conflict (id) do nothing`;
    await older.execute(connection.db);
    await older.execute(connection.db);
    await store.signIns.append([aSignIn('of-newer', { atMs: nowMs })]);
    expect((await store.signIns.find('of-older'))?.atMs).toBe(nowMs);
    const seen = await sql<{ id: string }>`select id from sign_in order by id`.execute(connection.db);
    expect(seen.rows.map(({ id }) => id)).toEqual(['of-newer', 'of-older']);
  });
});
