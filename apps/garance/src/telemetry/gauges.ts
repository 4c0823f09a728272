/** What is read when the metrics are: queues, keys, the circuit breaker, readiness. */
import type { Clock, Environment } from '@garance/core';
import type { ActiveKey } from '@garance/hub';
import { type Metrics, type ReadinessCheck, runChecks } from '@garance/web/server';
import { Counter, Gauge } from 'prom-client';

/** What waits in a queue. */
export interface Backlog {
  readonly entries: number;
  /** Since when the oldest waits, in seconds; absent where it is not known. */
  readonly oldestSeconds?: number;
}

/** Entries that wait, and since when the longest due one does (epoch ms; absent when none is due). */
type ReadDueBacklog = (nowMs: number) => Promise<{ readonly queued: number; readonly dueSinceMs?: number }>;

type BreakerState = 'closed' | 'open' | 'half-open';
const breakerStates: readonly BreakerState[] = ['closed', 'open', 'half-open'];

export interface Gauges {
  backlog(queue: string, read: () => Promise<Backlog> | Backlog): void;
  /** Of a queue in the database. */
  dueBacklog(queue: string, read: ReadDueBacklog): void;
  /** Entries of a queue that were dropped, since the process started. */
  dropped(queue: string, read: () => number): void;
  /** @param rotationDays of the schedule; 0: there is none */
  keys(server: string, read: () => readonly ActiveKey[], rotationDays: number): void;
  /** @returns to be told of every change */
  breaker(environment: Environment): (state: BreakerState) => void;
  readiness(server: string, checks: Readonly<Record<string, ReadinessCheck>>): void;
}

const dayMs = 24 * 3600 * 1000;

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
  const backlogs = new Map<string, () => Promise<Backlog> | Backlog>();
  const drops = new Map<string, () => number>();
  const oldest = new Gauge({
    name: 'garance_backlog_oldest_seconds',
    help: 'Since when the oldest due entry of a queue waits.',
    labelNames: ['queue'],
    registers,
  });
  new Gauge({
    name: 'garance_backlog_entries',
    help: 'Entries that wait in a queue; absent while it cannot be read.',
    labelNames: ['queue'],
    registers,
    async collect() {
      await Promise.all(
        [...backlogs].map(([queue, read]) => readQueue({ queue, read, entries: this, oldest })),
      );
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

async function dueBacklog(read: ReadDueBacklog, nowMs: number): Promise<Backlog> {
  const { queued, dueSinceMs = nowMs } = await read(nowMs);
  return { entries: queued, oldestSeconds: Math.max(0, nowMs - dueSinceMs) / 1000 };
}

interface QueueInput {
  readonly queue: string;
  readonly read: () => Promise<Backlog> | Backlog;
  readonly entries: Gauge<'queue'>;
  readonly oldest: Gauge<'queue'>;
}

async function readQueue({ queue, read, entries, oldest }: QueueInput): Promise<void> {
  entries.remove({ queue });
  oldest.remove({ queue });
  try {
    const { entries: count, oldestSeconds } = await read();
    entries.set({ queue }, count);
    if (oldestSeconds !== undefined) oldest.set({ queue }, oldestSeconds);
  } catch {
    // The database does not answer: its own check says so, and a number would be a guess.
  }
}

function keyGauges(metrics: Metrics, clock: Clock): Gauges['keys'] {
  const rings: { server: string; read: () => readonly ActiveKey[]; rotationDays: number }[] = [];
  const labelNames = ['server', 'use', 'alg'] as const;
  const due = new Gauge({
    name: 'garance_key_rotation_due_seconds',
    help: 'Until the schedule gives the active key of a family its successor; negative when that is late. Absent without a schedule.',
    labelNames,
    registers: [metrics],
  });
  new Gauge({
    name: 'garance_key_age_seconds',
    help: 'Since the active key of a family was made.',
    labelNames,
    registers: [metrics],
    collect() {
      this.reset();
      due.reset();
      for (const { server, read, rotationDays } of rings) {
        for (const { use, alg, createdAtMs } of read()) {
          const ageMs = clock.now() - createdAtMs;
          this.set({ server, use, alg }, ageMs / 1000);
          if (rotationDays > 0) due.set({ server, use, alg }, (rotationDays * dayMs - ageMs) / 1000);
        }
      }
    },
  });
  return (server, read, rotationDays) => void rings.push({ server, read, rotationDays });
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
