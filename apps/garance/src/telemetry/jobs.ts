/** Measures periodic jobs: number, duration and outcome; each run has a trace of its own. */
import { performance } from 'node:perf_hooks';
import type { Clock } from '@garance/core';
import type { ScheduledJob } from '@garance/portal';
import type { Metrics } from '@garance/web/server';
import { Gauge, Histogram } from 'prom-client';
import { createScope, type Scopes } from './scope.ts';
import type { Tracing } from './tracing.ts';

interface JobsInput {
  readonly metrics: Metrics;
  readonly scopes: Scopes;
  readonly tracing: Tracing;
  readonly clock: Clock;
}

/** The same jobs, with their runs measured. */
export type ObserveJobs = (jobs: readonly ScheduledJob[]) => readonly ScheduledJob[];

export function createJobMeter({ metrics, scopes, tracing, clock }: JobsInput): ObserveJobs {
  // `task`: Prometheus has a label `job` of its own.
  const registers = [metrics];
  const seconds = new Histogram({
    name: 'garance_job_seconds',
    help: 'Runs of periodic jobs, by outcome.',
    labelNames: ['task', 'outcome'],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers,
  });
  const succeeded = new Gauge({
    name: 'garance_job_success_timestamp_seconds',
    help: 'When a periodic job last ended well in this process.',
    labelNames: ['task'],
    registers,
  });
  const interval = new Gauge({
    name: 'garance_job_interval_seconds',
    help: 'From one run of a periodic job to the next.',
    labelNames: ['task'],
    registers,
  });
  const runObserved = async ({ name: task, run }: ScheduledJob): Promise<unknown> => {
    const beganMs = performance.now();
    const span = tracing.begin({
      name: `job ${task}`,
      kind: 'internal',
      attributes: { 'garance.task': task },
    });
    const end = (outcome: 'ok' | 'failed') => {
      seconds.observe({ task, outcome }, (performance.now() - beganMs) / 1000);
      span?.end(outcome === 'failed');
    };
    try {
      const result = await scopes.run(
        createScope(() => performance.now(), span),
        run,
      );
      succeeded.set({ task }, clock.now() / 1000);
      end('ok');
      return result;
    } catch (error) {
      end('failed');
      throw error;
    }
  };
  return (jobs) =>
    jobs.map((job) => {
      interval.set({ task: job.name }, job.everyMs / 1000);
      return { ...job, run: () => runObserved(job) };
    });
}
