/**
 * The run as the platform sees it: a process of its own without secrets, which opens the pages, and here the desk that
 * mints its tickets, checks what it wishes for, and writes the run down. Results are believed for what they say of
 * scenarios, and for nothing else.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ScenarioResult, type SuiteRun, scenarioRecordSchema, systemClock } from '@garance/core';
import { allScenarios } from '../../scenarios/index.ts';
import { CannotRun } from '../cannot-run.ts';
import { defaultLimits } from '../limits.ts';
import { chooseScenarios, composeRun, type SuiteOptions } from '../run-suite.ts';
import { limitTickets } from '../ticket-limit.ts';
import type { Order, Report, Work } from './messages.ts';
import { findUnprivilegedUser } from './unprivileged.ts';

export type ApartOptions = Omit<SuiteOptions, 'scenarios' | 'launchBrowser' | 'visitors'>;

/** Of a whole run with its slow scenarios. */
const longestRunMs = 30 * 60_000;
const graceMs = 5_000;
const maxScreenshotBytes = 5_000_000;

/**
 * Runs the suite in a process of its own.
 *
 * @throws CannotRun when a good login does not work: then nothing was judged
 * @throws the signal's reason when aborted
 */
export async function runSuiteApart(options: ApartOptions): Promise<SuiteRun> {
  const { clock = systemClock, signal } = options;
  signal?.throwIfAborted();
  const startedAtMs = clock.now();
  const suite = { ...options, scenarios: allScenarios };
  const scenarios = chooseScenarios(suite);
  if (scenarios.length === 0) throw new CannotRun('no-scenarios');
  const known = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const results = await superviseChild(options, [...known.keys()]);
  const checked = results.flatMap((result) => {
    const scenario = known.get(result.id);
    known.delete(result.id);
    return scenario === undefined ? [] : [readResult(result, scenario)];
  });
  // One that it does not speak of was not proven.
  if (known.size > 0) throw new Error(`the runner left out ${[...known.keys()].join(', ')}`);
  return composeRun(checked, { options: suite, startedAtMs, finishedAtMs: clock.now() });
}

/** What a scenario is comes from here; what was found, from there. */
function readResult(
  result: ScenarioResult,
  scenario: Pick<
    ScenarioResult,
    'id' | 'family' | 'level' | 'title' | 'clause' | 'does' | 'expects' | 'advice'
  >,
): ScenarioResult {
  const { screenshot, ...record } = result;
  const { id, family, level, title, clause, does, expects, advice } = scenario;
  return {
    ...scenarioRecordSchema.parse({ ...record, id, family, level, title, clause, does, expects, advice }),
    ...(screenshot instanceof Uint8Array && screenshot.length <= maxScreenshotBytes && { screenshot }),
  };
}

/** How the runner's process is started. */
export function childSettings(): {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
} {
  // Beside this file, compiled or not.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const main = realpathSync(fileURLToPath(new URL(`./process-main.${extension}`, import.meta.url)));
  const condition = extension === 'ts' ? ['--conditions=garance-source'] : [];
  return {
    file: process.execPath,
    args: [...condition, '--max-old-space-size=768', main],
    options: {
      cwd: tmpdir(),
      // Nothing of ours: a master key or a database's address may stand there.
      env: { TMPDIR: tmpdir(), NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      ...findUnprivilegedUser([main, process.execPath]),
    },
  };
}

function startChild(): ChildProcess {
  const { file, args, options } = childSettings();
  return spawn(file, args, options);
}

function superviseChild(
  options: ApartOptions,
  scenarios: readonly string[],
): Promise<readonly ScenarioResult[]> {
  const { signal, onProgress } = options;
  const { promise, resolve, reject } = Promise.withResolvers<readonly ScenarioResult[]>();
  const child = startChild();
  const desk = limitTickets(options.rehearsal, options.limits?.maxTickets ?? defaultLimits.maxTickets);
  const order = (message: Order) => {
    if (child.connected) child.send(message, () => undefined);
  };
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2_000);
  });
  child.on('message', (report: Report) => {
    if (report.kind === 'ask') void answer(report, desk).then(order);
    else if (report.kind === 'progress') onProgress?.(report.progress);
    else if (report.kind === 'done') resolve(report.results);
    else if (report.kind === 'cannot-run') reject(new CannotRun(report.reason, report));
    else reject(new Error(report.message));
  });
  child.on('error', reject);
  child.on('exit', (code) => reject(new Error(`the runner ended with ${code}: ${complaint}`)));
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => reject(new Error('the run took too long')), longestRunMs);
  order({ kind: 'work', work: workOf(options, scenarios) });
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    return endChild(child);
  });
}

function workOf(options: ApartOptions, scenarios: readonly string[]): Work {
  const { service, mode, parallel, slow, policy, limits, scale } = options;
  return {
    rehearsed: options.rehearsal.service,
    service,
    scenarios,
    mode,
    ...(parallel === undefined ? {} : { parallel }),
    ...(slow === undefined ? {} : { slow }),
    ...(policy === undefined ? {} : { policy }),
    ...(limits === undefined ? {} : { limits }),
    ...(scale === undefined ? {} : { scale }),
  };
}

/** The desk checks every wish once more: what asks here may no longer be what was started. */
async function answer(
  report: Extract<Report, { kind: 'ask' }>,
  desk: Pick<SuiteOptions['rehearsal'], 'ticket' | 'observations'>,
): Promise<Order> {
  const to = report.number;
  try {
    const value =
      report.verb === 'ticket'
        ? await desk.ticket(report.wish as Parameters<typeof desk.ticket>[0])
        : await desk.observations(String(report.ticketId));
    return { kind: 'answer', to, value };
  } catch (error) {
    return { kind: 'refusal', to, message: error instanceof Error ? error.message : 'refused' };
  }
}

/** Asked first, so that it closes its browser; a child that has gone wild is killed. */
async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  child.kill('SIGTERM');
  if (child.connected) child.disconnect();
  await ended;
  clearTimeout(timer);
}
