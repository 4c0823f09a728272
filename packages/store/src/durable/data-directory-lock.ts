import { randomBytes } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { GaranceError } from '@garance/core';
import { z } from 'zod';

/** What the lock file says of its holder. */
const holderSchema = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  /** When the process started, as the system counts it: a process number is used again after a restart. */
  started: z.string(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface DirectoryLock {
  /** The file beside the directory. */
  readonly path: string;
  /** Removes the lock, if it is still this one. */
  release(): Promise<void>;
}

/**
 * Makes sure that one process at a time works on a data directory. The lock lies beside it as `<directory>.lock`.
 * A lock whose process has ended (killed, power lost) is taken over; one of another machine or container cannot be
 * judged from here and is respected.
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

/** Written under another name and linked into place: whoever sees the lock sees all of it. */
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
 * Of several that find the same dead holder, a slow one must not delete the lock which a fast one has already made its
 * own: only the holder of a second lock may delete, and only what it then still finds.
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
    // EPERM: it runs, as another user.
    return hasCode(error, 'EPERM');
  }
  return holder.started === '' || holder.started === (await startOf(holder.pid));
}

/** Boot and start time of a process where the system tells them (Linux); else empty, and the process number alone decides. */
async function startOf(pid: number): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Fields after the command in parentheses, which may itself hold spaces; the 22nd of all is the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()}/${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
