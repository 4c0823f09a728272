import { hasNotPassed, type Localized, type ScenarioResult } from '@garance/core';
import type { Scenario } from '../vocabulary/scenario.ts';
import type { Controls } from './controls.ts';
import { describeObservation } from './evidence/describe-observation.ts';
import { pageExcerpt } from './evidence/scrub.ts';
import { type FaultScenario, type Outcome, type Play, playScenario, tryFault } from './play-scenario.ts';
import { tooManyRequests } from './rate-limit.ts';
import { brokeOff, heldBackFor, reasons, withStatus } from './reasons.ts';
import type { RunContext } from './run-context.ts';
import { type OwnStage, openStage } from './stage.ts';

type Run = Omit<Play, 'stage'>;

/** One scenario between good logins of its own. */
export function runScenario(scenario: Scenario, run: Run): Promise<ScenarioResult> {
  return onStage(scenario, run.context, async (stage) =>
    withControl(await playScenario(scenario, { ...run, stage }), run.controls),
  );
}

/** Where a good login did not succeed: what it was answered, and its way. */
function withControl(outcome: Outcome, controls: Controls): Outcome {
  const { judgement } = outcome;
  const failure = controls.failure();
  if (judgement.verdict !== 'inconclusive' || failure === undefined) return outcome;
  const { reason } = judgement;
  if (reason !== reasons.controlBefore && reason !== reasons.controlAfter) return outcome;
  return {
    ...outcome,
    judgement: { verdict: 'inconclusive', reason: withStatus(reason, failure.status) },
    steps: failure.steps,
  };
}

/** The login with its fault alone: holds where the good logins around it succeed. */
export function runUnbracketed(scenario: FaultScenario, { context }: Run): Promise<ScenarioResult> {
  return onStage(scenario, context, async (stage) =>
    (await tryFault(scenario, { stage, context })).outcome(true),
  );
}

/** On a stage of its own, within its time; whatever breaks is undecided, never a pass. */
async function onStage(
  scenario: Scenario,
  context: RunContext,
  play: (stage: OwnStage) => Promise<Outcome>,
): Promise<ScenarioResult> {
  const { limits, signal } = context;
  const slow = scenario.slow === true;
  const deadline = AbortSignal.timeout(slow ? limits.slowScenarioMs : limits.scenarioMs);
  const beganMs = performance.now();
  const stage = openStage(context, { slow, signal: AbortSignal.any([signal, deadline]) });
  try {
    const played = await untilAborted(play(stage), deadline).catch((error: unknown): Outcome => {
      signal.throwIfAborted();
      const reason = deadline.aborted ? reasons.timeout : brokeOff(error);
      return { judgement: { verdict: 'inconclusive', reason }, findings: [] };
    });
    const outcome = withinMeans(played, stage, slow);
    const evidence = await gatherEvidence(stage, outcome);
    return { ...describe(scenario), ...verdictOf(outcome), ...evidence, durationMs: sinceMs(beganMs) };
  } finally {
    await stage.close();
  }
}

/**
 * What is missing since the suite's own time ran out, or since the service asked to wait for too long, is not the
 * service's fault; a session that is there still is. Slow scenarios are about the service's own time limits.
 */
function withinMeans(outcome: Outcome, { trail }: OwnStage, slow: boolean): Outcome {
  const { judgement, view, findings } = outcome;
  const waited = trail.heldBackSeconds > 0 ? [heldBackFor(trail.heldBackSeconds)] : [];
  const withFindings = { ...outcome, findings: [...findings, ...waited] };
  const isProven = judgement.verdict === 'failed' && provesSession(judgement.reason);
  if (isProven || judgement.verdict === 'not-applicable') return withFindings;
  if (view?.status === tooManyRequests) {
    return { ...withFindings, judgement: { verdict: 'inconclusive', reason: reasons.rateLimited } };
  }
  if (!trail.hasRunOut || slow || judgement.verdict !== 'failed') return withFindings;
  return { ...withFindings, judgement: { verdict: 'inconclusive', reason: reasons.timeRanOut } };
}

function provesSession(reason: Localized): boolean {
  return reason === reasons.session || reason === reasons.showsSignedIn;
}

/** A scenario that waits for something that cannot be interrupted is left to itself. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

function sinceMs(beganMs: number): number {
  return Math.round(performance.now() - beganMs);
}

/** What every result says of its scenario. */
export function describe(scenario: Scenario) {
  const { id, family, level, title, clause, does, expects, advice } = scenario;
  return { id, family, level, title, clause, does, expects, advice };
}

function verdictOf({
  judgement,
  findings,
}: Outcome): Pick<ScenarioResult, 'verdict' | 'reason' | 'findings'> {
  const { verdict } = judgement;
  return { verdict, findings, ...(verdict === 'passed' ? {} : { reason: judgement.reason }) };
}

async function gatherEvidence(
  stage: OwnStage,
  { judgement, view, steps = [] }: Outcome,
): Promise<Pick<ScenarioResult, 'observed' | 'pageText' | 'screenshot'>> {
  const hub = await stage.observed().then(
    (all) => all.map(describeObservation),
    () => [],
  );
  const observed = [...stage.trail.steps(), ...steps, ...hub].sort((a, b) => a.atMs - b.atMs);
  const screenshot = hasNotPassed(judgement)
    ? await stage
        .lastVisitor()
        ?.screenshot()
        .catch(() => undefined)
    : undefined;
  return {
    observed,
    ...(view === undefined ? {} : { pageText: pageExcerpt(view.text) }),
    ...(screenshot === undefined ? {} : { screenshot: new Uint8Array(screenshot) }),
  };
}
