/** Runs a server of an installation: its internal listener and its orderly end. */
import { systemClock } from '@garance/core';
import type { DurableStore, StoreLogger } from '@garance/store';
import {
  buildMetricsServer,
  type createPino,
  type FastifyInstance,
  type ReadinessOptions,
} from '@garance/web/server';
import { UsageError } from '../embedded/usage-error.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Configuration, Listener } from './config/schema.ts';

/** Period in which an ending process still takes requests. */
export interface Drain {
  /** Readiness check: fails after the first signal. */
  check(): Promise<void>;
  begin(): void;
}

export function createDrain(): Drain {
  let isDraining = false;
  return {
    check: async () => {
      if (isDraining) throw new Error('draining');
    },
    begin: () => {
      isDraining = true;
    },
  };
}

/** Of the database's clock: shorter than the time limit of a check, so that a database that hangs does not fail two of them. */
const clockAnswerMs = 1_000;

/** Undefined when the database does not answer, or not in time. */
async function readClockInTime(store: Pick<DurableStore, 'readClock'>): Promise<number | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(late.resolve, clockAnswerMs);
  try {
    return await Promise.race([store.readClock().catch(() => undefined), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Readiness check: this machine's clock differs from the database's by at most the bound, half a round trip included. A
 * database that does not answer fails another check, not this one.
 */
function clockCheck(
  store: Pick<DurableStore, 'readClock'>,
  { maxClockDifferenceSeconds }: Configuration,
): () => Promise<void> {
  return async () => {
    const beganMs = systemClock.now();
    const databaseMs = await readClockInTime(store);
    if (databaseMs === undefined) return;
    const endedMs = systemClock.now();
    const difference = Math.abs((beganMs + endedMs) / 2 - databaseMs) - (endedMs - beganMs) / 2;
    if (!(difference <= maxClockDifferenceSeconds * 1000)) throw new Error('the clocks differ');
  };
}

/** Readiness checks of every process: its database, its clock, and that it is not ending. */
export function processChecks(
  store: Pick<DurableStore, 'ping' | 'readClock'>,
  configuration: Configuration,
  draining: Drain,
) {
  return {
    'durable-store': () => store.ping(),
    clock: clockCheck(store, configuration),
    draining: draining.check,
  };
}

interface InternalInput {
  readonly listener: Listener;
  readonly telemetry: Telemetry;
  readonly logger: ReturnType<typeof createPino>;
  readonly readiness: ReadinessOptions;
}

/**
 * `/healthz`, `/readyz`, `/metrics` and, when enabled, `/profile` and `/heap`. Start it before the public listener: it
 * must still answer while that one drains.
 */
export async function startInternalListener(
  stack: AsyncDisposableStack,
  { listener, telemetry, logger, readiness }: InternalInput,
): Promise<void> {
  const { metrics, profiling } = telemetry;
  const internal = logger.child({ part: 'internal' });
  const app = buildMetricsServer({ metrics, readiness, profiling, logger: internal });
  stack.defer(() => app.close());
  await listenOn('internal', app, listener);
}

/** @throws UsageError when the address is unavailable */
export async function listenOn(setting: string, app: FastifyInstance, listener: Listener): Promise<void> {
  try {
    await app.listen({ ...listener });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === '') throw error;
    throw new UsageError(`${setting}: cannot listen on ${listener.host} port ${listener.port} (${code}).`);
  }
}

/** Closes a server: requests under way are answered until the deadline, then their connections are closed. */
export async function closeWithin(
  app: FastifyInstance,
  { deadlineMs, logger }: { readonly deadlineMs: number; readonly logger: StoreLogger },
): Promise<void> {
  const timer = setTimeout(() => {
    logger.warn({ deadlineMs }, 'requests under way at the deadline are cut');
    app.server.closeAllConnections();
  }, deadlineMs);
  await app.close();
  clearTimeout(timer);
}

/** Ctrl-C reaches a process from the terminal, and again from its parent process, which passes signals on. */
const sameSignalMs = 500;

/**
 * On the first SIGTERM or SIGINT: readiness fails, requests are still taken for `noticeSeconds`, then everything is
 * closed in order. A later signal ends the process at once.
 */
export function endOnSignal(drain: Drain, noticeSeconds: number, close: () => Promise<void>): Promise<void> {
  const ended = Promise.withResolvers<void>();
  let beganMs: number | undefined;
  const end = () => {
    const nowMs = performance.now();
    if (beganMs !== undefined) {
      if (nowMs - beganMs > sameSignalMs) process.exit(130);
      return;
    }
    beganMs = nowMs;
    drain.begin();
    setTimeout(() => close().then(ended.resolve, ended.reject), noticeSeconds * 1000);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  return ended.promise;
}
