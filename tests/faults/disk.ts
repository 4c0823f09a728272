/** A small disk of its own, in memory, that can be filled. */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  /** Absent where it cannot be had. */
  readonly path?: string;
  readonly reason?: string;
  /** Takes what room is left. */
  fill(): Promise<void>;
  empty(): Promise<void>;
}

const megabytes = 400;

export async function mountSmallDisk(stack: AsyncDisposableStack): Promise<SmallDisk> {
  const path = await mkdtemp(join(tmpdir(), 'garance-disk-'));
  const nothing = async () => {};
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  } catch {
    await rmdir(path);
    return { reason: 'a tmpfs cannot be mounted here: it takes root', fill: nothing, empty: nothing };
  }
  stack.defer(async () => {
    await run('umount', ['--lazy', path]);
    await rmdir(path);
  });
  await chmod(path, 0o755);
  const ballast = join(path, 'ballast');
  return {
    path,
    fill: async () => {
      const file = await open(ballast, 'w');
      const block = Buffer.alloc(1 << 20);
      try {
        for (;;) await file.write(block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        await file.close();
      }
    },
    empty: () => rm(ballast, { force: true }),
  };
}
