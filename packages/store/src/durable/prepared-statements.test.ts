import { PGlite } from '@electric-sql/pglite';
import { Kysely, type PGlite as KyselyPglite, PGliteDialect, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hubMigrations } from './migrations/hub-migrations.ts';
import { findPreparedDatabase } from './prepared-database.ts';
import { mostStatements, prepareStatements } from './prepared-statements.ts';

let plain: PGlite;
let prepared: KyselyPglite;

beforeAll(async () => {
  const loadDataDir = await findPreparedDatabase(hubMigrations);
  plain = await PGlite.create({ ...(loadDataDir !== undefined && { loadDataDir }) });
  await plain.exec(`create table sample (
    id bigint primary key, name text unique, list text[], numbers integer[], document jsonb, flag boolean,
    bytes bytea, at timestamptz, day date, amount numeric, fraction double precision)`);
  prepared = await prepareStatements(plain);
});
afterAll(() => plain.close());
beforeEach(() => plain.exec('truncate sample'));

const insert = 'insert into sample values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)';
const values = [
  9_007_199_254_740_993n,
  'Élodie "q" \\ \' ✓',
  ['a', 'b,c', '{d}', null, ''],
  [1, 2, -3],
  { deep: [{ x: null }, 'é'] },
  true,
  new Uint8Array([0, 1, 255]),
  new Date('2026-02-03T04:05:06.789Z'),
  '2026-02-03',
  '12345678901234567890.12',
  0.1,
];

describe('prepared statements of the embedded database', () => {
  it('write and read every type as PGlite does', async () => {
    await prepared.query(insert, values);
    const own = await prepared.query('select * from sample');
    const theirs = await plain.query('select * from sample');
    expect(own.rows).toEqual(theirs.rows);
    expect(own.rows).toHaveLength(1);
    await plain.exec('truncate sample');
    await plain.query(insert, values);
    expect((await prepared.query('select * from sample')).rows).toEqual(own.rows);
    await prepared.query('delete from sample');
    await prepared.query(insert, [1, undefined, null, null, null, null, null, null, null, null, null]);
    expect((await prepared.query('select name from sample where name is null')).rows).toEqual([
      { name: null },
    ]);
  });

  it.each([
    ['insert into sample (id) values (1), (2) returning id', 2],
    ['select 1 as one', 0],
    ["update sample set name = 'x' where false", 0],
    ['delete from sample', 0],
    ['with new as (insert into sample (id) values (7) returning id) select * from new', 0],
  ])('%s: affected and returned rows are those of PGlite', async (text, affected) => {
    const own = await prepared.query(text);
    await plain.exec('truncate sample');
    const theirs = await plain.query(text);
    expect([own.rows, own.affectedRows]).toEqual([theirs.rows, theirs.affectedRows]);
    expect(own.affectedRows).toBe(affected);
  });

  it('a statement that fails, in its text or its values, does not affect the next ones', async () => {
    for (let time = 0; time < 3; time += 1) {
      await expect(prepared.query('select nothing from sample')).rejects.toMatchObject({ code: '42703' });
      await expect(prepared.query('insert into sample (id) values ($1)', ['x'])).rejects.toMatchObject({
        code: '22P02',
      });
      await prepared.query('insert into sample (id) values ($1) on conflict do nothing', [1]);
      await expect(prepared.query('insert into sample (id) values ($1)', [1])).rejects.toMatchObject({
        code: '23505',
        constraint: 'sample_pkey',
      });
      expect((await prepared.query('select id from sample')).rows).toHaveLength(1);
    }
  });

  it('a transaction that fails is rolled back, and others wait for its end', async () => {
    const db = new Kysely<{ sample: { id: number } }>({ dialect: new PGliteDialect({ pglite: prepared }) });
    const count = async () =>
      Number((await sql<{ n: number }>`select count(*)::int as n from sample`.execute(db)).rows[0]?.n);
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('sample').values({ id: 1 }).execute();
      await trx.insertInto('sample').values({ id: 1 }).execute();
    });
    const [outcome, seen] = await Promise.all([
      failing.then(
        () => 'committed',
        (error: { code?: string }) => error.code,
      ),
      count(),
    ]);
    expect([outcome, seen, await count()]).toEqual(['23505', 0, 0]);
    await db.transaction().execute((trx) => trx.insertInto('sample').values({ id: 1 }).execute());
    expect(await count()).toBe(1);
  });

  it('are removed, least recently used first, above their limit', async () => {
    const often = 'select 0 as often';
    for (let index = 0; index <= mostStatements; index += 1) {
      await prepared.query(`select ${index} as n`);
      await prepared.query(often);
    }
    const kept = await plain.query<{ statement: string }>('select statement from pg_prepared_statements');
    const texts = kept.rows.map(({ statement }) => statement);
    expect(texts.length).toBeLessThanOrEqual(mostStatements);
    expect(texts).toContain(often);
    expect(texts).not.toContain('select 1 as n');
    expect((await prepared.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  });
});
