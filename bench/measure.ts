import type { StoreCalls } from '@garance/store';
import type { Options } from './options.ts';
import { median, percentile, round } from './report/statistics.ts';
import type { Figures } from './report/summary.ts';
import type { LoadOrder, LoadOutcome } from './shared/contract.ts';
import type { Stage, Target } from './stage.ts';

/** One order on one target, with the target's resource usage during it. */
export interface Round {
  readonly target: string;
  readonly mode: LoadOrder['mode'];
  readonly logins: number;
  readonly loginsPerSecond: number;
  readonly cpuMsPerLogin: number;
  /** Share of its core used by the target, and of theirs by load generator and upstream provider. */
  readonly targetBusy: number;
  readonly surroundingsBusy: number;
  readonly rssMiB: number;
  readonly latenciesMs: readonly number[];
}

export async function driveRound(
  stage: Stage,
  target: Target,
  order: Pick<LoadOrder, 'mode' | 'durationMs'>,
): Promise<Round> {
  const before = await usages(stage, target);
  const outcome = await stage.load.call('drive', {
    ...order,
    script: target.script,
    services: stage.services,
  });
  const after = await usages(stage, target);
  failUnlessAllSucceeded(target, outcome);
  const cpuMs = after.target.cpuMs - before.target.cpuMs;
  const surroundingsMs = outcome.loadCpuMs + after.upstream.cpuMs - before.upstream.cpuMs;
  return {
    target: target.name,
    mode: order.mode,
    logins: outcome.logins,
    loginsPerSecond: (1000 * outcome.logins) / outcome.elapsedMs,
    cpuMsPerLogin: cpuMs / outcome.logins,
    targetBusy: cpuMs / outcome.elapsedMs,
    surroundingsBusy: surroundingsMs / outcome.elapsedMs,
    rssMiB: after.target.rssMiB,
    latenciesMs: outcome.latenciesMs,
  };
}

async function usages(stage: Stage, target: Target) {
  return {
    target: await target.process.call('usage', undefined),
    upstream: await stage.upstream.call('usage', undefined),
  };
}

/** Failed logins are cheap and would distort the figures: a run with any is invalid. */
function failUnlessAllSucceeded(target: Target, { failures, firstFailure, logins }: LoadOutcome): void {
  if (failures === 0 && logins > 0) return;
  throw new Error(
    `${target.name}: ${failures} logins failed, ${logins} succeeded; the first: ${firstFailure}`,
  );
}

/** Store calls of one login, with logins one after another; undefined when the target does not count them. */
export async function storeCallsPerLogin(stage: Stage, target: Target): Promise<StoreCalls | undefined> {
  await target.process.call('startCounting', undefined);
  const { logins } = await driveRound(stage, target, {
    mode: { kind: 'closed', concurrency: 1 },
    durationMs: 200,
  });
  const calls = await target.process.call('stopCounting', undefined);
  if (calls === undefined) return undefined;
  return { operations: round(calls.operations / logins, 1), waits: round(calls.waits / logins, 1) };
}

/** All rounds, with the targets in turn each time (A B A B …), so that disturbances of the machine affect all alike. */
export async function measureTargets(
  stage: Stage,
  targets: readonly Target[],
  { plan, concurrency }: Options,
): Promise<Round[]> {
  const rounds: Round[] = [];
  const closed = { kind: 'closed', concurrency } as const;
  for (const target of targets) await driveRound(stage, target, { mode: closed, durationMs: plan.warmUpMs });
  for (let count = 0; count < plan.closedRounds; count += 1) {
    for (const target of targets) {
      rounds.push(await driveRound(stage, target, { mode: closed, durationMs: plan.closedMs }));
    }
  }
  for (let count = 0; count < plan.openRounds; count += 1) {
    for (const target of targets) {
      const most = median(closedRounds(rounds, target.name).map((round) => round.loginsPerSecond));
      const mode = { kind: 'open', loginsPerSecond: 0.7 * most } as const;
      rounds.push(await driveRound(stage, target, { mode, durationMs: plan.openMs }));
    }
  }
  return rounds;
}

export const closedRounds = (rounds: readonly Round[], target: string): Round[] =>
  rounds.filter((round) => round.target === target && round.mode.kind === 'closed');

const openRounds = (rounds: readonly Round[], target: string): Round[] =>
  rounds.filter((round) => round.target === target && round.mode.kind === 'open');

/** Medians over the rounds: throughput, CPU and memory when saturated, latency at 70 % of that load. */
export function figuresOf(rounds: readonly Round[], target: string): Figures {
  const saturated = closedRounds(rounds, target);
  const open = openRounds(rounds, target);
  const wait = (share: number): number =>
    round(median(open.map((sample) => percentile(sample.latenciesMs, share))), 2);
  return {
    loginsPerSecond: round(median(saturated.map((sample) => sample.loginsPerSecond)), 1),
    cpuMsPerLogin: round(median(saturated.map((sample) => sample.cpuMsPerLogin)), 3),
    p50Ms: wait(0.5),
    p95Ms: wait(0.95),
    p99Ms: wait(0.99),
    rssMiB: round(Math.max(...saturated.map((sample) => sample.rssMiB)), 1),
  };
}
