/**
 * `npm run mutants -- --client-code`: every change that Stryker's operators make of the security checks of three clients
 * must be found by a scenario, or be explained by name. `--sample 40` plays a part drawn by seed, of those that a
 * scenario found the last time; `--only TEXT` those whose id contains the text; `--near` plays only what is about the rule of the line; `--rest`
 * only what the last result leaves open; `--update` writes the result that is committed.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { share } from '../process-pool.ts';
import { type Candidate, listCandidates } from './catalogue.ts';
import { explanationOf } from './explained.ts';
import { toMarkdown, toTable } from './report.ts';
import { type Fate, fateOf, type Result, readResult, writeResult } from './result.ts';
import { root } from './root.ts';
import type { Done, Job } from './worker.ts';
import type { Site } from './workshop.ts';

export interface ClientCodeOptions {
  readonly processes: number;
  readonly only?: string | undefined;
  readonly sample?: string | undefined;
  readonly near: boolean;
  readonly rest: boolean;
  readonly update: boolean;
}

/** Another one draws another sample. */
const seed = 'garance-1';

/** @returns the exit status: 1 when a change is missed without an explanation, or found in spite of one */
export async function runClientCode({
  processes,
  only,
  sample,
  near,
  rest,
  update,
}: ClientCodeOptions): Promise<number> {
  const beganMs = Date.now();
  const all = await listCandidates();
  const { mutants: known } = readResult();
  const named = all.filter(
    ({ id }) => (only === undefined || id.includes(only)) && !(rest && isSettled(id, known[id])),
  );
  const chosen =
    sample === undefined
      ? named
      : drawSample(
          named.filter(({ id }) => known[id]?.verdict === 'found'),
          Number(sample),
        );
  const unknown = all.filter(({ id }) => known[id] === undefined).length;
  const drawn = sample === undefined ? '' : `, drawn by seed ${seed}`;
  process.stdout.write(
    `${all.length} changes, ${unknown} not in the result, ${chosen.length} played${drawn}\n`,
  );
  const jobs = [
    ...chosen.map((candidate) => jobOf(candidate, { fate: known[candidate.id], near })),
    ...trueCode(chosen, sample === undefined ? undefined : known),
  ];
  const done = await share<Job, Done>({
    module: new URL('worker.js', import.meta.url).href,
    jobs,
    processes,
    onDone: (one, count) => say(one, `${count}/${jobs.length}`),
  });
  const result = resultOf(done, { chosen, beganMs, ...(sample !== undefined && { sample: Number(sample) }) });
  process.stdout.write(`\n${toTable(result)}\n`);
  process.stdout.write(
    `${result.plays} plays, ${result.cpuSeconds} s of processor time, ${result.seconds} s\n`,
  );
  if (update) {
    const kept = only === undefined && !rest ? {} : known;
    const both = Object.entries({ ...kept, ...result.mutants });
    const ids = new Set(all.map(({ id }) => id));
    const written = { ...result, mutants: Object.fromEntries(both.filter(([id]) => ids.has(id))) };
    writeResult(written);
    writeFileSync(new URL('docs/client-code.md', root), toMarkdown(written));
  }
  return done.some((one) => problemOf(one) !== undefined) ? 1 : 0;
}

/** Found the last time, or explained. */
function isSettled(id: string, fate: Fate | undefined): boolean {
  return explanationOf(id) !== undefined || (fate !== undefined && fate.verdict !== 'missed');
}

/** The same at each run. */
function drawSample(candidates: readonly Candidate[], size: number): readonly Candidate[] {
  const drawOf = ({ id }: Candidate) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  return [...candidates].sort((a, b) => drawOf(a).localeCompare(drawOf(b))).slice(0, size);
}

function siteOf({ client, platform, atRehearsalIssuer }: Site): Site {
  return { client, platform, ...(atRehearsalIssuer === true && { atRehearsalIssuer }) };
}

function jobOf(
  candidate: Candidate,
  { fate, near }: { readonly fate: Fate | undefined; readonly near: boolean },
): Job {
  const { id, number, rule, also } = candidate;
  const foundBy = fate?.verdict === 'found' && fate.by !== undefined ? { foundBy: fate.by } : {};
  // An explanation is a reason, not a guess: only what is about the line is played against it.
  const nearOnly = near || explanationOf(id) !== undefined ? { near: true as const } : {};
  return { id, task: { ...siteOf(candidate), number, rules: [rule, ...also], ...foundBy, ...nearOnly } };
}

/** The unchanged clients, which must be green: in all scenarios, or in those that found the changes of a sample. */
function trueCode(
  candidates: readonly Candidate[],
  known: Readonly<Record<string, Fate>> | undefined,
): readonly Job[] {
  const sites = new Map(
    candidates.map((candidate) => [JSON.stringify(siteOf(candidate)), siteOf(candidate)]),
  );
  return [...sites].map(([name, site]) => {
    if (known === undefined) return { task: site };
    const here = candidates.filter((candidate) => JSON.stringify(siteOf(candidate)) === name);
    const found = here.flatMap(({ id }) => (known[id]?.verdict === 'found' ? (known[id].by ?? []) : []));
    return { task: { ...site, only: ['accept.plain', ...found] } };
  });
}

/** Undefined when it is as it must be. */
function problemOf({ job, outcome, error }: Done): string | undefined {
  if (outcome === undefined) return error ?? 'no result';
  const { verdict, by } = outcome;
  if (job.id === undefined)
    return verdict === 'missed' ? undefined : `the true code: ${verdict} ${by.join(' ')}`;
  const isFound = verdict !== 'missed';
  const explanation = explanationOf(job.id);
  if (explanation === undefined) return isFound ? undefined : `${verdict} ${by.join(' ')}`;
  return isFound ? `is ${explanation.kind}, and yet ${verdict} ${by.join(' ')}` : undefined;
}

function say(done: Done, count: string): void {
  const { job, outcome, ms, cpuMs } = done;
  const name = job.id ?? `true code of ${job.task.client} on ${job.task.platform}`;
  const problem = problemOf(done);
  const verdict =
    problem === undefined ? `${outcome?.verdict} ${outcome?.by.join(' ')}` : `WRONG: ${problem}`;
  const seconds = [ms, cpuMs].map((time) => (time / 1_000).toFixed(1)).join(' s, processor ');
  process.stdout.write(`${count.padStart(9)}  ${name}\n           ${verdict} (${seconds} s)\n`);
}

function resultOf(
  done: readonly Done[],
  {
    chosen,
    beganMs,
    sample,
  }: { readonly chosen: readonly Candidate[]; readonly beganMs: number; readonly sample?: number },
): Result {
  const rules = new Map(chosen.map(({ id, rule }) => [id, rule]));
  const fates = done
    .flatMap(({ job: { id = '' }, outcome }) => {
      const rule = rules.get(id);
      return rule === undefined || outcome === undefined ? [] : [[id, fateOf(rule, outcome)] as const];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const cpuMs = done.reduce((sum, one) => sum + one.cpuMs, 0);
  return {
    date: new Date(beganMs).toISOString().slice(0, 10),
    seconds: Math.round((Date.now() - beganMs) / 1_000),
    cpuSeconds: Math.round(cpuMs / 1_000),
    ...(sample !== undefined && { sample }),
    plays: done.reduce((sum, { outcome }) => sum + (outcome?.plays ?? 0), 0),
    mutants: Object.fromEntries(fates),
  };
}
