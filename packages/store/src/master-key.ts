import { hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { GaranceError } from '@garance/core';

/** 32 bytes each. */
export interface MasterKeys {
  /** Seals and opens. */
  readonly current: Uint8Array;
  /** Only opens: the next or the former key, during a change of the master key. */
  readonly other?: Uint8Array | undefined;
}

/** Keys for one purpose, which cannot open what was sealed for another one (security.md, attack 14). */
export function deriveKeys({ current, other }: MasterKeys, info: string): MasterKeys {
  const derive = (key: Uint8Array) => new Uint8Array(hkdfSync('sha256', key, '', info, keyBytes));
  return { current: derive(current), ...(other !== undefined && { other: derive(other) }) };
}

export interface MasterKeySource {
  /** The value of `GARANCE_MASTER_KEY`: 32 bytes in base64. Takes precedence over the file. */
  readonly fromEnv?: string | undefined;
  /** The value of `GARANCE_OTHER_MASTER_KEY`. Takes precedence over the file. */
  readonly otherFromEnv?: string | undefined;
  /** Directory of `master.key`, which is created when missing, and of `master.key.other`. Given by the embedded start only. */
  readonly dataDir?: string | undefined;
}

const keyBytes = 32;

/**
 * The master key, from which the keys of the vault are derived, and the other one while it is being changed.
 *
 * @throws GaranceError `store.master_key_invalid` when there is none, one is not 32 bytes in base64, or its file can be
 *   read by others than its owner
 */
export async function loadMasterKeys(source: MasterKeySource): Promise<MasterKeys> {
  const { fromEnv, otherFromEnv, dataDir } = source;
  const other =
    otherFromEnv !== undefined && otherFromEnv !== ''
      ? decode(otherFromEnv, 'GARANCE_OTHER_MASTER_KEY')
      : dataDir === undefined
        ? undefined
        : await readKey(join(dataDir, 'master.key.other'));
  const current = await loadCurrent(fromEnv, dataDir);
  return { current, ...(other !== undefined && { other }) };
}

async function loadCurrent(fromEnv: string | undefined, dataDir: string | undefined): Promise<Uint8Array> {
  if (fromEnv !== undefined && fromEnv !== '') return decode(fromEnv, 'GARANCE_MASTER_KEY');
  if (dataDir === undefined) {
    throw new GaranceError('store.master_key_invalid', { detail: 'GARANCE_MASTER_KEY is not set' });
  }
  const path = join(dataDir, 'master.key');
  return (await readKey(path)) ?? createKey(dataDir, path);
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  try {
    const { mode } = await stat(path);
    // Windows has no such bits; the directory's access list protects the file there.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new GaranceError('store.master_key_invalid', {
        detail: `${path} can be read by others: chmod 600`,
      });
    }
    return decode(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written and synced under another name, then linked: when several processes create it at once, the first one's stays. */
async function createKey(dataDir: string, path: string): Promise<Uint8Array> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  const key = await readKey(path);
  if (key === undefined) throw new GaranceError('store.master_key_invalid', { detail: `${path} vanished` });
  return key;
}

/** Accepts only canonical base64 of 32 bytes, so that a truncated or mistyped key is refused instead of used. */
function decode(text: string, where: string): Uint8Array {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.length !== keyBytes || bytes.toString('base64') !== trimmed) {
    throw new GaranceError('store.master_key_invalid', { detail: `${where} is not 32 bytes in base64` });
  }
  return bytes;
}
