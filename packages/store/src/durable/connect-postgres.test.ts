/** Connections: which servers they trust, when they time out, and that they leave a read-only server. */
import { writeFile } from 'node:fs/promises';
import { createManualClock } from '@garance/core';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../contract/postgres-database.ts';
import { hasPostgres, type PostgresServer, startPostgres } from '../contract/postgres-servers.ts';
import { withDirectory } from '../contract/temporary-directory.ts';
import { createTestAuthority } from '../contract/test-authority.ts';
import { until } from '../contract/valkey-servers.ts';
import { createVault } from '../vault.ts';
import { connectPostgres } from './connect-postgres.ts';
import { openDurableStore } from './open-durable-store.ts';

const logger = { warn: () => {}, error: () => {} };
const base = { migrations: {}, logger, maxConnections: 1 } as const;
const serverUrl = process.env.TEST_POSTGRES_URL;

describe.skipIf(!hasPostgres)('encrypted connections (skipped where there is no server program)', () => {
  const authority = createTestAuthority('Authority of the database');
  const issued = authority.issue('database', ['127.0.0.1']);
  const other = createTestAuthority('Another authority');
  const client = authority.issue('garance');
  const foreignCertificate = other.issue('garance');
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({
      settings: [
        'ssl = on',
        "ssl_cert_file = 'FILE:certificate'",
        "ssl_key_file = 'FILE:key'",
        "ssl_ca_file = 'FILE:authority'",
      ],
      // `proven` must present a certificate of its name; unencrypted connections are refused.
      access: ['hostssl all proven 127.0.0.1/32 cert', 'hostssl all garance 127.0.0.1/32 trust'],
      files: { certificate: issued.certificate, key: issued.key, authority: authority.certificate },
    });
    await server.run('create role proven superuser login');
  });
  afterAll(() => server?.stop());

  const connectAs = async (
    user: string,
    files: Readonly<Record<string, string>>,
    { host = '127.0.0.1', mode = 'verify-full' } = {},
  ) =>
    withDirectory(async (directory) => {
      const url = new URL(`postgres://${user}@${host}:${server.port}/postgres`);
      url.searchParams.set('sslmode', mode);
      for (const [name, pem] of Object.entries(files)) {
        await writeFile(`${directory}/${name}`, pem);
        url.searchParams.set(name, `${directory}/${name}`);
      }
      const connection = await connectPostgres({ ...base, url: url.href });
      const { rows } = await sql<{ ssl: boolean }>`
        select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(connection.db);
      const end = await connection.listen(() => {});
      await end();
      await connection.close();
      return rows[0]?.ssl;
    });

  test('are made to a server of the named authority, also the one that listens for notices', async () => {
    expect(await connectAs('garance', { sslrootcert: authority.certificate })).toBe(true);
  });
  test('are refused to another authority, the system’s, another name, and without TLS', async () => {
    await expect(connectAs('garance', { sslrootcert: other.certificate })).rejects.toThrow(/certificate/);
    await expect(connectAs('garance', {})).rejects.toThrow(/certificate/);
    const byName = connectAs('garance', { sslrootcert: authority.certificate }, { host: 'localhost' });
    await expect(byName).rejects.toThrow(/altnames/);
    await expect(connectAs('garance', {}, { mode: 'disable' })).rejects.toThrow(/no encryption/);
  });
  test('present a certificate to a server that requires one', async () => {
    const ca = { sslrootcert: authority.certificate };
    await expect(connectAs('proven', ca)).rejects.toThrow(/certificate/);
    const foreign = { ...ca, sslcert: foreignCertificate.certificate, sslkey: foreignCertificate.key };
    await expect(connectAs('proven', foreign)).rejects.toThrow();
    const wrongName = { ...ca, sslcert: client.certificate, sslkey: client.key };
    await expect(connectAs('proven', wrongName)).rejects.toThrow(/authentication failed/);
    const named = authority.issue('proven');
    const own = { ...ca, sslcert: named.certificate, sslkey: named.key };
    expect(await connectAs('proven', own)).toBe(true);
  });
});

describe.skipIf(serverUrl === undefined)(
  'a database that answers late (skipped without TEST_POSTGRES_URL)',
  () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await createTestDatabase(serverUrl ?? '');
      await database.run('create table held (id int)');
      await database.run('insert into held values (1)');
    });
    afterAll(() => database?.drop());

    test('fails a statement after its time limit, also one that waits for a lock', async () => {
      const connection = await connectPostgres({ ...base, url: database.url, statementTimeoutMs: 150 });
      await expect(sql`select pg_sleep(30)`.execute(connection.db)).rejects.toMatchObject({ code: '57014' });
      const waiting = database.during('lock table held in access exclusive mode', () =>
        sql`select * from held`.execute(connection.db),
      );
      await expect(waiting).rejects.toMatchObject({ code: '57014' });
      expect((await sql`select * from held`.execute(connection.db)).rows).toHaveLength(1);
      await connection.close();
    });
    test('fails when no connection is free in time', async () => {
      const connection = await connectPostgres({ ...base, url: database.url, connectTimeoutMs: 150 });
      const occupied = sql`select pg_sleep(1)`.execute(connection.db);
      await expect(sql`select 1`.execute(connection.db)).rejects.toThrow(/timeout/);
      await occupied;
      expect((await sql`select 1`.execute(connection.db)).rows).toHaveLength(1);
      await connection.close();
    });
    test('ends a transaction that is idle for a minute', async () => {
      const connection = await connectPostgres({ ...base, url: database.url });
      const { rows } = await sql<{
        ms: string;
      }>`select current_setting('idle_in_transaction_session_timeout') as ms`.execute(connection.db);
      expect(rows).toEqual([{ ms: '1min' }]);
      await connection.close();
    });
  },
);

describe.skipIf(serverUrl === undefined)('a read-only database (skipped without TEST_POSTGRES_URL)', () => {
  test('counts as unreachable, and is used again by new sessions when it accepts writes', async () => {
    const database = await createTestDatabase(serverUrl ?? '');
    const name = new URL(database.url).pathname.slice(1);
    const vault = createVault(new Uint8Array(32).fill(1));
    const store = await openDurableStore({
      url: database.url,
      vault,
      clock: createManualClock(0),
      maxConnections: 2,
    });
    await store.ping();
    await database.run(`alter database ${name} set default_transaction_read_only = on`);
    // Existing sessions may still write; after a failover all sessions are new.
    await database.run(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    const message = await until(() =>
      store.ping().then(
        () => undefined,
        (error: Error) => /takes no writes/.exec(error.message)?.[0],
      ),
    );
    expect(message).toBe('takes no writes');
    expect(await store.readClock()).toBeGreaterThan(0);
    const secret = () => store.secrets.getOrCreate('new', () => new Uint8Array([1]));
    await expect(secret()).rejects.toMatchObject({ code: '25006' });
    await database.run(
      `set transaction_read_only = off; alter database ${name} reset default_transaction_read_only`,
    );
    // The refused sessions were replaced: no restart is needed.
    await store.ping();
    expect([...(await secret())]).toEqual([1]);
    await store.close();
    await database.drop();
  });
});
