/** Query plans of the lists over 10,000 rows: each uses an index, none reads the whole table. */

import { randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault } from '@garance/store';
import { testDatabases, type WatchedConnection, watchQueries } from '@garance/store/testing';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformMigrations } from './migrations/portal-migrations.ts';
import { createPortalStore, type PortalStore } from './portal-store.ts';
import type { Tables } from './schema.ts';

const rows = 10_000;

describe.each(testDatabases(platformMigrations))('lists of ten thousand, on $name', ({ connect }) => {
  let connection: WatchedConnection;
  let store: PortalStore;

  beforeAll(async () => {
    connection = watchQueries(await connect());
    const { db } = connection;
    await fill(db);
    const logger = { warn: () => {}, error: () => {} };
    const clock = createManualClock(0);
    const vault = createVault(randomBytes(32));
    store = createPortalStore({ db }, { vault, clock, logger, mailDomain: 'garance.invalid' });
  });
  afterAll(() => connection.close());

  const before = { atMs: rows / 2, id: 'service-5000' };

  it.each([
    ['services of an organisation', () => store.services.ofOrganisations(['organisation-1'], { limit: 26 })],
    ['their next page', () => store.services.ofOrganisations(['organisation-1'], { limit: 26, before })],
    ['a service by a word', () => store.services.search({ text: 'service 4711', limit: 26 })],
    ['all services', () => store.services.search({ limit: 26, before })],
    ['requests of a page of services', () => store.requests.ofServices(['service-1', 'service-2'])],
    ['the queue', () => store.requests.queue({ states: ['submitted', 'validated'], limit: 26 })],
    [
      'its next page',
      () => store.requests.queue({ states: ['validated'], limit: 26, after: { atMs: 5000, id: 'x' } }),
    ],
    ['a request by a word', () => store.requests.queue({ states: ['validated'], text: '4711', limit: 26 })],
    [
      'what one reviewer has taken',
      () => store.requests.queue({ states: ['submitted'], assignedTo: { person: 'p1' }, limit: 26 }),
    ],
    ['the habilitation in force', () => store.habilitations.inForce('service-1', 'standard')],
  ])('%s: read by an index', async (_, work) => {
    const plans = (await connection.plansOf(work)).flatMap(({ plan }) => plan).join('\n');
    expect(plans).toContain('Index');
    expect(plans).not.toMatch(/Seq Scan on (service|request|habilitation)\b/);
  });

  async function fill(db: Kysely<Tables>): Promise<void> {
    await sql`insert into service
      select 'service-' || n, 'organisation-' || n % 3, 'Service ' || n, 'public', '{}'::jsonb, 'service ' || n, n
      from generate_series(1, ${sql.lit(rows)}) n`.execute(db);
    await sql`insert into request
      (id, service_id, organisation_id, platform, state, version, answers, step_edits, title, search_text, owner_id,
       assigned_to, common_identifier, created_at_ms, updated_at_ms, ordered_at_ms, clock_used_days)
      select 'request-' || n, 'service-' || n, 'organisation-' || n % 3, 'standard',
       case when n % 100 = 0 then 'submitted' else 'validated' end, 1, '{}'::jsonb, '{}'::jsonb, 'Service ' || n,
       'service ' || n, 'o', 'p' || n % 50, false, n, n, n, 0
      from generate_series(1, ${sql.lit(rows)}) n`.execute(db);
    await sql`insert into habilitation
      select 'habilitation-' || id, id, service_id, platform, 'eidas1', '[]'::jsonb, 'public', false, '{}'::jsonb,
       created_at_ms, null, null from request`.execute(db);
    await sql`analyze`.execute(db);
  }
});
