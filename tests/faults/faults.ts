/**
 * `npm run faults [-- --quick] [--only NAME,…] [--list]`: two nodes of a hub on real servers, people who sign in, and what dies
 * meanwhile. Ends with 1 when anything ended as its fault does not allow, a code was redeemed twice, or a secret was found.
 */
import { parseArgs } from 'node:util';
import { lastLine } from './judge.ts';
import { measureCalm } from './load.ts';
import { type Played, play } from './play.ts';
import { type Fault, faults } from './rows.ts';
import { missing, readEverything, type Scene, startScene } from './scene.ts';
import { findLeaks } from './search.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    rate: { type: 'string' },
    'wait-replicas': { type: 'string', default: '1' },
  },
});

const mostPerSecond = 100;
const shareOfCalm = 0.6;
const shownFailures = 8;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function chosen(): readonly Fault[] {
  const names = options.only?.split(',');
  const unknown = names?.find((name) => !faults.some((fault) => fault.name === name));
  if (unknown !== undefined) throw new Error(`no fault is called ${unknown}; --list names them`);
  if (names !== undefined) return faults.filter(({ name }) => names.includes(name));
  return options.quick ? faults.filter(({ quick }) => quick === true) : faults;
}

/** @returns logins a second of the load */
async function chooseRate({ hubs, world }: Scene): Promise<number> {
  if (options.rate !== undefined) return Number(options.rate);
  await measureCalm(hubs, world, { forMs: 3_000, citizens: 12 });
  const calm = await measureCalm(hubs, world, { forMs: options.quick ? 5_000 : 10_000, citizens: 12 });
  const perSecond = Math.min(mostPerSecond, shareOfCalm * calm);
  say(`calm  ${calm.toFixed(1)} logins/s by 12 citizens; load: ${perSecond.toFixed(1)} logins/s`);
  return perSecond;
}

function describe(fault: Fault, played: Played): void {
  const { done, cut, refused, failed, problems, times, p95Ms, slowestMs } = played;
  const isGood = failed.length + problems.length === 0;
  const lasted = ((times.healedMs - times.struckMs) / 1000).toFixed(1);
  say(`${isGood ? 'ok   ' : 'FAIL '} ${fault.name} (fault ${fault.line}): ${fault.says}`);
  say(
    `        ${lasted} s; logins: ${done} done, ${cut} cut off at the dead node, ${refused} refused, ${failed.length} failed; 95 % within ${p95Ms} ms, the slowest ${slowestMs} ms`,
  );
  const counted = new Map<string, number>();
  for (const why of failed) {
    // To a tenth of a second, so that those of one moment are one line.
    const kind = why.replace(/\d\d ms/, '00 ms');
    counted.set(kind, (counted.get(kind) ?? 0) + 1);
  }
  for (const [why, times_] of [...counted].slice(0, shownFailures)) say(`        ${times_} × ${why}`);
  for (const problem of problems) say(`        ${problem}`);
}

interface Sum {
  passed: number;
  failed: number;
  done: number;
  cut: number;
  refused: number;
  otherwise: number;
}

async function playAll(scene: Scene): Promise<Sum> {
  const sum: Sum = { passed: 0, failed: 0, done: 0, cut: 0, refused: 0, otherwise: 0 };
  const perSecond = await chooseRate(scene);
  for (const fault of chosen()) {
    const reason = fault.cannot?.(scene);
    if (reason !== undefined) {
      say(`skip  ${fault.name} (fault ${fault.line}): ${reason}`);
      continue;
    }
    const played = await play(fault, scene, { perSecond, isQuick: options.quick });
    describe(fault, played);
    sum[played.failed.length + played.problems.length === 0 ? 'passed' : 'failed'] += 1;
    sum.done += played.done;
    sum.cut += played.cut;
    sum.refused += played.refused;
    sum.otherwise += played.failed.length;
  }
  return sum;
}

/** @returns whether nothing was found that must not be there */
async function searchAll(scene: Scene): Promise<boolean> {
  const found = await readEverything(scene);
  const size = [...found.values()].reduce((sum, { length }) => sum + length, 0) / 1e6;
  const leaks = findLeaks(found, scene.sought);
  const sought = scene.sought.secrets.size + scene.sought.attributes.size;
  say(
    `${leaks.length === 0 ? 'ok   ' : 'FAIL '} stores and logs (${size.toFixed(1)} MB) searched for ${sought} secrets, tokens, codes and identity attributes: ${leaks.length} found`,
  );
  for (const leak of leaks.slice(0, shownFailures)) say(`        ${leak}`);
  return leaks.length === 0;
}

async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stack.disposeAsync().finally(() => process.exit(130)));
  const scene = await startScene(stack, { waitReplicas: Number(options['wait-replicas']) });
  const sum = await playAll(scene);
  const isClean = await searchAll(scene);
  const { done, cut, refused, otherwise } = sum;
  const twice = scene.codes.twice();
  say(`codes sent again after a fault: ${scene.codes.replayed()}`);
  say(
    `of the logins that failed, ${cut} had a request open on a node that died, ${refused} were refused as their fault allows, ${otherwise} ended otherwise`,
  );
  const failed = sum.failed + (isClean ? 0 : 1);
  const passed = sum.passed + (isClean ? 1 : 0);
  say(lastLine({ passed, failed, done, undone: cut + refused + otherwise, twice }));
  process.exitCode = failed === 0 && twice === 0 ? 0 : 1;
}

if (options.list) {
  for (const { name, line, says, quick } of faults)
    say(`${name}: ${says} (fault ${line}${quick === true ? ', quick' : ''})`);
} else if (missing.length > 0) {
  say(`faults: not run: ${missing.join(', ')} must be installed (.ci/services start installs them)`);
  process.exitCode = 1;
} else await main();
