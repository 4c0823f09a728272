import type { LimitCommands, LimitOutcome } from './limit/main.ts';
import { closedRounds, figuresOf, measureTargets, type Round, storeCallsPerLogin } from './measure.ts';
import { memoryCurve } from './memory-curve.ts';
import { type Options, readOptions, usage } from './options.ts';
import { benchPkcs11, pkcs11Usage } from './pkcs11/main.ts';
import { benchPortalLists, portalListsUsage } from './portal-lists/main.ts';
import { canPin, startPinned } from './processes/pinned-process.ts';
import { profileHub } from './profile-hub.ts';
import { median } from './report/statistics.ts';
import { type Figures, hubName, summarise } from './report/summary.ts';
import { ratioLines, table } from './report/table.ts';
import { writeResults, writeSummary } from './report/write-results.ts';
import { admitTarget, type Stage, setStage, type Target, targetCore } from './stage.ts';
import { benchStateGrowth, stateGrowthUsage } from './state-growth/main.ts';

const targetModules: Readonly<Record<string, string>> = {
  [hubName]: 'targets/hub',
  'oidc-provider-broker': 'peers/oidc-provider-broker/main',
};

/** Below this share of its core, a target was not the bottleneck of its run. */
const saturatedShare = 0.85;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function admitTargets(stage: Stage, only: string | undefined): Promise<Target[]> {
  const targets: Target[] = [];
  for (const [name, module] of Object.entries(targetModules)) {
    if (only !== undefined && only !== name) continue;
    targets.push(await admitTarget(stage, name, module));
    say(`${name}: passes the acceptance test of a login`);
  }
  if (targets.length === 0) throw new Error(`no such target: ${only}`);
  return targets;
}

async function measureLimit(stage: Stage, { algs, plan }: Options): Promise<LimitOutcome> {
  const limit = startPinned<LimitCommands>('limit/main', targetCore);
  const outcome = await limit.call('measure', { keys: stage.keys, algs, durationMs: plan.limitMs });
  await limit.stop();
  return outcome;
}

/** States for each target whether it was the bottleneck; otherwise its logins/s are not meaningful. */
function busyLines(rounds: readonly Round[], names: Iterable<string>): string {
  return [...names]
    .map((name) => {
      const of = closedRounds(rounds, name);
      const percent = (pick: (round: Round) => number): string =>
        `${(100 * median(of.map(pick))).toFixed(0)} %`;
      const starved = median(of.map((round) => round.targetBusy)) < saturatedShare;
      return [
        `${name}: its core busy ${percent((round) => round.targetBusy)}, the other ${percent((round) => round.surroundingsBusy)}`,
        starved
          ? ' (not saturated: something else used the cores, so only the CPU per login can be compared)'
          : '',
      ].join('');
    })
    .join('\n');
}

async function run(options: Options): Promise<void> {
  if (!canPin) say('warning: taskset is missing, processes are not bound to cores');
  const stage = await setStage(options);
  const targets = await admitTargets(stage, options.only);
  if (options.profile) await profileHub(stage, targets, options, say);
  else if (options.longLogins > 0) await memoryCurve(stage, targets, options, say);
  else await compare(stage, targets, options);
  await Promise.all(
    [...targets.map((target) => target.process), stage.load, stage.upstream].map((running) => running.stop()),
  );
}

/** The goal is twelve waits. */
async function sayStoreCalls(stage: Stage, target: Target): Promise<void> {
  const calls = await storeCallsPerLogin(stage, target);
  if (calls === undefined) return;
  const { operations, waits } = calls;
  say(`${target.name}: ${operations} in-flight operations a login, ${waits} waits (target: 12 at most)`);
}

async function compare(stage: Stage, targets: readonly Target[], options: Options): Promise<void> {
  const rounds = await measureTargets(stage, targets, options);
  const limit = await measureLimit(stage, options);
  const figures = new Map<string, Figures>(targets.map(({ name }) => [name, figuresOf(rounds, name)]));
  const summary = summarise(figures, Math.round(limit.bareCpuMs * 1000) / 1000);
  say(`\n${table(figures, limit)}\n`);
  say(busyLines(rounds, figures.keys()));
  if (summary) say(ratioLines(summary));
  for (const target of targets) await sayStoreCalls(stage, target);
  const { algs, services, concurrency, quick } = options;
  if (options.jsonFile !== undefined && summary) writeSummary(options.jsonFile, summary);
  if (options.jsonFile === undefined || !quick) {
    const kept = rounds.map(({ latenciesMs: _all, ...round }) => round);
    const targetsOnly = Object.fromEntries(figures);
    const file = writeResults({
      algs,
      services,
      concurrency,
      quick,
      ...(summary ?? targetsOnly),
      limit,
      rounds: kept,
    });
    say(`written to ${file}`);
  }
}

const [first, ...others] = process.argv.slice(2);
if (process.argv.includes('--help'))
  say([usage, portalListsUsage, pkcs11Usage, stateGrowthUsage].join('\n\n'));
else if (first === 'state-growth') process.exitCode = (await benchStateGrowth(others)) ? 0 : 1;
else if (first === 'portal-lists') process.exitCode = (await benchPortalLists(others)) ? 0 : 1;
else if (first === 'pkcs11') await benchPkcs11(others, say);
else await run(readOptions(process.argv.slice(2)));
