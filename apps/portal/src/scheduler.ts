/**
 * Background jobs: each at its interval, by the injected clock. Every node runs its own
 * scheduler, so a job must bear being run twice. Jobs come from the stages; the composition starts it.
 */
import type { PortalDeps } from './deps.ts';

export interface ScheduledJob {
  /** In logs. */
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

export interface Scheduler {
  /** Begins to look at the clock; the first look is at once. */
  start(): void;
  /** Runs the due jobs. Resolves when all are done; never rejects. */
  runDue(): Promise<void>;
  /** No job begins any more; resolves when those under way are done. */
  stop(): Promise<void>;
}

interface JobState {
  readonly job: ScheduledJob;
  nextMs: number;
  running: Promise<void> | undefined;
}

/** @param lookEveryMs how often the clock is looked at once started; a job is at most so late */
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
      // One job that fails is tried again at its next time, and keeps no other from running.
      logger.error({ err, job: job.name }, 'a scheduled job failed');
    }
    state.running = undefined;
  };
  const runDue = async (): Promise<void> => {
    if (stopped) return;
    const nowMs = clock.now();
    // A job that takes longer than its interval is not begun beside itself.
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
      // Never keeps a process alive that is done otherwise.
      timer.unref();
    },
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await Promise.all(states.map(({ running }) => running));
    },
  };
}
