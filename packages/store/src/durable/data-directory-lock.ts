import { randomBytes } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { GaranceError } from '@garance/core';
import { z } from 'zod';

/** Content of the lock file. */
const holderSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  /** Start time of the process as the system counts it: process numbers are reused after a restart. */
  started: z.string(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface DirectoryLock {
  /** The file beside the directory. */
  readonly path: string;
  /** Removes the lock file, if it still contains this lock. */
  release(): Promise<void>;
}

/**
 * Locks a data directory for this process, by the file `<directory>.lock` beside it. The lock of a process that has ended
 * (killed, power lost) is taken over; the lock of another machine or container cannot be checked from here and stays.
 *
 * @throws GaranceError `store.directory_in_use` naming directory and process
 */
export async function lockDataDirectory(directory: string): Promise<DirectoryLock> {
  return acquire(directory, `${directory}.lock`);
}

async function acquire(directory: string, path: string): Promise<DirectoryLock> {
  const token = randomBytes(12).toString('hex');
  const mine: Holder = { pid: process.pid, host: hostname(), started: await startOf(process.pid), token };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await create(path, mine)) return { path, release: () => release(path, token) };
    const text = await read(path);
    if (text === undefined) continue;
    const holder = parse(text);
    if (holder !== undefined && (await isAlive(holder))) {
      const detail = `${directory} is used by process ${holder.pid} on ${holder.host}; lock file ${path}`;
      throw new GaranceError('store.directory_in_use', { detail });
    }
    await removeStale(directory, path, text);
  }
  throw new GaranceError('store.directory_in_use', { detail: `${directory}; lock file ${path}` });
}

/** Written under another name and linked into place, so that a reader never sees half a lock. */
async function create(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.token}`;
  await writeFile(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/**
 * Removes the lock of a dead process. When several processes find it at once, a slow one must not delete the lock that a
 * fast one has just created: deleting needs a second lock, and only deletes the text that was found before.
 */
async function removeStale(directory: string, path: string, staleText: string): Promise<void> {
  const takeover = await acquire(directory, `${path}.takeover`);
  try {
    if ((await read(path)) === staleText) await unlink(path);
  } finally {
    await takeover.release();
  }
}

async function release(path: string, token: string): Promise<void> {
  const text = await read(path);
  if (text !== undefined && parse(text)?.token === token) await unlink(path);
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parse(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: the process exists but belongs to another user.
    return hasCode(error, 'EPERM');
  }
  return holder.started === '' || holder.started === (await startOf(holder.pid));
}

/** Boot id and start time of a process on Linux; elsewhere empty, so that the process number alone decides. */
async function startOf(pid: number): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Fields after the command in parentheses, which may contain spaces; the start time is field 22 of the line.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()}/${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
