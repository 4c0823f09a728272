/** Rows in a state that the lifecycle does not have, as a failed migration or another program may leave them. */
import { randomUUID } from 'node:crypto';
import { createManualClock } from '@garance/core';
import { createVault, type DatabaseConnection } from '@garance/store';
import { connectPglite } from '@garance/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformMigrations } from './migrations/portal-migrations.ts';
import { buildPlatformStore, type PortalTables } from './portal-store.ts';

const atMs = Date.UTC(2026, 10, 3);
const serviceId = 's';
const organisationId = 'o';

interface Kept {
  readonly table: string;
  /** Creates another row. */
  readonly create: (tables: PortalTables, n: number) => Promise<string>;
  readonly find: (tables: PortalTables, id: string) => Promise<unknown>;
  readonly list: (tables: PortalTables) => Promise<readonly { readonly id: string }[]>;
}

const platforms = ['standard', 'plus'] as const;
const platformOf = (n: number) => platforms[n % 2] ?? 'standard';

const kept: readonly Kept[] = [
  {
    table: 'request',
    create: async ({ requests }, n) => {
      const request = {
        serviceId,
        organisationId,
        platform: platformOf(n),
        state: 'draft',
        answers: {},
      } as const;
      const more = { title: '', foundBy: '', ownerId: 'p', commonIdentifier: false, createdAtMs: atMs };
      return (await requests.create({ id: randomUUID(), ...request, ...more })).id;
    },
    find: ({ requests }, id) => requests.find(id),
    list: ({ requests }) => requests.ofService(serviceId),
  },
  {
    table: 'access',
    create: async ({ clientRegistrations }, n) => {
      const id = randomUUID();
      const place = {
        serviceId,
        organisationId,
        platform: platformOf(n),
        environment: 'integration',
      } as const;
      await clientRegistrations.create({ id, ...place, clientId: id, state: 'active', createdAtMs: atMs });
      return id;
    },
    find: ({ clientRegistrations }, id) => clientRegistrations.find(id),
    list: ({ clientRegistrations }) => clientRegistrations.ofService(serviceId),
  },
  {
    table: 'registration_draft',
    create: async ({ registrationDrafts }, n) => {
      const id = randomUUID();
      const state = n === 0 ? 'superseded' : 'draft';
      await registrationDrafts.create({ id, accessId: 'a', state, form: {}, by: 'p', atMs });
      return id;
    },
    find: ({ registrationDrafts }, id) => registrationDrafts.find(id),
    list: ({ registrationDrafts }) => registrationDrafts.list('a', { limit: 9 }),
  },
  {
    table: 'qualification',
    create: async ({ qualifications }, n) => {
      const id = randomUUID();
      const place = { serviceId, organisationId, platform: platformOf(n) } as const;
      await qualifications.create({ id, ...place, state: 'open', atMs, foundBy: '' });
      return id;
    },
    find: ({ qualifications }, id) => qualifications.find(id),
    list: ({ qualifications }) => qualifications.ofServices([serviceId]),
  },
  {
    table: 'production',
    create: async ({ productions }, n) => {
      const id = randomUUID();
      const place = { serviceId, organisationId, platform: platformOf(n), qualificationId: 'q' } as const;
      await productions.create({ id, ...place, state: 'opened', openedAtMs: atMs });
      return id;
    },
    find: ({ productions }, id) => productions.find(id),
    list: ({ productions }) => productions.ofServices([serviceId]),
  },
  {
    table: 'support_thread',
    create: async ({ threads }, n) => {
      const id = randomUUID();
      await threads.create({ id, openedBy: 'p', subject: `${n}`, state: 'open', createdAtMs: atMs });
      return id;
    },
    find: ({ threads }, id) => threads.find(id),
    list: ({ threads }) => threads.visibleTo({ personId: 'p', organisationIds: [], limit: 9 }),
  },
];

/** Uses a database of its own: the constraints that refuse such rows are removed. */
let connection: DatabaseConnection;
beforeAll(async () => {
  connection = await connectPglite('memory:', platformMigrations);
  await sql`set session_replication_role = replica`.execute(connection.db);
});
afterAll(() => connection?.close());

test.each(kept)(
  'a broken row of $table is left out of lists, the other rows are read',
  async ({ table, ...kind }) => {
    const logged: object[] = [];
    const logger = { warn: () => {}, error: (fields: object) => void logged.push(fields) };
    const vault = createVault(new Uint8Array(32).fill(7));
    const { portal } = buildPlatformStore(connection, { vault, clock: createManualClock(atMs), logger });
    const broken = await kind.create(portal, 0);
    const sound = await kind.create(portal, 1);
    const drop = sql`alter table ${sql.table(table)} drop constraint if exists ${sql.ref(`${table}_state_check`)}`;
    await drop.execute(connection.db);
    await sql`update ${sql.table(table)} set state = 'nowhere' where id = ${broken}`.execute(connection.db);
    expect((await kind.list(portal)).map(({ id }) => id)).toEqual([sound]);
    expect(logged).toMatchObject([{ id: broken, state: 'nowhere' }]);
    await expect(kind.find(portal, broken)).rejects.toThrow(`${broken} has no state nowhere`);
    expect(await kind.find(portal, sound)).toMatchObject({ id: sound });
  },
);
