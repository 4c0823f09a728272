/** Metrics of the process: its event loop, processor time, memory. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Metrics } from '@garance/web/server';
import { Counter, Gauge } from 'prom-client';

const quantiles = [0.5, 0.99, 1] as const;

/** Measures until `stack` ends. */
export function measureProcess(stack: AsyncDisposableStack, metrics: Metrics): void {
  const registers = [metrics];
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  stack.defer(() => void delay.disable());
  new Gauge({
    name: 'garance_event_loop_lag_seconds',
    help: 'How late timers of 10 ms are, since the metrics were last read; quantile 1 is the longest.',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const quantile of quantiles) {
        const lateNs = delay.percentile(quantile * 100) - 10_000_000;
        this.set({ quantile: String(quantile) }, Math.max(0, lateNs) / 1e9);
      }
      delay.reset();
    },
  });
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of this process.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'garance_heap_used_bytes',
    help: 'Memory that JavaScript objects take.',
    registers,
    collect() {
      this.set(process.memoryUsage().heapUsed);
    },
  });
  new Gauge({
    name: 'garance_heap_limit_bytes',
    help: 'Memory that JavaScript objects may take; the process ends beyond it.',
    registers,
    collect() {
      this.set(getHeapStatistics().heap_size_limit);
    },
  });
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When this process started, in seconds since the epoch.',
    registers,
  }).set(Math.round(Date.now() / 1000 - process.uptime()));
}
