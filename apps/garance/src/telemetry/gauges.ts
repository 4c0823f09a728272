/** Values read when the metrics are collected: queues, keys, the circuit breaker, readiness. */
import type { Clock, Environment } from '@garance/core';
import type { ActiveKey } from '@garance/hub';
import type { DueBacklog } from '@garance/store';
import { type Metrics, type ReadinessCheck, runChecks } from '@garance/web/server';
import { Counter, Gauge } from 'prom-client';

/** Waiting items of a queue. */
export interface Backlog {
  readonly entries: number;
  /** Age of the oldest item in seconds; absent when it is unknown. */
  readonly oldestSeconds?: number;
}

type ReadDueBacklog = (nowMs: number) => Promise<DueBacklog>;

type BreakerState = 'closed' | 'open' | 'half-open';
const breakerStates: readonly BreakerState[] = ['closed', 'open', 'half-open'];

export interface Gauges {
  backlog(queue: string, read: ReadBacklog): void;
  /** Measures a queue in the database. */
  dueBacklog(queue: string, read: ReadDueBacklog): void;
  /** Measures the entries of a queue dropped since the process started. */
  dropped(queue: string, read: () => number): void;
  /** @param rotationDays of the schedule; 0: no schedule */
  keys(server: string, read: () => readonly ActiveKey[], rotationDays: number): void;
  /** @returns a function to call at every change */
  breaker(environment: Environment): (state: BreakerState) => void;
  readiness(server: string, checks: Readonly<Record<string, ReadinessCheck>>): void;
}

const daySeconds = 24 * 3600;

export function createGauges(metrics: Metrics, clock: Clock): Gauges {
  const queues = queueGauges(metrics);
  return {
    ...queues,
    dueBacklog: (queue, read) => queues.backlog(queue, () => dueBacklog(read, clock.now())),
    keys: keyGauges(metrics, clock),
    breaker: breakerGauge(metrics),
    readiness: readinessGauge(metrics),
  };
}

function queueGauges(metrics: Metrics): Pick<Gauges, 'backlog' | 'dropped'> {
  const registers = [metrics];
  const backlogs = new Map<string, ReadBacklog>();
  const drops = new Map<string, () => number>();
  // Both gauges are collected together and share one reading.
  let reading: Promise<readonly QueueState[]> | undefined;
  const readOnce = (): Promise<readonly QueueState[]> => {
    reading ??= readQueues(backlogs).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  new Gauge({
    name: 'garance_backlog_entries',
    help: 'Entries that wait in a queue; absent while it cannot be read.',
    labelNames: ['queue'],
    registers,
    async collect() {
      const states = await readOnce();
      this.reset();
      for (const { queue, entries } of states) this.set({ queue }, entries);
    },
  });
  new Gauge({
    name: 'garance_backlog_oldest_seconds',
    help: 'Since when the oldest due entry of a queue waits; 0 when none does.',
    labelNames: ['queue'],
    registers,
    async collect() {
      const states = await readOnce();
      this.reset();
      for (const { queue, oldestSeconds } of states) {
        if (oldestSeconds !== undefined) this.set({ queue }, oldestSeconds);
      }
    },
  });
  new Counter({
    name: 'garance_dropped_total',
    help: 'Entries of a queue that were dropped because the database was slow or away.',
    labelNames: ['queue'],
    registers,
    collect() {
      this.reset();
      for (const [queue, read] of drops) this.inc({ queue }, read());
    },
  });
  return {
    backlog: (queue, read) => void backlogs.set(queue, read),
    dropped: (queue, read) => void drops.set(queue, read),
  };
}

type ReadBacklog = () => Promise<Backlog> | Backlog;
type QueueState = Backlog & { readonly queue: string };

/** A queue that cannot be read is left out: the check of the database reports it, and a number would be wrong. */
async function readQueues(backlogs: ReadonlyMap<string, ReadBacklog>): Promise<readonly QueueState[]> {
  const states = [...backlogs].map(async ([queue, read]): Promise<readonly QueueState[]> => {
    try {
      return [{ queue, ...(await read()) }];
    } catch {
      return [];
    }
  });
  return (await Promise.all(states)).flat();
}

async function dueBacklog(read: ReadDueBacklog, nowMs: number): Promise<Backlog> {
  const { queued, dueSinceMs = nowMs } = await read(nowMs);
  return { entries: queued, oldestSeconds: Math.max(0, nowMs - dueSinceMs) / 1000 };
}

function keyGauges(metrics: Metrics, clock: Clock): Gauges['keys'] {
  const rings: { server: string; read: () => readonly ActiveKey[]; rotationDays: number }[] = [];
  const labelNames = ['server', 'use', 'alg'] as const;
  const registers = [metrics];
  const eachKey = (use: (labels: KeyLabels, ageSeconds: number, rotationDays: number) => void) => {
    for (const { server, read, rotationDays } of rings) {
      for (const { use: of, alg, createdAtMs } of read()) {
        use({ server, use: of, alg }, (clock.now() - createdAtMs) / 1000, rotationDays);
      }
    }
  };
  new Gauge({
    name: 'garance_key_age_seconds',
    help: 'Since the active key of a family was made.',
    labelNames,
    registers,
    collect() {
      this.reset();
      eachKey((labels, ageSeconds) => this.set(labels, ageSeconds));
    },
  });
  new Gauge({
    name: 'garance_key_rotation_due_seconds',
    help: 'Until the schedule gives the active key of a family its successor; negative when that is late. Absent without a schedule.',
    labelNames,
    registers,
    collect() {
      this.reset();
      eachKey((labels, ageSeconds, rotationDays) => {
        if (rotationDays > 0) this.set(labels, rotationDays * daySeconds - ageSeconds);
      });
    },
  });
  return (server, read, rotationDays) => void rings.push({ server, read, rotationDays });
}

interface KeyLabels {
  readonly server: string;
  readonly use: 'sig' | 'enc';
  readonly alg: string;
}

function breakerGauge(metrics: Metrics): Gauges['breaker'] {
  const gauge = new Gauge({
    name: 'garance_circuit_breaker',
    help: '1 for the state in which the circuit breaker of the civil register is.',
    labelNames: ['environment', 'state'],
    registers: [metrics],
  });
  return (environment) => {
    const show = (current: BreakerState) => {
      for (const state of breakerStates) gauge.set({ environment, state }, state === current ? 1 : 0);
    };
    show('closed');
    return show;
  };
}

function readinessGauge(metrics: Metrics): Gauges['readiness'] {
  const servers: { server: string; checks: Readonly<Record<string, ReadinessCheck>> }[] = [];
  new Gauge({
    name: 'garance_ready',
    help: '1 for a readiness check that passes, else 0.',
    labelNames: ['server', 'check'],
    registers: [metrics],
    async collect() {
      await Promise.all(
        servers.map(async ({ server, checks }) => {
          for (const [check, isOk] of await runChecks(checks)) this.set({ server, check }, isOk ? 1 : 0);
        }),
      );
    },
  });
  return (server, checks) => void servers.push({ server, checks });
}
