/** Work shared among processes, one job at a time to each. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Pool<J, D> {
  /** Address of the module that the processes run: it calls `workOff`. */
  readonly module: string;
  readonly jobs: readonly J[];
  readonly processes: number;
  /** Told of each result, and how many there are by now. */
  onDone(done: D, count: number): void;
}

/** @returns results in the order in which they came. @throws Error when a process ends before its time */
export async function share<J, D>({ module, jobs, processes, onDone }: Pool<J, D>): Promise<readonly D[]> {
  const queue = [...jobs];
  const results: D[] = [];
  const next = (child: ChildProcess) => child.send((queue.shift() as object | undefined) ?? 'end');
  await Promise.all(
    Array.from({ length: Math.max(1, Math.min(processes, jobs.length)) }, async () => {
      const child = fork(fileURLToPath(module));
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      child.on('message', (message: D | 'ready') => {
        if (message !== 'ready') {
          results.push(message);
          onDone(message, results.length);
        }
        next(child);
      });
      child.on('error', reject);
      child.on('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a process ended with ${code}`)),
      );
      await promise;
    }),
  );
  return results;
}

/**
 * The side of a process: performs what it is sent until there is no more, or its parent is gone; then the process ends. It
 * would not by itself: the embedded database, which is kept for the next federation, has a timer.
 */
export async function workOff<J, D>(
  perform: (job: J) => Promise<D>,
  close: () => Promise<void>,
): Promise<never> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  process.on('message', async (job: J | 'end') => {
    if (job === 'end') return resolve();
    process.send?.(await perform(job));
  });
  process.once('disconnect', resolve);
  process.send?.('ready');
  await ended;
  await close();
  process.exit(0);
}
