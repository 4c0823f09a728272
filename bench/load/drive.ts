import { setTimeout as wait } from 'node:timers/promises';
import { ownUsage } from '../processes/usage.ts';
import type { LoadOrder, LoadOutcome } from '../shared/contract.ts';
import { openConnections } from './browser.ts';
import { type Actors, completeLogin } from './login.ts';

interface Tally {
  logins: number;
  failures: number;
  firstFailure: string | undefined;
  nextService: number;
  readonly latenciesMs: number[];
}

const maxConnections = 256;

/** Runs one order to its end; logins that have begun are completed. */
export async function drive(order: LoadOrder): Promise<LoadOutcome> {
  const connections = openConnections(order.mode.kind === 'closed' ? order.mode.concurrency : maxConnections);
  const actors: Actors = { script: order.script, services: order.services, connections };
  const tally: Tally = { logins: 0, failures: 0, firstFailure: undefined, nextService: 0, latenciesMs: [] };
  const cpuBefore = ownUsage().cpuMs;
  const start = performance.now();
  if (order.mode.kind === 'closed') await closedLoop(actors, tally, start + order.durationMs, order.mode);
  else await openLoop(actors, tally, start + order.durationMs, order.mode);
  const elapsedMs = performance.now() - start;
  const loadCpuMs = ownUsage().cpuMs - cpuBefore;
  await connections.close();
  return {
    logins: tally.logins,
    failures: tally.failures,
    ...(tally.firstFailure !== undefined && { firstFailure: tally.firstFailure }),
    elapsedMs,
    loadCpuMs,
    latenciesMs: tally.latenciesMs.sort((a, b) => a - b).map((ms) => Math.round(ms * 1000) / 1000),
  };
}

async function oneLogin(actors: Actors, tally: Tally, dueAt: number): Promise<void> {
  const service = tally.nextService % actors.services.count;
  tally.nextService += 1;
  try {
    await completeLogin(actors, service);
    tally.logins += 1;
    tally.latenciesMs.push(performance.now() - dueAt);
  } catch (error) {
    tally.failures += 1;
    tally.firstFailure ??= String(error);
  }
}

/** `concurrency` citizens, each beginning the next login as soon as one is done: measures the highest throughput. */
async function closedLoop(
  actors: Actors,
  tally: Tally,
  until: number,
  { concurrency }: { concurrency: number },
): Promise<void> {
  const citizen = async (): Promise<void> => {
    while (performance.now() < until) await oneLogin(actors, tally, performance.now());
  };
  await Promise.all(Array.from({ length: concurrency }, citizen));
}

/**
 * Citizens arrive at random (Poisson), independent of running logins, and latency counts from the moment of arrival:
 * otherwise a slow moment would reduce arrivals and hide itself ("coordinated omission").
 */
async function openLoop(
  actors: Actors,
  tally: Tally,
  until: number,
  { loginsPerSecond }: { loginsPerSecond: number },
): Promise<void> {
  const gap = (): number => (-Math.log(1 - Math.random()) * 1000) / loginsPerSecond;
  const running = new Set<Promise<void>>();
  let due = performance.now() + gap();
  while (due < until) {
    if (due > performance.now()) await wait(Math.max(0, due - performance.now()));
    const login = oneLogin(actors, tally, due);
    running.add(login);
    void login.then(() => running.delete(login));
    due += gap();
  }
  await Promise.all(running);
}
