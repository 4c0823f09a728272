import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@garance/core';
import type { PlatformStore } from '@garance/portal';
import { databaseFile, makeBackupDirectory, writeManifest } from './manifest.ts';
import { dump } from './postgres-tools.ts';

interface BackupInput {
  readonly store: PlatformStore;
  readonly clock: Clock;
  /** Absent or empty. */
  readonly directory: string;
}

/** Files of the data directory, besides the database, that a restored federation needs; secrets in them are sealed. */
const beside = ['demo-keys', 'audit-heads'] as const;

/** Backs up the embedded federation while it runs. The master key is not in the backup: it has to be kept elsewhere. */
export async function backUpEmbedded(
  { store, clock, directory }: BackupInput,
  dataDir: string,
): Promise<void> {
  if (store.copy === undefined) throw new TypeError('not the embedded database');
  await makeBackupDirectory(directory);
  const about = await aboutNow(store, clock);
  // Before the database, so that the backup has no head without its entry.
  for (const name of beside) {
    await copyFile(join(dataDir, name), join(directory, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  await writeFile(join(directory, databaseFile.embedded), await store.copy(), { mode: 0o600 });
  await writeManifest(directory, { kind: 'embedded', ...about });
}

/** Backs up an installation's database while it is used. @param url of the owner of the tables */
export async function backUpPostgres({ store, clock, directory }: BackupInput, url: string): Promise<void> {
  await makeBackupDirectory(directory);
  const about = await aboutNow(store, clock);
  await dump(url, join(directory, databaseFile.postgres));
  await writeManifest(directory, { kind: 'postgres', ...about });
}

async function aboutNow(store: PlatformStore, clock: Clock) {
  const madeAt = new Date(clock.now()).toISOString();
  const auditHead = await store.portal.audit.head();
  if (auditHead === undefined) throw new Error('the audit log has no head that was sealed with its key');
  return { madeAt, auditHead };
}
