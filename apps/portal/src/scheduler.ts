/**
 * Background jobs: each at its interval, by the injected clock. Every node runs its own scheduler, so a job must
 * tolerate being run twice. Jobs come from the stages; the composition root starts them.
 */
import type { PortalDeps } from './deps.ts';

export interface ScheduledJob {
  /** Name in logs. */
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

export interface Scheduler {
  /** Starts the polling of the clock; the first check is immediate. */
  start(): void;
  /** Runs the due jobs. Resolves when all are done; never rejects. */
  runDue(): Promise<void>;
  /** Starts no further job; resolves when the running ones are done. */
  stop(): Promise<void>;
}

interface JobState {
  readonly job: ScheduledJob;
  nextMs: number;
  running: Promise<void> | undefined;
}

/** @param lookEveryMs interval of the checks once started; the maximum delay of a job */
export function createScheduler(
  { clock, logger }: Pick<PortalDeps, 'clock' | 'logger'>,
  jobs: readonly ScheduledJob[],
  { lookEveryMs = 10_000 }: { readonly lookEveryMs?: number } = {},
): Scheduler {
  const states: readonly JobState[] = jobs.map((job) => ({ job, nextMs: 0, running: undefined }));
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const runOne = async (state: JobState): Promise<void> => {
    const { job } = state;
    try {
      await job.run();
    } catch (err) {
      // A job that fails is repeated at its next time and does not block the others.
      logger.error({ err, job: job.name }, 'a scheduled job failed');
    }
    state.running = undefined;
  };
  const runDue = async (): Promise<void> => {
    if (stopped) return;
    const nowMs = clock.now();
    // A job that takes longer than its interval is not started a second time meanwhile.
    const due = states.filter(({ nextMs, running }) => nextMs <= nowMs && running === undefined);
    for (const state of due) {
      state.nextMs = nowMs + state.job.everyMs;
      state.running = runOne(state);
    }
    await Promise.all(due.map(({ running }) => running));
  };
  return {
    runDue,
    start: () => {
      if (timer !== undefined || stopped) return;
      void runDue();
      timer = setInterval(() => void runDue(), lookEveryMs);
      // Does not keep the process alive.
      timer.unref();
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await Promise.all(states.map(({ running }) => running));
    },
  };
}
