import { createManualClock } from '@garance/core';
import { createPino } from '@garance/web/server';
import { describe, expect, it } from 'vitest';
import { createScheduler, type ScheduledJob } from './scheduler.ts';

const logger = createPino({ name: 'scheduler-test', level: 'silent' });

function scene(...jobs: readonly ScheduledJob[]) {
  const clock = createManualClock(1_000_000);
  return { clock, scheduler: createScheduler({ clock, logger }, jobs) };
}

function counted(name: string, everyMs: number) {
  const job = {
    name,
    everyMs,
    runs: 0,
    run: async () => {
      job.runs += 1;
    },
  };
  return job;
}

describe('the scheduler', () => {
  it('runs each job at once and then at its own interval', async () => {
    const [often, seldom] = [counted('often', 1_000), counted('seldom', 5_000)];
    const { clock, scheduler } = scene(often, seldom);
    const runs = () => [often.runs, seldom.runs];
    await scheduler.runDue();
    expect(runs()).toEqual([1, 1]);
    await scheduler.runDue();
    clock.advance(999);
    await scheduler.runDue();
    expect(runs()).toEqual([1, 1]);
    clock.advance(1);
    await scheduler.runDue();
    expect(runs()).toEqual([2, 1]);
    clock.advance(60_000);
    await scheduler.runDue();
    // Missed intervals (the machine was asleep) are caught up by one run.
    expect(runs()).toEqual([3, 2]);
  });

  it('continues when a job fails, and runs that job again at its next time', async () => {
    let tries = 0;
    const failing: ScheduledJob = {
      name: 'failing',
      everyMs: 1_000,
      run: async () => {
        tries += 1;
        throw new Error('not today');
      },
    };
    const other = counted('other', 1_000);
    const { clock, scheduler } = scene(failing, other);
    await scheduler.runDue();
    clock.advance(1_000);
    await scheduler.runDue();
    expect([tries, other.runs]).toEqual([2, 2]);
  });

  it('does not start a job that is still running', async () => {
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    const slow: ScheduledJob = {
      name: 'slow',
      everyMs: 1_000,
      run: () => {
        runs += 1;
        return gate.promise;
      },
    };
    const { clock, scheduler } = scene(slow);
    const first = scheduler.runDue();
    clock.advance(5_000);
    await scheduler.runDue();
    expect(runs).toBe(1);
    gate.resolve();
    await first;
    await scheduler.runDue();
    expect(runs).toBe(2);
  });

  it('stops after the running jobs, and starts no others', async () => {
    const gate = Promise.withResolvers<void>();
    let done = false;
    const slow: ScheduledJob = {
      name: 'slow',
      everyMs: 1_000,
      run: async () => {
        await gate.promise;
        done = true;
      },
    };
    const other = counted('other', 1_000);
    const { clock, scheduler } = scene(slow, other);
    scheduler.start();
    const stopped = scheduler.stop();
    gate.resolve();
    await stopped;
    expect(done).toBe(true);
    clock.advance(10_000);
    await scheduler.runDue();
    scheduler.start();
    expect(other.runs).toBe(1);
  });
});
