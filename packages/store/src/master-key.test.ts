import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withDirectory } from './contract/temporary-directory.ts';
import { deriveKeys, loadMasterKeys } from './master-key.ts';

const masterKey = Buffer.alloc(32, 9);
const invalid = { code: 'store.master_key_invalid' };

describe('the master key', () => {
  it('is read from the environment when it is there, and no file is created', () =>
    withDirectory(async (dataDir) => {
      const { current: key } = await loadMasterKeys({ dataDir, fromEnv: masterKey.toString('base64') });
      expect(Buffer.from(key).equals(masterKey)).toBe(true);
      expect(await readdir(dataDir)).toEqual([]);
    }));
  it('is refused when it is not exactly 32 bytes in base64', async () => {
    const wrong = [
      Buffer.alloc(31).toString('base64'),
      Buffer.alloc(33).toString('base64'),
      masterKey.toString('hex'),
      masterKey.toString('base64').slice(0, -1),
      `${masterKey.toString('base64')}AAAA`,
      'correct horse battery staple',
    ];
    for (const fromEnv of wrong)
      await expect(loadMasterKeys({ fromEnv }), fromEnv).rejects.toMatchObject(invalid);
  });
  it('is never generated when it must be given', async () => {
    await expect(loadMasterKeys({})).rejects.toMatchObject(invalid);
    await expect(loadMasterKeys({ fromEnv: '' })).rejects.toMatchObject(invalid);
  });
  it('is created once in the data directory, readable by its owner only, and found again', () =>
    withDirectory(async (parent) => {
      const dataDir = join(parent, 'var');
      const keys = await Promise.all(
        Array.from({ length: 10 }, async () => (await loadMasterKeys({ dataDir })).current),
      );
      keys.push((await loadMasterKeys({ dataDir })).current);
      expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
      expect(keys[0]?.byteLength).toBe(32);
      expect(await readdir(dataDir)).toEqual(['master.key']);
      expect((await stat(join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600);
      expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    }));
  it.skipIf(process.platform === 'win32')('is refused when its group or others could read it', () =>
    withDirectory(async (dataDir) => {
      await loadMasterKeys({ dataDir });
      const path = join(dataDir, 'master.key');
      for (const mode of [0o640, 0o604, 0o620, 0o601]) {
        await chmod(path, mode);
        await expect(loadMasterKeys({ dataDir }), mode.toString(8)).rejects.toMatchObject(invalid);
      }
      await chmod(path, 0o400);
      expect((await loadMasterKeys({ dataDir })).current).toBeInstanceOf(Uint8Array);
    }),
  );
  it('in a damaged file is refused, and the file is not changed', () =>
    withDirectory(async (dataDir) => {
      const path = join(dataDir, 'master.key');
      await writeFile(path, 'AAAA\n', { mode: 0o600 });
      await expect(loadMasterKeys({ dataDir })).rejects.toMatchObject(invalid);
      expect(await readFile(path, 'utf8')).toBe('AAAA\n');
    }));
});

describe('the other master key', () => {
  const other = Buffer.alloc(32, 8);

  it('is absent when it is not given, and read from the environment before its file', () =>
    withDirectory(async (dataDir) => {
      const fromEnv = masterKey.toString('base64');
      expect(await loadMasterKeys({ dataDir, fromEnv, otherFromEnv: '' })).not.toHaveProperty('other');
      await writeFile(join(dataDir, 'master.key.other'), `${other.toString('base64')}\n`, { mode: 0o600 });
      expect(Buffer.from((await loadMasterKeys({ dataDir, fromEnv })).other ?? []).equals(other)).toBe(true);
      const otherFromEnv = Buffer.alloc(32, 7).toString('base64');
      const { other: found = [] } = await loadMasterKeys({ dataDir, fromEnv, otherFromEnv });
      expect(Buffer.from(found).equals(Buffer.alloc(32, 7))).toBe(true);
    }));

  it.each([
    ['a text', 'AAAA', 0o600],
    ['a file that others can read', other.toString('base64'), 0o644],
  ])('is refused when it is %s', (_what, text, mode) =>
    withDirectory(async (dataDir) => {
      const path = join(dataDir, 'master.key.other');
      await writeFile(path, text);
      await chmod(path, mode);
      await expect(loadMasterKeys({ dataDir })).rejects.toMatchObject(invalid);
    }),
  );

  it('derives for each purpose what it derives alone', () => {
    const both = deriveKeys({ current: masterKey, other }, 'part');
    expect(both).toEqual({
      current: deriveKeys({ current: masterKey }, 'part').current,
      other: deriveKeys({ current: other }, 'part').current,
    });
    expect(deriveKeys({ current: masterKey }, 'part 2')).not.toEqual(
      deriveKeys({ current: masterKey }, 'part'),
    );
  });
});
