import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether this is the first call with this name in the whole run, over all workers. Always true when the workers share no
 * folder (`GARANCE_TEST_FOLDER`).
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
