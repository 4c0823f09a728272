/**
 * The run as the platform sees it: a process of its own without secrets, which opens the pages, and here the rehearsal service that
 * mints its rehearsal tokens, checks what it wishes for, and writes the run down. Results are believed for what they say of
 * scenarios, and for nothing else.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ScenarioResult, type SuiteRun, systemClock } from '@garance/core';
import { allScenarios } from '../../scenarios/index.ts';
import { CannotRun } from '../cannot-run.ts';
import { defaultLimits } from '../limits.ts';
import { chooseScenarios, composeRun, type SuiteOptions } from '../run-suite.ts';
import { limitTokens } from '../token-limit.ts';
import { type Order, type Report, reportSchema, type Work } from './messages.ts';
import { type KnownScenario, readResult } from './read-result.ts';
import { classifyEnd, RunBroken } from './run-broken.ts';
import { findUnprivilegedUser } from './unprivileged.ts';

export type ApartOptions = Omit<SuiteOptions, 'scenarios' | 'launchBrowser' | 'visitors'> & {
  /** Starts the runner's process; a test's may say anything. */
  readonly startRunner?: () => ChildProcess;
};

/** Of a whole run with its slow scenarios. */
const longestRunMs = 30 * 60_000;
const graceMs = 5_000;
/** Of the process's error output that are looked at, never repeated. */
const maxComplaint = 2_000;

/**
 * Runs the suite in a process of its own.
 *
 * @throws CannotRun when a good login does not work: then nothing was judged
 * @throws RunBroken when the process ends, or says what cannot be
 * @throws what the rehearsal service rejected with, when the run cannot go on without a rehearsal token
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
  const results = new Map<string, ScenarioResult>();
  for (const result of await superviseChild(options, known)) {
    if (!results.has(result.id)) results.set(result.id, result);
  }
  // One that it does not speak of was not proven.
  if (results.size < known.size) throw new RunBroken('incomplete');
  return composeRun([...results.values()], { options: suite, startedAtMs, finishedAtMs: clock.now() });
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
  known: ReadonlyMap<string, KnownScenario>,
): Promise<readonly ScenarioResult[]> {
  const { signal, startRunner = startChild } = options;
  const { promise, resolve, reject } = Promise.withResolvers<readonly ScenarioResult[]>();
  const child = startRunner();
  const order = (message: Order) => {
    if (child.connected) child.send(message, () => undefined);
  };
  const hear = listenTo({ options, known, order, resolve, reject });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-maxComplaint);
  });
  child.on('message', hear);
  child.on('error', () => reject(new RunBroken('not-started')));
  child.on('exit', (code, killedBy) =>
    reject(new RunBroken(classifyEnd(complaint), { exit: code ?? killedBy })),
  );
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => reject(new RunBroken('too-long')), longestRunMs);
  order({ kind: 'work', work: workOf(options, [...known.keys()]) });
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    return endChild(child);
  });
}

interface Listening {
  readonly options: ApartOptions;
  readonly known: ReadonlyMap<string, KnownScenario>;
  readonly order: (message: Order) => void;
  readonly resolve: (results: readonly ScenarioResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes reports and nothing else: whatever is no report ends the run. */
function listenTo({ options, known, order, resolve, reject }: Listening): (message: unknown) => void {
  const { onProgress, onWarning, onCost } = options;
  const rehearsalService = limitTokens(
    options.rehearsal,
    options.limits?.maxTokens ?? defaultLimits.maxTokens,
  );
  let refusal: unknown;
  const read = (results: readonly unknown[]) => results.flatMap((each) => readResult(each, known) ?? []);
  const take = (report: Report): void => {
    switch (report.kind) {
      case 'ask':
        void answer(report, rehearsalService, (error) => {
          refusal = error;
        }).then(order);
        return;
      case 'started':
        onProgress?.(report);
        return;
      case 'result':
        for (const result of read([report.result])) onProgress?.({ ...report, result });
        return;
      case 'cost':
        onCost?.(report);
        return;
      case 'warning':
        onWarning?.(report.warning);
        return;
      case 'done':
        resolve(read(report.results));
        return;
      case 'cannot-run':
        reject(new CannotRun(report.reason, report));
        return;
      case 'broke':
        reject(
          report.reason === 'rehearsalService-refused' && refusal !== undefined
            ? refusal
            : new RunBroken(report.reason, report),
        );
    }
  };
  return (message) => {
    try {
      take(reportSchema.parse(message));
    } catch {
      reject(new RunBroken('unreadable'));
    }
  };
}

function workOf(options: ApartOptions, scenarios: readonly string[]): Work {
  const { service, mode, sandbox = 'required', parallel, slow, policy, limits, scale } = options;
  return {
    rehearsed: options.rehearsal.service,
    service,
    scenarios,
    mode,
    sandbox,
    ...(parallel === undefined ? {} : { parallel }),
    ...(slow === undefined ? {} : { slow }),
    ...(policy === undefined ? {} : { policy }),
    ...(limits === undefined ? {} : { limits }),
    ...(scale === undefined ? {} : { scale }),
  };
}

type AskedRehearsal = Pick<SuiteOptions['rehearsal'], 'token' | 'observations' | 'search'>;

function askRehearsal(report: Extract<Report, { kind: 'ask' }>, asked: AskedRehearsal): Promise<unknown> {
  switch (report.verb) {
    case 'token':
      return asked.token(report.input as Parameters<AskedRehearsal['token']>[0]);
    case 'observations':
      return asked.observations(report.tokenId);
    case 'search':
      return asked.search(report.tokenId, report.traces);
  }
}

/** The rehearsal service checks every input once more: what asks here may no longer be what was started. */
async function answer(
  report: Extract<Report, { kind: 'ask' }>,
  rehearsalService: AskedRehearsal,
  onRefusal: (error: unknown) => void,
): Promise<Order> {
  const to = report.number;
  try {
    return { kind: 'answer', to, value: await askRehearsal(report, rehearsalService) };
  } catch (error) {
    onRefusal(error);
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
