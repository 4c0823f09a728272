import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { platformMigrations } from '@garance/portal';
import { runStatements } from '@garance/store';
import { createTestDatabase, leaseDatabase, type TestDatabase, tryStatements } from '@garance/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeGrants, grantStatements } from './grants.ts';
import { functionRights, processes, rightsOf, tableRights, type Verb, verbs } from './table-rights.ts';

const root = new URL('../../../../../', import.meta.url);
const tables = Object.keys(tableRights);

/** Verbs of every statement of the stores, by table. */
function writtenInSources(): ReadonlyMap<string, ReadonlySet<Verb>> {
  const found = new Map<string, Set<Verb>>();
  const add = (table: string, verb: Verb) => found.set(table, (found.get(table) ?? new Set()).add(verb));
  const forms = [
    [/\.(?:insertInto)\('(\w+)'\)|\binsert into (\w+)/g, 'insert'],
    [/\.(?:updateTable)\('(\w+)'\)|\bupdate (\w+) set\b/g, 'update'],
    [/\.(?:deleteFrom)\('(\w+)'\)|\bdelete from (\w+)/g, 'delete'],
    // A service that moves to another organisation updates these tables too.
    [/'(\w+)'(?=[^\]]*\] as const\)[\s\S]{0,60}updateTable\(table\))/g, 'update'],
    [/\.insertInto\('(\w+)'\)(?:(?!execute)[\s\S])*?doUpdateSet/g, 'update'],
  ] as const;
  const files = globSync('{packages/store/src/durable,apps/portal/src/objects}/**/*.ts', {
    cwd: root,
    exclude: (name) => /\.test\.ts$|migrations/.test(name),
  });
  for (const file of files) {
    const source = readFileSync(new URL(file, root), 'utf8');
    for (const [form, verb] of forms)
      for (const [, quoted, unquoted] of source.matchAll(form)) add(quoted ?? unquoted ?? '', verb);
  }
  return found;
}

describe('the table of rights', () => {
  test('has every table of the database, and no other', async () => {
    const { db, close } = await leaseDatabase(platformMigrations);
    const found = await db.introspection.getTables({ withInternalKyselyTables: true });
    await close();
    expect(found.map(({ name }) => name).sort()).toEqual([...tables].sort());
  });

  test('grants what the stores write, each table to some process, and nothing that none writes', () => {
    const written = writtenInSources();
    const differences = tables.flatMap((table) => {
      const granted = new Set(
        processes.flatMap((process) => rightsOf(table, process).map(({ verb }) => verb)),
      );
      granted.delete('select');
      const used = written.get(table) ?? new Set();
      const lacking = [...used].filter((verb) => !granted.has(verb));
      const tooMuch = [...granted].filter((verb) => !used.has(verb));
      return lacking.length + tooMuch.length === 0 ? [] : [[table, { lacking, tooMuch }] as const];
    });
    expect(Object.fromEntries(differences)).toEqual({});
  });

  test('contains verbs only', () => {
    for (const table of tables)
      for (const process of processes) {
        const words = (tableRights[table]?.[process] ?? '').replace(/\([^)]*\)/g, '').split(' ');
        expect(words.filter((word) => word !== '')).toEqual(rightsOf(table, process).map(({ verb }) => verb));
      }
  });

  test('is printed as SQL, with names quoted', () => {
    const text = describeGrants({ hub: 'h', portal: 'a "portal"', worker: 'w' });
    expect(text).toContain('grant select, insert on "hub_key" to "h";');
    expect(text).toContain('-- create role "a ""portal""" login;');
    expect(text).not.toMatch(/grant [^;]*"sealed_private_jwk"[^;]* to "a /);
  });
});

const serverUrl = process.env.TEST_POSTGRES_URL;

describe.skipIf(serverUrl === undefined)(
  'the users of the database (skipped without TEST_POSTGRES_URL)',
  () => {
    const suffix = randomBytes(4).toString('hex');
    const users = { hub: `hub_${suffix}`, portal: `portal_${suffix}`, worker: `worker_${suffix}` };
    let database: TestDatabase;
    const columns = new Map<string, readonly string[]>();
    beforeAll(async () => {
      database = await createTestDatabase(serverUrl ?? '', platformMigrations);
      await runStatements(
        database.url,
        Object.values(users).map((user) => `create role ${user} login`),
      );
      // Run twice: repeated grants change nothing.
      await runStatements(database.url, grantStatements(users));
      await runStatements(database.url, grantStatements(users));
      for (const table of tables) columns.set(table, await database.columns(table));
    });
    afterAll(async () => {
      if (database === undefined) return;
      await database.drop();
      await runStatements(
        serverUrl ?? '',
        Object.values(users).map((user) => `drop role ${user}`),
      );
    });
    const outcomesOf = (user: string, statements: readonly string[]) => {
      const url = new URL(database.url);
      url.username = user;
      return tryStatements(url.href, statements);
    };
    const attempt = (verb: Verb, table: string, column: string): string =>
      ({
        select: `select "${column}" from "${table}" limit 0`,
        insert: `insert into "${table}" default values`,
        update: `update "${table}" set "${column}" = null where false`,
        delete: `delete from "${table}" where false`,
      })[verb];
    const denied = '42501';

    test.each(processes)('%s: each right works, and each other one is refused', async (process) => {
      const tries: { readonly statement: string; readonly isGranted: boolean }[] = [];
      for (const table of tables) {
        const rights = rightsOf(table, process);
        for (const verb of verbs) {
          const right = rights.find((candidate) => candidate.verb === verb);
          const byColumn = verb === 'select' || verb === 'update';
          for (const column of byColumn ? (columns.get(table) ?? []) : ['']) {
            const isGranted = right !== undefined && (right.columns?.includes(column) ?? true);
            tries.push({ statement: attempt(verb, table, column), isGranted });
          }
        }
        tries.push({ statement: `truncate "${table}"`, isGranted: false });
        tries.push({ statement: `drop table "${table}"`, isGranted: false });
      }
      const outcomes = await outcomesOf(
        users[process],
        tries.map(({ statement }) => statement),
      );
      const wrong = tries
        .map(({ statement, isGranted }, index) => ({ statement, isGranted, code: outcomes[index] }))
        .filter(({ isGranted, code }) => (code === denied) === isGranted);
      expect(wrong).toEqual([]);
      expect(tries.filter(({ isGranted }) => !isGranted).length).toBeGreaterThan(100);
    });

    test('only the worker may drop months of sign-ins, and nothing else that way', async () => {
      const call = 'select maintain_sign_ins(0, 0)';
      for (const process of processes) {
        const [code] = await outcomesOf(users[process], [call]);
        const may = functionRights['maintain_sign_ins(bigint, bigint)']?.includes(process);
        expect([process, code]).toEqual([process, may ? undefined : denied]);
      }
      // A temporary table under the name that the function reads would make it drop another table.
      const shadow = [
        'create temporary table sign_in_partition (name text, to_ms bigint)',
        "insert into sign_in_partition values ('audit_log', 0)",
        call,
      ];
      await outcomesOf(users.worker, shadow);
      expect(await database.columns('audit_log')).toContain('hash');
    });

    test('none creates tables, becomes another user or reads files', async () => {
      for (const user of Object.values(users)) {
        const others = Object.values(users).filter((other) => other !== user);
        const statements = [
          'create table own (a int)',
          'create function own() returns int language sql as $$ select 1 $$',
          ...others.map((other) => `set role ${other}`),
          "select pg_read_file('/etc/passwd')",
          "copy (select 1) to '/tmp/x'",
        ];
        expect(await outcomesOf(user, statements)).toEqual(statements.map(() => denied));
      }
    });
  },
);
