/** Plays one fault under load, and says what became of it. */
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '@garance/store/testing';
import { percentile } from '#bench/report/statistics';
import { judgeLogins, type Times, type Verdict } from './judge.ts';
import { startLoad } from './load.ts';
import type { LoginRecord } from './login-record.ts';
import { isReady } from './row-checks.ts';
import type { Fault } from './rows.ts';
import type { Scene } from './scene.ts';

export interface PlaySettings {
  readonly perSecond: number;
  readonly isQuick: boolean;
}

export interface Played extends Verdict {
  readonly problems: readonly string[];
  readonly times: Times;
  readonly p95Ms: number;
  readonly slowestMs: number;
}

/** Before the strike. */
const calmMs = 2_000;
const defaultAfterSeconds = { whole: 4, quick: 2 };
/** Codes that may have been taken on a server that is gone. */
const replayMs = 20_000;

/** 0 when there was none. */
function msWithin(records: readonly LoginRecord[], share: number): number {
  const sorted = records.map(({ beganMs, endedMs }) => endedMs - beganMs).sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : percentile(sorted, share);
}

/** What logins have left behind: recorded sign-ins, and mails that have arrived. */
async function countTraces({
  here,
  mail,
}: Scene): Promise<{ readonly signIns: number; readonly mails: number }> {
  return { signIns: await here.database.count('sign_in_event'), mails: mail.received.size };
}

/** Resolves when no more mails leave: those of a node whose clock was ahead wait for the time that it gave them. */
async function mailsHaveLeft({ here }: Scene): Promise<void> {
  let waiting = await here.database.count('outbox_mail');
  await until(async () => {
    await wait(1_500);
    const before = waiting;
    waiting = await here.database.count('outbox_mail');
    return waiting === before || undefined;
  });
}

/** Waits until there are as many new sign-ins and mails as logins that were done. */
async function problemsOfTraces(
  scene: Scene,
  before: Awaited<ReturnType<typeof countTraces>>,
  expected: number,
): Promise<readonly string[]> {
  const count = async () => {
    const { signIns, mails } = await countTraces(scene).catch(() => before);
    return { signIns: signIns - before.signIns, mails: mails - before.mails };
  };
  const isWhole = async () => Object.values(await count()).every((found) => found >= expected) || undefined;
  // A minute each: mails that a worker had leased when it was killed leave when the lease of two minutes has ended.
  for (let minute = 0; minute < 3; minute += 1) if ((await until(isWhole).catch(() => false)) === true) break;
  const { signIns, mails } = await count();
  return [
    ...(signIns >= expected ? [] : [`${signIns} sign-ins are recorded of ${expected}`]),
    ...(mails >= expected ? [] : [`${mails} mails to citizens have arrived of ${expected}`]),
  ];
}

async function hurt(fault: Fault, scene: Scene, { isQuick }: PlaySettings): Promise<Times> {
  const struckMs = Date.now();
  await fault.strike(scene);
  const deadMs = Date.now();
  const [whole, quick] = fault.lasts;
  await wait((isQuick ? quick : whole) * 1000);
  // While logins are under way, and the fault too.
  const healingMs = Date.now();
  await fault.heal?.(scene);
  return { struckMs, deadMs, healingMs, healedMs: Date.now() };
}

export async function play(fault: Fault, scene: Scene, settings: PlaySettings): Promise<Played> {
  const { here, codes, hubs, world } = scene;
  await fault.prepare?.(scene);
  for (const node of here.nodes) await isReady(node);
  const twiceBefore = codes.twice();
  await mailsHaveLeft(scene);
  const before = await countTraces(scene);
  const load = startLoad(hubs, world, settings.perSecond);
  await wait(calmMs);
  const times = await hurt(fault, scene, settings);
  await codes.replayRecent(replayMs);
  await wait((fault.after ?? defaultAfterSeconds[settings.isQuick ? 'quick' : 'whole']) * 1000);
  await load.stop();
  const verdict = judgeLogins(load.records, times, fault.allows);
  const done = load.records.filter(({ end }) => end.kind === 'done');
  const problems = [...(await problemsOfTraces(scene, before, verdict.done - (fault.mayLose ?? 0)))];
  const twice = codes.twice() - twiceBefore;
  if (twice > 0) problems.push(`${twice} codes were redeemed twice`);
  for (const { says, holds } of fault.holds ?? []) {
    const isTrue = await holds(scene, times).catch((error: unknown) => String(error));
    if (isTrue !== true) problems.push(`not true: ${says}${isTrue === false ? '' : ` (${isTrue})`}`);
  }
  return {
    ...verdict,
    problems,
    times,
    p95Ms: msWithin(done, 0.95),
    slowestMs: msWithin(load.records, 1),
  };
}
