/** A process that plays what `run.ts` sends it. */
import { workOff } from '../process-pool.ts';
import { prepareLoading } from './catalogue.ts';
import { type Outcome, openWorkshop, type Task } from './workshop.ts';

/** One mutant, or the true code of one client. */
export interface Job {
  /** Of the mutant; absent, the true code. */
  readonly id?: string;
  readonly task: Task;
}

export interface Done {
  readonly job: Job;
  readonly outcome?: Outcome;
  readonly error?: string;
  readonly ms: number;
  /** Processor time of the process, meanwhile. */
  readonly cpuMs: number;
}

// Changed code may leave a promise alone: it is the client that breaks, not this process.
process.on('unhandledRejection', () => undefined);
await prepareLoading();
const workshop = await openWorkshop();
await workOff<Job, Done>(async (job) => {
  const beganMs = performance.now();
  const before = process.cpuUsage();
  const played = await workshop.play(job.task).then(
    (outcome) => ({ outcome }),
    (error: unknown) => ({ error: String(error) }),
  );
  const { user, system } = process.cpuUsage(before);
  const ms = Math.round(performance.now() - beganMs);
  return { job, ...played, ms, cpuMs: Math.round((user + system) / 1_000) };
}, workshop.close);
