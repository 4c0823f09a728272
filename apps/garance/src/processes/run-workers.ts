/** Several processes of one server on one machine: they share the public port. */
import cluster, { type Worker } from 'node:cluster';
import type { Listener } from './config/schema.ts';

/** Index of this process, from 0; the first process itself serves nothing. */
const indexVariable = 'GARANCE_WORKER_INDEX';
const restartMs = 1_000;

/** The internal listener of this process: each process has its own port. */
export function internalOfThisWorker(internal: Listener): Listener {
  return { ...internal, port: internal.port + Number(process.env[indexVariable] ?? 0) };
}

/** Whether this process starts and supervises the others. */
export function isFirstProcess(workers: number): boolean {
  return workers > 1 && cluster.isPrimary;
}

/**
 * Runs the same command in `workers` processes. One that dies is replaced after a second; a signal ends all in an
 * orderly way.
 */
export function watchWorkers(workers: number): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const running = new Set<Worker>();
  let isStopping = false;
  const start = (index: number) => {
    const worker = cluster.fork({ [indexVariable]: String(index) });
    running.add(worker);
    worker.once('exit', (code) => {
      running.delete(worker);
      if (isStopping && running.size === 0) ended.resolve();
      if (isStopping) return;
      process.stderr.write(`Process ${index} ended (${code ?? 'killed'}), another one starts.\n`);
      setTimeout(() => {
        if (!isStopping) start(index);
      }, restartMs);
    });
  };
  for (let index = 0; index < workers; index += 1) start(index);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      isStopping = true;
      for (const worker of running) worker.process.kill(signal);
      if (running.size === 0) ended.resolve();
    });
  }
  return ended.promise;
}
