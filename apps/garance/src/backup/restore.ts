import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@garance/core';
import { createFileAuditAnchor, openPlatformStore, type PlatformStore } from '@garance/portal';
import { createVault, loadMasterKeys, lockDataDirectory, restoreEmbeddedDatabase } from '@garance/store';
import { UsageError } from '../embedded/usage-error.ts';
import { entriesLost, exportedHeads, recordedHeads } from './known-heads.ts';
import { databaseFile, type Manifest, readManifest } from './manifest.ts';
import * as postgres from './postgres-tools.ts';

interface RestoreInput {
  readonly backup: string;
  /** Whether changes made after the backup may be lost. */
  readonly acceptLoss: boolean;
}

interface EmbeddedTarget {
  readonly dataDir: string;
  /** `GARANCE_MASTER_KEY`. */
  readonly masterKey: string | undefined;
  /** `GARANCE_OTHER_MASTER_KEY`, for a backup from before the master key was changed. */
  readonly otherMasterKey?: string | undefined;
}

export interface Restored {
  readonly madeAt: string;
  /** Number of entries of the audit log, including the entry of the restore. */
  readonly entries: number;
  readonly lost: number;
}

/** What a restore replaces besides the database. */
const beside = ['demo-keys', 'audit-heads'] as const;

/**
 * Restores the embedded federation into a data directory. Existing files are moved aside, never deleted; the master key
 * must be there already, or in `GARANCE_MASTER_KEY`.
 * @throws UsageError when the backup is older than the heads of the audit log there, is damaged, or lacks the master
 * key
 * @throws GaranceError `store.directory_in_use`, `store.wrong_master_key`
 */
export async function restoreEmbedded(
  { backup, acceptLoss }: RestoreInput,
  { dataDir, masterKey: fromEnv, otherMasterKey: otherFromEnv }: EmbeddedTarget,
): Promise<Restored> {
  const manifest = await readManifest(backup, 'embedded');
  if ((fromEnv ?? '') === '' && !existsSync(join(dataDir, 'master.key'))) {
    throw new UsageError(
      `${join(dataDir, 'master.key')} is missing: put the master key of the backed-up federation there first (mode 600).`,
    );
  }
  const lost = entriesLost(manifest, await recordedHeads(join(dataDir, 'audit-heads')), acceptLoss);
  const { current, other } = await loadMasterKeys({ dataDir, fromEnv, otherFromEnv });
  const vault = createVault(current, other);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const database = join(dataDir, 'db');
  const lock = await lockDataDirectory(database);
  await lock.release();
  const before = await moveAside(dataDir);
  try {
    const copy = await readFile(join(backup, databaseFile.embedded));
    await restoreEmbeddedDatabase(database, copy);
    for (const name of beside)
      if (name in manifest.files) await copyFile(join(backup, name), join(dataDir, name));
    const auditAnchor = createFileAuditAnchor(join(dataDir, 'audit-heads'));
    const store = await openPlatformStore({
      url: `pglite:${database}`,
      vault,
      clock: systemClock,
      auditAnchor,
    });
    try {
      return await prove(store, manifest, lost);
    } finally {
      await store.close();
    }
  } catch (error) {
    await before.putBack();
    throw error;
  }
}

/** After a failed restore, its files are under `failed-restore` and the former ones have their names again. */
async function moveAside(dataDir: string): Promise<{ putBack(): Promise<void> }> {
  const suffix = new Date(systemClock.now()).toISOString().replaceAll(':', '-');
  const move = async (from: (name: string) => string, to: (name: string) => string) => {
    for (const name of ['db', ...beside])
      if (existsSync(join(dataDir, from(name))))
        await rename(join(dataDir, from(name)), join(dataDir, to(name)));
  };
  const aside = (name: string) => `${name}.before-restore-${suffix}`;
  await move((name) => name, aside);
  return {
    putBack: async () => {
      await move(
        (name) => name,
        (name) => `${name}.failed-restore-${suffix}`,
      );
      await move(aside, (name) => name);
    },
  };
}

interface PostgresTarget {
  readonly url: string;
  /** Directory with the signed heads of each day. */
  readonly auditExports: string | undefined;
  /** Whether the database has no table yet. */
  readonly isEmpty: () => Promise<boolean>;
  /** Opens the database, with the tables of this version, for `work`, and closes it. */
  readonly use: <T>(work: (store: PlatformStore) => Promise<T>) => Promise<T>;
}

/**
 * Restores an installation's database into an empty one.
 * @throws UsageError when the database is not empty, or the backup is damaged or older than the exported heads
 */
export async function restorePostgres(
  { backup, acceptLoss }: RestoreInput,
  { url, auditExports, isEmpty, use }: PostgresTarget,
): Promise<Restored> {
  const manifest = await readManifest(backup, 'postgres');
  const lost = entriesLost(manifest, await exportedHeads(auditExports), acceptLoss);
  if (!(await isEmpty())) {
    throw new UsageError('The database of database.url is not empty: make a new one, and name it there.');
  }
  await postgres.restore(url, join(backup, databaseFile.postgres));
  return use((store) => prove(store, manifest, lost));
}

/** Verifies the restored audit log from its first entry and records the restore in it. */
async function prove(store: PlatformStore, { madeAt, auditHead }: Manifest, lost: number): Promise<Restored> {
  const { entries, brokenAt } = await store.portal.audit.verify();
  const holds = brokenAt === undefined && entries >= auditHead.sequence;
  if (!holds)
    throw new UsageError(
      `The audit log of the backup does not hold from entry ${brokenAt ?? entries + 1} on.`,
    );
  await store.portal.audit.append({
    atMs: systemClock.now(),
    actor: 'command-line',
    action: 'database.restore',
    object: 'database',
    objectId: madeAt,
    detail: { sequence: auditHead.sequence, lost },
  });
  return { madeAt, entries: entries + 1, lost };
}
