import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { driveRound } from './measure.ts';
import type { Options } from './options.ts';
import { benchFolder } from './report/write-results.ts';
import type { ProfileLine } from './shared/contract.ts';
import type { Stage, Target } from './stage.ts';

const shownFunctions = 40;

/** The package of a function, from its place in the profile. */
function packageOf(name: string): string {
  const place = name.split(' ').at(-1) ?? '';
  if (place.startsWith('node:') || !place.includes('/')) return place.startsWith('node:') ? 'node' : name;
  const workspace = /\/((?:packages|apps)\/[^/]+)\//.exec(place)?.[1];
  return (
    workspace ?? (place.startsWith('/') ? 'bench' : (/^(@[^/]+\/[^/]+|[^/]+)/.exec(place)?.[1] ?? place))
  );
}

function byPackage(lines: readonly ProfileLine[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { name, selfPercent } of lines) {
    sums.set(packageOf(name), (sums.get(packageOf(name)) ?? 0) + selfPercent);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** Profiles each target while it is saturated, and prints where its time goes. */
export async function profileHub(
  stage: Stage,
  targets: readonly Target[],
  { plan, concurrency }: Options,
  say: (line: string) => void,
): Promise<void> {
  const mode = { kind: 'closed', concurrency } as const;
  const folder = join(benchFolder(), '..', 'var', 'bench');
  mkdirSync(folder, { recursive: true });
  for (const target of targets) {
    await driveRound(stage, target, { mode, durationMs: plan.warmUpMs });
    await target.process.call('startProfile', undefined);
    await driveRound(stage, target, { mode, durationMs: plan.closedMs });
    const file = join(folder, `${target.name}.cpuprofile`);
    const lines = await target.process.call('stopProfile', file);
    const show = (name: string, percent: number): void => say(`${percent.toFixed(1).padStart(6)} %  ${name}`);
    say(`\n${target.name}: self time by function (${file})`);
    for (const { name, selfPercent } of lines.slice(0, shownFunctions)) show(name, selfPercent);
    say(`\n${target.name}: self time by package`);
    for (const [name, percent] of byPackage(lines).slice(0, 20)) show(name, percent);
  }
}
