import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether this caller is the first of the whole run, in whichever worker, to ask for this name. Always true where no
 * command shares a folder among its workers (`GARANCE_TEST_FOLDER`).
 */
export function claimOnce(name: string): boolean {
  const { GARANCE_TEST_FOLDER: folder } = process.env;
  if (folder === undefined) return true;
  try {
    closeSync(openSync(join(folder, createHash('sha256').update(name).digest('hex')), 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
