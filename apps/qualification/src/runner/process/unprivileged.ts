/** Who the runner's process is run as. */
import { type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** `nobody` and `nogroup` of every Linux. */
const nobody = { uid: 65_534, gid: 65_534 };

/**
 * Root gives its powers away, when nobody may read the program at all: an installation under `/root` may not be. All
 * others are who they are.
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
