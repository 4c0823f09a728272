/** The whole run: calibrates by a good login, watches five, then plays every scenario and judges it. */
import {
  type Clock,
  type Localized,
  type Progress,
  type ScenarioResult,
  type SuiteRun,
  summarise,
  systemClock,
} from '@garance/core';
import type { AddressPolicy } from '@garance/web/outbound';
import { maxWorker } from '../vocabulary/person.ts';
import type { Rehearsal } from '../vocabulary/rehearsal.ts';
import type { Scenario } from '../vocabulary/scenario.ts';
import type { ServiceUnderTest } from '../vocabulary/stage.ts';
import { createBrowserVisitors } from './browser/browser-visitors.ts';
import { type LaunchBrowser, launchBrowser, NoSandbox, type Sandbox } from './browser/launch-browser.ts';
import { calibrate } from './calibrate.ts';
import { CannotRun } from './cannot-run.ts';
import { createControls } from './controls.ts';
import { createHttpVisitors } from './http/http-visitor.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createMarks } from './marker.ts';
import { appliesTo, findUnmetNeed } from './needs.ts';
import { createPace } from './pace.ts';
import { createRateLimit } from './rate-limit.ts';
import { runTask, toTasks } from './run-batch.ts';
import type { Calibration, RunContext } from './run-context.ts';
import { describe } from './run-scenario.ts';
import { openStage } from './stage.ts';
import { limitTokens } from './token-limit.ts';
import type { VisitorSource } from './visitors.ts';
import { type WatchedLogin, watchLogin } from './watch-login.ts';

/** Changes with what scenarios ask: a report says by which suite it was made. */
export const suiteVersion = '1.1.0';

export interface SuiteOptions {
  readonly rehearsal: Pick<Rehearsal, 'service' | 'token' | 'observations' | 'search'>;
  readonly service: ServiceUnderTest;
  readonly scenarios: readonly Scenario[];
  readonly mode: 'browser' | 'http';
  /** Scenarios at a time; 4 unless told. */
  readonly parallel?: number;
  /** Also those that wait for time-outs and key caches. */
  readonly slow?: boolean;
  /** Only the most telling third. */
  readonly quick?: boolean;
  /** Ids and families; absent or empty, all. */
  readonly only?: readonly string[];
  /** What may be connected to. Absent: local addresses and http too, as on a partner's own machine. */
  readonly policy?: AddressPolicy;
  readonly launchBrowser?: LaunchBrowser;
  /** Whether the browser may be started without its sandbox where there is none. Absent: `required`. */
  readonly sandbox?: Sandbox;
  /** Told of what makes a run less safe than it should be. */
  readonly onWarning?: (warning: 'no-sandbox') => void;
  /** Visitors that several runs share: not closed by this one. Absent: its own, by `mode`. */
  readonly visitors?: VisitorSource;
  readonly limits?: Partial<Limits>;
  /** Of the rehearsal: shortens waits in the suite's own tests. */
  readonly scale?: number;
  readonly clock?: Clock;
  readonly onProgress?: (progress: Progress) => void;
  /** Told once, at the end. */
  readonly onCost?: (cost: RunCost) => void;
  readonly signal?: AbortSignal;
}

/** What a run took. */
export interface RunCost {
  /** Scenarios that were played. */
  readonly plays: number;
  readonly logins: number;
  /** Times that the service asked to wait (429). */
  readonly heldBack: number;
  /** Processor time of the suite's process, without the browser's. */
  readonly cpuMs: number;
}

const localPolicy: AddressPolicy = { allowHttp: true, allowPrivateAddresses: true };
const watchedLogins = 5;

/**
 * Runs the suite against one service. Nothing stays signed in.
 *
 * @throws CannotRun when a good login does not work: then nothing was judged
 * @throws the signal's reason when aborted
 */
export async function runSuite(options: SuiteOptions): Promise<SuiteRun> {
  const { rehearsal, clock = systemClock, signal = new AbortController().signal } = options;
  const startedAtMs = clock.now();
  const startedCpu = process.cpuUsage();
  const chosen = chooseScenarios(options);
  if (chosen.length === 0) throw new CannotRun('no-scenarios');
  const limits = { ...defaultLimits, ...options.limits };
  const source = options.visitors ?? (await openVisitors(options, limits));
  try {
    const limited = limitTokens(rehearsal, limits.maxTokens);
    const context: RunContext = {
      rehearsal: limited,
      service: { ...rehearsal.service, ...options.service },
      source,
      cleaners: createHttpVisitors({ policy: options.policy ?? localPolicy, maxBytes: limits.maxBytes }),
      marks: createMarks(),
      pace: createPace(),
      rateLimit: createRateLimit(clock),
      worker: 0,
      limits,
      scale: options.scale ?? 1,
      clock,
      signal,
    };
    const results = await playAll(chosen, context, options);
    const plays = results.filter(({ durationMs }) => durationMs > 0).length;
    const { user, system } = process.cpuUsage(startedCpu);
    const cpuMs = Math.round((user + system) / 1_000);
    options.onCost?.({ plays, logins: limited.given(), heldBack: context.rateLimit.times, cpuMs });
    return composeRun(results, { options, startedAtMs, finishedAtMs: clock.now() });
  } finally {
    if (options.visitors === undefined) await source.close();
  }
}

/** Those of the platform, of the ids and families asked for. */
export function chooseScenarios({
  scenarios,
  only = [],
  quick = false,
  rehearsal,
}: Pick<SuiteOptions, 'scenarios' | 'only' | 'quick' | 'rehearsal'>): readonly Scenario[] {
  return scenarios.filter(
    (scenario) =>
      appliesTo(scenario, rehearsal.service.platform) &&
      (!quick || isQuick(scenario)) &&
      (only.length === 0 || only.includes(scenario.id) || only.includes(scenario.family)),
  );
}

/** Of a table only the cells that are marked so; what stands alone is telling, unless it waits. */
export function isQuick({ quick, place, slow }: Scenario): boolean {
  return slow !== true && (quick === true || place === undefined);
}

async function openVisitors(options: SuiteOptions, { maxBytes }: Limits): Promise<VisitorSource> {
  const { policy = localPolicy, sandbox = 'required', onWarning } = options;
  if (options.mode === 'http') return createHttpVisitors({ policy, maxBytes });
  try {
    return await createBrowserVisitors({
      launchBrowser: options.launchBrowser ?? launchBrowser,
      policy,
      maxBytes,
      sandbox,
      ...(onWarning !== undefined && { onNoSandbox: () => onWarning('no-sandbox') }),
    });
  } catch (error) {
    throw new CannotRun(error instanceof NoSandbox ? 'no-sandbox' : 'no-browser', { cause: error });
  }
}

async function playAll(
  scenarios: readonly Scenario[],
  context: RunContext,
  { parallel = 4, slow = false, onProgress }: SuiteOptions,
): Promise<readonly ScenarioResult[]> {
  onProgress?.({ kind: 'started', scenarios: scenarios.length });
  const results = new Map<string, ScenarioResult>();
  const report = (result: ScenarioResult) => {
    results.set(result.id, result);
    onProgress?.({ kind: 'result', done: results.size, of: scenarios.length, result });
  };
  const circumstances = { service: context.service, mode: context.source.mode, slow };
  const queue: Scenario[] = [];
  for (const scenario of scenarios) {
    const unmet = findUnmetNeed(scenario, circumstances);
    if (unmet === undefined) queue.push(scenario);
    else report(notApplicable(scenario, unmet));
  }
  if (queue.length > 0) await playQueue(queue, { context, parallel, report });
  return scenarios.flatMap(({ id }) => results.get(id) ?? []);
}

async function playQueue(
  queue: readonly Scenario[],
  playing: {
    readonly context: RunContext;
    readonly parallel: number;
    readonly report: (result: ScenarioResult) => void;
  },
): Promise<void> {
  const { parallel, report } = playing;
  const calibration = await findOut(playing.context);
  const context = { ...playing.context, calibration };
  const seen: WatchedLogin[] = [];
  if (queue.some(({ kind }) => kind === 'watch')) {
    const numbers = Array.from({ length: watchedLogins - 1 }, (_, number) => number);
    await inParallel(numbers, parallel, (worker) => async (number) => {
      seen.push(await watchLogin({ ...context, worker }, number === 0));
    });
  }
  const watched = {
    logins: [calibration.login, ...seen.map(({ observations }) => observations)],
    traces: seen.map(({ traces }) => traces),
  };
  await inParallel(toTasks(queue), parallel, (worker) => {
    const own = { ...context, worker };
    const controls = createControls(own);
    return (task) => runTask(task, { context: own, controls, watched }, report);
  });
}

/** What the first good login shows; of one that got no answer, what was tried. */
async function findOut(context: RunContext): Promise<Calibration> {
  const stage = openStage(context);
  try {
    return await calibrate(stage);
  } catch (error) {
    if (!(error instanceof CannotRun) || error.reason !== 'unreachable') throw error;
    const blocked = context.source.blocked?.() ?? [];
    const tried = [
      ...stage.trail.steps().map(({ text }) => text),
      ...blocked.map((host) => `not allowed: ${host}`),
    ];
    throw new CannotRun('unreachable', { pageText: tried.join('\n') });
  } finally {
    await stage.close();
  }
}

/**
 * A queue by several workers. The first failure ends all.
 *
 * @param createWorker called once for each, with its number; what it gives works off one item after the other
 */
async function inParallel<T>(
  queue: readonly T[],
  workers: number,
  createWorker: (place: number) => (item: T) => Promise<void>,
): Promise<void> {
  const iterator = queue.values();
  const worker = async (place: number) => {
    const work = createWorker(place % (maxWorker + 1));
    for (const item of iterator) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(workers, queue.length) }, (_, place) => worker(place)));
}

function notApplicable(scenario: Scenario, reason: Localized): ScenarioResult {
  return {
    ...describe(scenario),
    verdict: 'not-applicable',
    reason,
    findings: [],
    observed: [],
    durationMs: 0,
  };
}

/** A run from its results: what it says of the service comes from the registration alone. */
export function composeRun(
  results: readonly ScenarioResult[],
  {
    options,
    startedAtMs,
    finishedAtMs,
  }: { options: SuiteOptions; startedAtMs: number; finishedAtMs: number },
): SuiteRun {
  const { service, slow = false, quick = false, only = [], scenarios } = options;
  const rehearsed = options.rehearsal.service;
  const leftOut =
    !slow && scenarios.some((each) => each.slow === true && appliesTo(each, rehearsed.platform));
  const { platform, serviceId, clientId, registrationId, registrationVersion } = rehearsed;
  return {
    schema: 'garance-qualification-1',
    suiteVersion,
    ...{ platform, serviceId, clientId, registrationId, registrationVersion },
    loginUrl: service.loginUrl,
    mode: options.visitors?.mode ?? options.mode,
    coverage: only.length > 0 || quick || leftOut ? 'part' : 'whole',
    startedAtMs,
    finishedAtMs,
    summary: summarise(results),
    results,
  };
}
