/**
 * `npm run mutants`: every wrong service against every scenario of its platform, and the honest one three times on both.
 * With `--correct` instead: every correct service five times on both, three of them with a real browser throughout.
 * With `--client-code` instead: changes of real client code, see `client-code/run.ts`; `--sample 40` a part of them.
 * The machine's cores share the work, each process with its own federation. Exits with 1 when anything differs from
 * `expected-matrix.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { type Platform, platformSchema } from '@garance/core';
import { runClientCode } from './client-code/run.ts';
import { planted, scenariosOf } from './expectation.ts';
import { type Finding, openLaboratory } from './laboratory.ts';
import { differences, type Matrix, notGreen, redOf, summary, wrongWith } from './matrix.ts';
import { share, workOff } from './process-pool.ts';
import { correctServices } from './services/correct.ts';

interface Job {
  readonly platform: Platform;
  /** A wrong service, or a correct one unlike the honest one. */
  readonly defect?: string;
  readonly inBrowser?: boolean;
}

interface Done {
  readonly job: Job;
  readonly findings: readonly Finding[];
  readonly ms: number;
  readonly error?: string;
}

const honestRuns = 3;
/** Of each correct service: by http, then with a real browser. */
const correctRuns: readonly boolean[] = [false, false, true, true, true];
const matrixFile = new URL('../../../tests/qualification/expected-matrix.json', import.meta.url);

if (process.send === undefined) process.exitCode = await main();
else await work();

/** The child process: plays what the parent sends, one service at a time. */
async function work(): Promise<never> {
  const laboratory = await openLaboratory();
  return workOff<Job, Done>(async (job) => {
    const beganMs = performance.now();
    const { navigationMs } = correctServices.find(({ name }) => name === job.defect) ?? {};
    const limits = navigationMs === undefined ? {} : { navigationMs };
    const done = await laboratory.run({ ...job, ...limits, scenarios: scenariosOf(job.platform) }).then(
      (findings) => ({ findings }),
      (error: unknown) => ({ findings: [], error: String(error) }),
    );
    return { job, ...done, ms: Math.round(performance.now() - beganMs) };
  }, laboratory.close);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: String(availableParallelism()) },
      only: { type: 'string' },
      update: { type: 'boolean', default: false },
      correct: { type: 'boolean', default: false },
      'client-code': { type: 'boolean', default: false },
      sample: { type: 'string' },
      near: { type: 'boolean', default: false },
      rest: { type: 'boolean', default: false },
    },
  });
  if (values['client-code']) {
    const { jobs, only, sample, near, rest, update } = values;
    return runClientCode({ processes: Number(jobs), only, sample, near, rest, update });
  }
  const only = values.only?.split(',');
  const all: readonly Job[] = values.correct ? correctJobs() : wrongJobs();
  const jobs = all.filter((job) => only === undefined || only.includes(job.defect ?? 'honest'));
  const results = await share<Job, Done>({
    module: import.meta.url,
    jobs,
    processes: Number(values.jobs),
    onDone: (done, count) => say(done, `${count}/${jobs.length}`),
  });
  const bad = results.filter((done) => problems(done).length > 0);
  if (values.correct) {
    process.stdout.write(
      `${results.length - bad.length} of ${results.length} runs of correct services without a failure\n`,
    );
    return bad.length === 0 ? 0 : 1;
  }
  const found = matrixOf(results);
  if (values.update) writeFileSync(matrixFile, `${JSON.stringify(found, undefined, 2)}\n`);
  const differs = !values.update && only === undefined && !matches(found);
  print(results);
  const wrongServices = (done: readonly Done[]) => done.flatMap(({ job }) => job.defect ?? []);
  process.stdout.write(`${summary(wrongServices(results), wrongServices(bad))}\n`);
  return bad.length === 0 && !differs ? 0 : 1;
}

function wrongJobs(): readonly Job[] {
  const honest = platformSchema.options.map((platform) => ({ platform }));
  return [
    ...Array.from({ length: honestRuns }, () => honest).flat(),
    ...planted.map(({ platform, defect }) => ({ platform, defect: defect.name })),
  ];
}

function correctJobs(): readonly Job[] {
  return correctRuns.flatMap((inBrowser) =>
    platformSchema.options.flatMap((platform) =>
      correctServices.map(({ name }) => ({ platform, defect: name, inBrowser })),
    ),
  );
}

function say(done: Done, place: string): void {
  const { job, ms } = done;
  const wrong = problems(done);
  const name = `${job.platform}/${job.defect ?? 'honest'}`;
  const verdict = wrong.length === 0 ? `${redOf(done.findings).length} red` : 'WRONG';
  process.stdout.write(`${place.padStart(7)}  ${name}: ${verdict} (${(ms / 1000).toFixed(1)} s)\n`);
  for (const problem of wrong) process.stdout.write(`         ${problem}\n`);
}

function problems({ job, findings, error }: Done): readonly string[] {
  if (error !== undefined) return [error];
  if (job.defect === undefined) return notGreen(findings);
  const correct = correctServices.find(({ name }) => name === job.defect);
  if (correct !== undefined) return wrongWith(correct, findings);
  const plant = planted.find(
    ({ platform, defect }) => platform === job.platform && defect.name === job.defect,
  );
  return plant === undefined ? ['not planted'] : differences(plant, findings);
}

function matrixOf(results: readonly Done[]): Matrix {
  const of = (platform: Platform) =>
    Object.fromEntries(
      results
        .flatMap(({ job, findings }) =>
          job.platform === platform && job.defect !== undefined
            ? [[job.defect, redOf(findings).join(' ')] as const]
            : [],
        )
        .sort(([a], [b]) => a.localeCompare(b)),
    );
  return { standard: of('standard'), plus: of('plus') };
}

function matches(found: Matrix): boolean {
  const expected = JSON.parse(readFileSync(matrixFile, 'utf8')) as Matrix;
  const same = isDeepStrictEqual(expected, found);
  if (!same) process.stdout.write('The matrix differs from tests/qualification/expected-matrix.json.\n');
  return same;
}

function print(results: readonly Done[]): void {
  process.stdout.write('\nWrong service, and the scenarios that turned red:\n');
  const rows = results
    .filter(({ job }) => job.defect !== undefined)
    .map(({ job, findings }) => [`${job.platform}/${job.defect}`, redOf(findings).join(' ')] as const)
    .sort(([a], [b]) => a.localeCompare(b));
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  for (const [name, red] of rows) process.stdout.write(`${name.padEnd(width)}  ${red}\n`);
  process.stdout.write('\n');
}
