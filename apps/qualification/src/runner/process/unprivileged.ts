/** The user that the runner's process runs as. */
import { type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** `nobody` and `nogroup` of every Linux. */
const nobody = { uid: 65_534, gid: 65_534 };

/**
 * Root runs the process as `nobody` when that user can read the program (it may not, for an installation under
 * `/root`). Other users keep their identity.
 */
export function findUnprivilegedUser(files: readonly string[]): typeof nobody | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return files.every(isReadableByAll) ? nobody : undefined;
}

function isReadableByAll(file: string): boolean {
  if (!allows(file, 0o004)) return false;
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (!allows(folder, 0o001)) return false;
  }
  return true;
}

function allows(path: string, bit: number): boolean {
  const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (stats.mode & bit) !== 0;
}
