import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withDirectory } from '../contract/temporary-directory.ts';
import { lockDataDirectory } from './data-directory-lock.ts';

const inUse = { code: 'store.directory_in_use' };

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock of a data directory', () => {
  it('refuses a second one, naming directory, process and file, until it is released', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      const lock = await lockDataDirectory(directory);
      const detail = `${directory} is used by process ${process.pid} on ${hostname()}; lock file ${lock.path}`;
      await expect(lockDataDirectory(directory)).rejects.toMatchObject({ ...inUse, detail });
      await lock.release();
      const next = await lockDataDirectory(directory);
      await next.release();
      expect(await readdir(parent)).toEqual([]);
    }));
  it('of a process that has ended is taken over', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      const holder = { pid: await deadPid(), host: hostname(), started: '', token: 'old' };
      await writeFile(`${directory}.lock`, JSON.stringify(holder));
      const lock = await lockDataDirectory(directory);
      expect(JSON.parse(await readFile(lock.path, 'utf8'))).toMatchObject({ pid: process.pid });
      await lock.release();
      expect(await readdir(parent)).toEqual([]);
    }));
  it.skipIf(process.platform !== 'linux')('of a process whose number was reused is taken over', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      const holder = { pid: process.pid, host: hostname(), started: 'another-boot/1', token: 'old' };
      await writeFile(`${directory}.lock`, JSON.stringify(holder));
      await (await lockDataDirectory(directory)).release();
    }),
  );
  it('of another machine is respected, since its process cannot be checked from here', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      const holder = { pid: await deadPid(), host: 'elsewhere.example', started: '', token: 'old' };
      await writeFile(`${directory}.lock`, JSON.stringify(holder));
      await expect(lockDataDirectory(directory)).rejects.toMatchObject(inUse);
    }));
  it('with unreadable content is taken over, since a lock is never written in part', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      await writeFile(`${directory}.lock`, '');
      await (await lockDataDirectory(directory)).release();
    }));
  it('is taken over by one of twenty processes that find a dead holder concurrently', () =>
    withDirectory(async (parent) => {
      const holder = { pid: await deadPid(), host: hostname(), started: '', token: 'old' };
      for (let round = 0; round < 30; round += 1) {
        const directory = join(parent, `database-${round}`);
        await writeFile(`${directory}.lock`, JSON.stringify(holder));
        const attempts = await Promise.allSettled(
          Array.from({ length: 20 }, () => lockDataDirectory(directory)),
        );
        expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
      }
    }));
  it('is taken over even when the process that was taking it over died as well', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      const holder = JSON.stringify({ pid: await deadPid(), host: hostname(), started: '', token: 'old' });
      await writeFile(`${directory}.lock`, holder);
      await writeFile(`${directory}.lock.takeover`, holder);
      await (await lockDataDirectory(directory)).release();
      expect(await readdir(parent)).toEqual([]);
    }));
  it('is not released by a process that no longer holds it', () =>
    withDirectory(async (parent) => {
      const directory = join(parent, 'database');
      const lock = await lockDataDirectory(directory);
      const successor = JSON.stringify({ pid: process.pid, host: hostname(), started: '', token: 'new' });
      await writeFile(lock.path, successor);
      await lock.release();
      expect(await readFile(lock.path, 'utf8')).toBe(successor);
    }));
});
