/** Executes one claimed run: stores results as the suite reports them, signs the report, compares it with the published registration. */
import {
  GaranceError,
  type Progress,
  type Registration,
  type RunHead,
  type ScenarioResult,
  type SuiteRun,
  signableReport,
  summarise,
} from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import type { Service } from '../../service/table.ts';
import type { ReportSigner } from '../platform-key.ts';
import { acceptReport } from '../reports.ts';
import type { QualificationRun, RunOutcome } from '../tables/qualification-runs.ts';
import { regressions } from './compare.ts';
import { findPublished } from './find-published.ts';
import { mailRegressions } from './mails.ts';
import { type QualificationRunner, SuiteCannotBegin } from './port.ts';
import { targetOf } from './target.ts';

export interface ExecuteDeps extends PortalDeps {
  readonly runner: QualificationRunner;
  readonly signer: ReportSigner;
}

/** Why a run is stopped before its end: the reason of its signal. */
export type StopReason = 'cancelled' | 'interrupted' | 'lost' | 'too-long';

/** Never rejects: a run that fails is stored as failed, with the reason. */
export async function executeRun(
  deps: ExecuteDeps,
  run: QualificationRun,
  stop: AbortController,
): Promise<void> {
  const { logger, store, clock } = deps;
  try {
    const { service, registration } = await findSubject(deps, run);
    const suiteRun = await recordSuiteRun(deps, { run, service, registration, stop });
    stop.signal.throwIfAborted();
    await complete(deps, { run, service, suiteRun: trusted(suiteRun, registration) });
  } catch (error) {
    const outcome = failureOf(error, stop.signal);
    if (outcome === undefined) return;
    if (outcome.problem === 'qualification.run_broken')
      logger.error({ err: error, run: run.id }, 'a run broke');
    await store.portal.qualificationRuns.finish({ ...outcome, id: run.id, atMs: clock.now() });
  }
}

async function findSubject(deps: ExecuteDeps, run: QualificationRun) {
  const service = await deps.store.portal.services.find(run.serviceId);
  const registration = await findPublished(deps, run);
  if (service === undefined || registration === undefined) {
    throw new GaranceError('qualification.nothing_published');
  }
  return { service, registration };
}

interface Suite {
  readonly run: QualificationRun;
  readonly service: Service;
  readonly registration: Registration;
  readonly stop: AbortController;
}

async function recordSuiteRun(
  deps: ExecuteDeps,
  { run, service, registration, stop }: Suite,
): Promise<SuiteRun> {
  const { qualificationRuns } = deps.store.portal;
  const written = new Map<string, string>();
  const write = async (position: number, result: ScenarioResult) => {
    const key = JSON.stringify([result.verdict, result.reason, result.findings]);
    if (written.get(result.id) === key) return;
    await qualificationRuns.putResult(run.id, position, result);
    written.set(result.id, key);
  };
  let writing = Promise.resolve();
  const onProgress = (progress: Progress) => {
    writing = writing.then(async () => {
      if (stop.signal.aborted) return;
      if (progress.kind === 'started') {
        await qualificationRuns.noteProgress(run.id, { done: 0, total: progress.scenarios });
        return;
      }
      const { done, of, result } = progress;
      await write(done, result);
      await qualificationRuns.noteProgress(run.id, { done, total: of });
    });
    // A failed write aborts the run; the catch avoids an unhandled rejection.
    writing.catch(() => stop.abort('interrupted' satisfies StopReason));
  };
  const order = { runId: run.id, registration, target: targetOf(run.addresses, service) };
  // A stopped run ends even when the runner ignores the signal.
  const suiteRun = await Promise.race([
    deps.runner.start(order, onProgress, stop.signal),
    whenAborted(stop.signal),
  ]);
  await writing;
  for (const [index, result] of suiteRun.results.entries()) await write(index + 1, result);
  return suiteRun;
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The suite's process opens untrusted pages, so service and registration of the report are set here, not taken from it. */
function trusted(suiteRun: SuiteRun, registration: Registration): SuiteRun {
  return {
    ...suiteRun,
    serviceId: registration.serviceId,
    clientId: registration.clientId,
    platform: registration.platform,
    registrationId: registration.id,
    registrationVersion: registration.version,
    summary: summarise(suiteRun.results),
  };
}

interface Completed {
  readonly run: QualificationRun;
  readonly service: Service;
  readonly suiteRun: SuiteRun;
}

async function complete(deps: ExecuteDeps, { run, service, suiteRun }: Completed): Promise<void> {
  const { store, clock, signer } = deps;
  const { results, ...rest } = suiteRun;
  const head: RunHead = rest;
  const jws = await signer.sign(signableReport(suiteRun), run.id);
  const isOurs = await store.portal.transaction(async (tables) => {
    const { serviceId, platform, cause } = run;
    const [previous] = await tables.qualificationRuns.list(serviceId, platform, {
      limit: 1,
      state: 'finished',
    });
    const outcome: RunOutcome = { id: run.id, state: 'finished', atMs: clock.now(), head, jws };
    if (!(await tables.qualificationRuns.finish(outcome))) return false;
    if (cause !== 'schedule' || previous === undefined) return true;
    const regressed = regressions(await tables.qualificationRuns.results(previous.id), results);
    if (regressed.length > 0) await mailRegressions(tables, deps, { run, service, regressed });
    return true;
  });
  if (!isOurs) return;
  const { serviceId, platform } = run;
  const accepted = await acceptReport(deps, { jws, serviceId, platform, actor: 'system' });
  // The run is kept; its report does not count, and the page shows the reason.
  if (!accepted.ok) await store.portal.qualificationRuns.noteProblem(run.id, accepted.error);
}

/** Undefined when another worker holds the run. */
function failureOf(error: unknown, signal: AbortSignal): Omit<RunOutcome, 'id' | 'atMs'> | undefined {
  if (signal.aborted) {
    const reason = signal.reason as StopReason;
    if (reason === 'lost') return undefined;
    if (reason === 'too-long') return { state: 'failed', problem: 'qualification.run_too_long' };
    return { state: reason };
  }
  if (error instanceof SuiteCannotBegin) {
    return { state: 'failed', problem: 'qualification.cannot_begin', explanation: error.explanation };
  }
  const isKnown = error instanceof GaranceError;
  return { state: 'failed', problem: isKnown ? error.code : 'qualification.run_broken' };
}
