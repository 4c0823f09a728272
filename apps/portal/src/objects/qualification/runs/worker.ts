/**
 * Takes runs out of the queue: as many at once as configured, one per service. Each is held by a lease, so that a run
 * whose process died is marked as interrupted when the lease expires.
 */
import { createPollLoop } from '@garance/store';
import type { PortalDeps } from '../../../deps.ts';
import { createReportSigner } from '../platform-key.ts';
import type { QualificationRun } from '../tables/qualification-runs.ts';
import { type ExecuteDeps, executeRun, type StopReason } from './execute.ts';
import type { QualificationRunner } from './port.ts';

export interface RunWorker {
  start(): void;
  /** Starts the runs that are due. Resolves when all of them have ended; never rejects. */
  runDue(): Promise<void>;
  /** Stops the current runs, which then count as interrupted. */
  stop(): Promise<void>;
}

export interface RunWorkerOptions {
  readonly lookEveryMs?: number;
  readonly leaseMs?: number;
  /** Milliseconds after which a run is stopped. */
  readonly longestMs?: number;
}

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Creates the worker that executes queued runs; it starts with `start`. Times in milliseconds. */
export function createRunWorker(
  deps: PortalDeps & { readonly runner: QualificationRunner },
  { lookEveryMs = 1_000, leaseMs = 20_000, longestMs = 20 * 60_000 }: RunWorkerOptions = {},
): RunWorker {
  const { store, clock, logger, config } = deps;
  const { qualificationRuns } = store.portal;
  const all = { ...deps, signer: createReportSigner(deps) };
  const running = new Map<string, Running>();
  const allDone = () => Promise.all([...running.values()].map(({ done }) => done));
  const report = (err: unknown) => logger.error({ err }, 'the queue of runs could not be read');
  let looking: Promise<void> | undefined;
  let stopped = false;

  const begin = async (): Promise<boolean> => {
    const nowMs = clock.now();
    const run = await qualificationRuns.claim(nowMs, nowMs + leaseMs);
    if (run === undefined) return false;
    const { stop, done } = beginRun(all, run, { lookEveryMs, leaseMs, longestMs });
    running.set(run.id, { stop, done: done.finally(() => running.delete(run.id)) });
    return true;
  };
  const look = async (): Promise<void> => {
    await qualificationRuns.interruptLost(clock.now());
    while (!stopped && running.size < config.qualificationRunsAtOnce && (await begin())) {
      // Takes the next run until there is none or the limit is reached.
    }
  };
  const lookOnce = (): Promise<void> => {
    looking ??= look()
      .catch(report)
      .finally(() => (looking = undefined));
    return looking;
  };
  const loop = createPollLoop({ look: lookOnce, everyMs: lookEveryMs, onError: report });
  return {
    start: loop.start,
    runDue: async () => {
      await lookOnce();
      await allDone();
    },
    stop: async () => {
      stopped = true;
      await Promise.all([loop.stop(), looking]);
      for (const { stop } of running.values()) stop.abort('interrupted' satisfies StopReason);
      await allDone();
    },
  };
}

/** Runs it while its lease is renewed, and no longer than allowed. `done` never rejects. */
function beginRun(
  deps: ExecuteDeps,
  run: QualificationRun,
  { lookEveryMs, leaseMs, longestMs }: Required<RunWorkerOptions>,
): Running {
  const stop = new AbortController();
  const tooLong = setTimeout(() => stop.abort('too-long' satisfies StopReason), longestMs);
  const heart = setInterval(
    () => void renewLease(deps, { id: run.id, stop, leaseMs }),
    Math.min(lookEveryMs, leaseMs / 4),
  );
  const done = executeRun(deps, run, stop)
    .catch((err: unknown) => deps.logger.error({ err, run: run.id }, 'the end of a run could not be written'))
    .finally(() => {
      clearTimeout(tooLong);
      clearInterval(heart);
    });
  return { stop, done };
}

interface Lease {
  readonly id: string;
  readonly stop: AbortController;
  readonly leaseMs: number;
}

/** Stops the run when its lease was lost, or when a person cancelled it. */
async function renewLease(
  { store, clock, logger }: Pick<PortalDeps, 'store' | 'clock' | 'logger'>,
  { id, stop, leaseMs }: Lease,
): Promise<void> {
  try {
    const state = await store.portal.qualificationRuns.renew(id, clock.now() + leaseMs);
    if (state === 'cancel') stop.abort('cancelled' satisfies StopReason);
    if (state === 'lost') stop.abort('lost' satisfies StopReason);
  } catch (err) {
    // If this persists, the lease expires by itself.
    logger.warn({ err, run: id }, 'the lease of a run could not be renewed');
  }
}
