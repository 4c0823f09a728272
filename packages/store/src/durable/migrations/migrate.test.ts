/** Two versions of the program on one database. */
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabases } from '../../contract/test-databases.ts';
import type { DatabaseConnection } from '../connection.ts';
import { hubMigrations } from './hub-migrations.ts';
import { checkSchema, type Migrations, migrate } from './migrate.ts';

const nothing = { up: async () => {} };
/** Migrations of each version: the second expands, the third removes what only the first used. */
const first: Migrations = hubMigrations;
const second: Migrations = { ...first, '9001-expands': nothing };
const third: Migrations = { ...second, '9002-contracts': { ...nothing, needs: '9001-expands' } };
const refused = (detail: string) => ({ code: 'store.schema_unknown', detail });

describe.each(testDatabases(hubMigrations))('versions side by side: $name', ({ connect }) => {
  let connection: DatabaseConnection;
  beforeEach(async () => {
    connection = await connect();
  });
  afterEach(async () => {
    await sql`delete from schema_migration where name like '9%'`.execute(connection.db);
    await sql`delete from schema_requirement where migration like '9%'`.execute(connection.db);
    await connection.close();
  });
  const check = (migrations: Migrations) => checkSchema(connection.db, migrations);
  const bring = (migrations: Migrations) => migrate(connection.db, migrations);

  test('a version refuses tables that lack what it needs', async () => {
    await expect(check(second)).rejects.toMatchObject(refused('lacks 9001-expands'));
    await bring(second);
    await check(second);
    await expect(check(third)).rejects.toMatchObject(refused('lacks 9002-contracts'));
  });
  test('a version works with what a newer one has added, and does not change it', async () => {
    await bring(second);
    await check(first);
    await bring(first);
    await check(second);
  });
  test('a version refuses what a newer one has removed; the version between does not', async () => {
    await bring(third);
    await expect(check(first)).rejects.toMatchObject(refused('has 9002-contracts'));
    await expect(bring(first)).rejects.toMatchObject(refused('has 9002-contracts'));
    await check(second);
    await bring(second);
    await check(third);
  });
  test('a version refuses a migration about which nothing is recorded', async () => {
    await bring(second);
    await sql`delete from schema_requirement where migration = '9001-expands'`.execute(connection.db);
    await expect(check(first)).rejects.toMatchObject(refused('has 9001-expands'));
  });
});

test('a migration needs only migrations that came before it', () => {
  for (const [name, { needs }] of Object.entries(hubMigrations)) {
    if (needs !== undefined)
      expect(Object.keys(hubMigrations).filter((other) => other < name)).toContain(needs);
  }
});
