import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { systemClock } from '@garance/core';
import { createFileAuditAnchor, openPlatformStore, type PlatformStore } from '@garance/portal';
import { createVault, isEmptyDatabase } from '@garance/store';
import { createTestDatabase, type TestDatabase } from '@garance/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../embedded/usage-error.ts';
import { backUpEmbedded, backUpPostgres } from './back-up.ts';
import { databaseFile, readManifest } from './manifest.ts';
import { libpqEnvironment } from './postgres-tools.ts';
import { restoreEmbedded, restorePostgres } from './restore.ts';

const folder = await mkdtemp(join(tmpdir(), 'garance-backup-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const masterKey = randomBytes(32);
const vault = createVault(masterKey);
const clock = systemClock;
const secret = 'a-secret-that-rests-sealed-and-nowhere-else';
const acts = { actor: 'command-line', action: 'test', object: 'test', objectId: 't', detail: {} } as const;
const act = (store: PlatformStore) => store.portal.audit.append({ atMs: clock.now(), ...acts });
const remember = (store: PlatformStore) => store.secrets.getOrCreate('remembered', () => Buffer.from(secret));
const readRemembered = async (store: PlatformStore) =>
  Buffer.from(await store.secrets.getOrCreate('remembered', () => Buffer.from('made anew'))).toString();

let serial = 0;
const newPath = (label: string): string => {
  serial += 1;
  return join(folder, `${label}-${serial}`);
};

describe('security.md faults 10: a backup of the embedded database, made while it runs', () => {
  const home = newPath('home');
  const backup = newPath('backup');
  const openAt = (dataDir: string, own = vault) =>
    openPlatformStore({
      url: `pglite:${join(dataDir, 'db')}`,
      vault: own,
      clock,
      auditAnchor: createFileAuditAnchor(join(dataDir, 'audit-heads')),
    });
  const withKey = async (dataDir: string, key: Uint8Array = masterKey) => {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(join(dataDir, 'master.key'), Buffer.from(key).toString('base64'), { mode: 0o600 });
    return { dataDir, masterKey: undefined };
  };
  const order = (acceptLoss = false, from = backup) => ({ backup: from, acceptLoss });

  beforeAll(async () => {
    await withKey(home);
    await writeFile(join(home, 'demo-keys'), 'sealed');
    const store = await openAt(home);
    await remember(store);
    await act(store);
    // Written during the copy: the copy contains each write as a whole or not at all.
    const writing = Promise.all(Array.from({ length: 20 }, () => act(store)));
    await backUpEmbedded({ store, clock, directory: backup }, home);
    await writing;
    await act(store);
    await store.close();
  });

  test('restored elsewhere it is the same federation, with the same secrets and a valid audit log', async () => {
    const there = await withKey(newPath('there'));
    const restored = await restoreEmbedded(order(), there);
    expect(restored.lost).toBe(0);
    const store = await openAt(there.dataDir);
    expect(await readRemembered(store)).toBe(secret);
    expect(await store.portal.audit.verify()).toEqual({ entries: restored.entries });
    const [last] = await store.portal.audit.list({ limit: 1 });
    expect(last).toMatchObject({ action: 'database.restore', sequence: restored.entries });
    await store.close();
    expect(await readFile(join(there.dataDir, 'demo-keys'), 'utf8')).toBe('sealed');
  });

  test('contains no secret in clear and not the master key', async () => {
    const archive = gunzipSync(await readFile(join(backup, databaseFile.embedded)));
    const others = await Promise.all((await readdir(backup)).map((name) => readFile(join(backup, name))));
    const all = Buffer.concat([archive, ...others]);
    expect(all.includes('remembered')).toBe(true);
    for (const hidden of [secret, masterKey.toString('base64'), masterKey])
      expect(all.includes(hidden)).toBe(false);
  });

  test('is refused when the audit log has newer entries, until that is confirmed; existing files are kept', async () => {
    const at = { dataDir: home, masterKey: undefined };
    await expect(restoreEmbedded(order(), at)).rejects.toThrow(
      /ends at entry \d+ .* entry \d+ was written here/,
    );
    const untouched = await openAt(home);
    const { entries } = await untouched.portal.audit.verify();
    await untouched.close();
    const restored = await restoreEmbedded(order(true), at);
    expect(restored.lost).toBeGreaterThan(0);
    expect(restored.entries).toBeLessThanOrEqual(entries);
    const store = await openAt(home);
    expect(await store.portal.audit.verify()).toEqual({ entries: restored.entries });
    const [last] = await store.portal.audit.list({ limit: 1 });
    expect(last?.detail).toMatchObject({ lost: restored.lost });
    await store.close();
    expect((await readdir(home)).filter((name) => name.startsWith('db.before-restore-'))).toHaveLength(1);
  });

  test('of another federation is refused when heads with the same number differ', async () => {
    const there = await withKey(newPath('there'));
    const { auditHead } = await readManifest(backup, 'embedded');
    await writeFile(join(there.dataDir, 'audit-heads'), `\n${auditHead.sequence} ${'0'.repeat(64)}`);
    await expect(restoreEmbedded(order(), there)).rejects.toThrow('of another database');
  });

  test('is not restored without its master key, and a wrong one changes nothing', async () => {
    const without = newPath('there');
    await mkdir(without);
    const none = restoreEmbedded(order(), { dataDir: without, masterKey: undefined });
    await expect(none).rejects.toThrow('master.key is missing');
    const there = await withKey(newPath('there'), randomBytes(32));
    await writeFile(join(there.dataDir, 'demo-keys'), 'of this one');
    await expect(restoreEmbedded(order(), there)).rejects.toMatchObject({ code: 'store.wrong_master_key' });
    expect(await readFile(join(there.dataDir, 'demo-keys'), 'utf8')).toBe('of this one');
    expect(await readdir(there.dataDir)).not.toContain('db');
  });

  test('is not restored while a process uses the directory', async () => {
    const there = await withKey(newPath('there'));
    const running = await openAt(there.dataDir);
    await expect(restoreEmbedded(order(true), there)).rejects.toMatchObject({
      code: 'store.directory_in_use',
    });
    await running.close();
  });

  test('is never written over an existing directory', async () => {
    const there = newPath('there');
    await mkdir(there);
    await writeFile(join(there, 'letter.txt'), 'dear');
    const store = await openAt(newPath('home'));
    await expect(backUpEmbedded({ store, clock, directory: there }, there)).rejects.toThrow('is not empty');
    await store.close();
    expect(await readdir(there)).toEqual(['letter.txt']);
  });

  const damages: Readonly<Record<string, (from: string) => Promise<unknown>>> = {
    'without its manifest': (from) => rm(join(from, 'backup.json')),
    'with a manifest that is none': (from) => writeFile(join(from, 'backup.json'), '{"format": 1}'),
    'with half a manifest': (from) => truncate(join(from, 'backup.json'), 40),
    'without its database': (from) => rm(join(from, databaseFile.embedded)),
    'with a database cut off': (from) => truncate(join(from, databaseFile.embedded), 1_000),
    'with a byte more': (from) => appendFile(join(from, databaseFile.embedded), 'x'),
    'with another file exchanged': (from) => writeFile(join(from, 'demo-keys'), 'exchanged'),
    'whose manifest names no database': async (from) => {
      const manifest = JSON.parse(await readFile(join(from, 'backup.json'), 'utf8'));
      delete manifest.files[databaseFile.embedded];
      await writeFile(join(from, 'backup.json'), JSON.stringify(manifest));
    },
    'whose manifest names a file outside': async (from) => {
      const manifest = JSON.parse(await readFile(join(from, 'backup.json'), 'utf8'));
      manifest.files['../x'] = '0'.repeat(64);
      await writeFile(join(from, 'backup.json'), JSON.stringify(manifest));
    },
  };
  test.each(Object.keys(damages))('%s it is refused, and nothing is changed', async (name) => {
    const damaged = newPath('damaged');
    await mkdir(damaged);
    for (const file of await readdir(backup))
      await writeFile(join(damaged, file), await readFile(join(backup, file)));
    await damages[name]?.(damaged);
    const there = await withKey(newPath('there'));
    const attempt = restoreEmbedded(order(true, damaged), there);
    await expect(attempt).rejects.toBeInstanceOf(UsageError);
    expect(await readdir(there.dataDir)).toEqual(['master.key']);
  });
});

describe('the connection of PostgreSQL’s programs', () => {
  test('is passed by the environment, decoded, certificates included', () => {
    const url =
      'postgres://us%40er:p%3Ass@db.example:6432/na%2Fme?sslmode=verify-full&sslrootcert=/etc/ca.pem';
    expect(libpqEnvironment(url)).toEqual({
      PGHOST: 'db.example',
      PGPORT: '6432',
      PGUSER: 'us@er',
      PGPASSWORD: 'p:ss',
      PGDATABASE: 'na/me',
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: '/etc/ca.pem',
    });
    expect(libpqEnvironment('postgres://[::1]/x')).toEqual({ PGHOST: '::1', PGDATABASE: 'x' });
  });
});

const serverUrl = process.env.TEST_POSTGRES_URL;

describe.skipIf(serverUrl === undefined)('a backup on PostgreSQL (skipped without TEST_POSTGRES_URL)', () => {
  const backup = newPath('backup');
  const exportsDirectory = newPath('exports');
  const databases: TestDatabase[] = [];
  const make = async () => {
    const database = await createTestDatabase(serverUrl ?? '');
    databases.push(database);
    return database;
  };
  const openAt = (url: string) => openPlatformStore({ url, vault, clock, maxConnections: 3 });
  const target = (url: string, auditExports?: string) => ({
    url,
    auditExports,
    isEmpty: () => isEmptyDatabase(url),
    use: async <T>(work: (store: PlatformStore) => Promise<T>) => {
      const store = await openAt(url);
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
  });
  let first: TestDatabase;
  beforeAll(async () => {
    first = await make();
    const store = await openAt(first.url);
    await remember(store);
    await act(store);
    await store.signIns.maintain({ nowMs: clock.now(), keepFromMs: 0 });
    const writing = Promise.all(Array.from({ length: 20 }, () => act(store)));
    await backUpPostgres({ store, clock, directory: backup }, first.url);
    await writing;
    await store.close();
  });
  afterAll(async () => {
    for (const database of databases) await database.drop();
  });

  test('restored into an empty database it is the same, sealed under the same key', async () => {
    const { url } = await make();
    const restored = await restorePostgres({ backup, acceptLoss: false }, target(url));
    const store = await openAt(url);
    expect(await readRemembered(store)).toBe(secret);
    expect(await store.portal.audit.verify()).toEqual({ entries: restored.entries });
    await store.signIns.maintain({ nowMs: clock.now(), keepFromMs: 0 });
    await store.close();
    expect((await readFile(join(backup, databaseFile.postgres))).includes(secret)).toBe(false);
  });

  test('is not restored over a database that has tables', async () => {
    const over = restorePostgres({ backup, acceptLoss: true }, target(first.url));
    await expect(over).rejects.toThrow('is not empty');
  });

  test('older than a signed head of another day is refused until that is confirmed', async () => {
    const { auditHead } = await readManifest(backup, 'postgres');
    await mkdir(exportsDirectory, { recursive: true });
    const claims = { sequence: auditHead.sequence + 5, hash: 'f'.repeat(64) };
    const jws = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
    await writeFile(join(exportsDirectory, 'audit-head-2026-11-30.jwt'), jws);
    await writeFile(join(exportsDirectory, 'audit-head-2026-12-01.jwt'), 'not one');
    const { url } = await make();
    const early = restorePostgres({ backup, acceptLoss: false }, target(url, exportsDirectory));
    await expect(early).rejects.toThrow(/\(5 entries\)\.\nNothing was changed/);
    expect(await isEmptyDatabase(url)).toBe(true);
    const restored = await restorePostgres({ backup, acceptLoss: true }, target(url, exportsDirectory));
    expect(restored.lost).toBe(5);
  });

  test('a failed program is reported with its message', async () => {
    const nowhere = 'postgres://garance@127.0.0.1:9/none';
    const store = await openAt(first.url);
    const failing = backUpPostgres({ store, clock, directory: newPath('backup') }, nowhere);
    await expect(failing).rejects.toThrow(/pg_dump failed:[\s\S]*refused/);
    await store.close();
  });
});
