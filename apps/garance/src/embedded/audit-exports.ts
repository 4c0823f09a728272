import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes signed heads of the audit log to a directory, one file per day; a file that exists is kept. */
export function keepAuditHeadIn(directory: string): (day: string, jws: string) => Promise<void> {
  return async (day, jws) => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, `audit-head-${day}.jwt`);
    await writeFile(path, `${jws}\n`, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  };
}
