/** Plays one scenario and judges it: the login with its fault between two good ones, or what the scenario does by hand. */
import type { Localized, ObservedStep } from '@garance/core';
import { claimsOf } from '../rehearsal/persons.ts';
import type { Fault } from '../vocabulary/fault.ts';
import type { Observation } from '../vocabulary/observation.ts';
import type { RehearsalInput } from '../vocabulary/rehearsal.ts';
import type {
  AcceptScenario,
  InformScenario,
  Judgement,
  ObserveScenario,
  PlayScenario,
  RefuseScenario,
  Scenario,
  Watched,
  WatchScenario,
} from '../vocabulary/scenario.ts';
import type { Login, View, Visitor } from '../vocabulary/stage.ts';
import { textOf } from './calibrate.ts';
import type { Controls } from './controls.ts';
import { judgeAcceptance } from './oracle/judge-acceptance.ts';
import { judgeInformation } from './oracle/judge-information.ts';
import { judgeObservation, observed } from './oracle/judge-observation.ts';
import { judgeRefusal } from './oracle/judge-refusal.ts';
import { findingsOfPage, findingsOfRequests } from './oracle/page-findings.ts';
import { reachOf } from './oracle/reach.ts';
import { wronglyShown } from './oracle/shown-identity.ts';
import { whatIsTold } from './oracle/what-is-told.ts';
import { reasons, shownOtherwise } from './reasons.ts';
import type { RunContext } from './run-context.ts';
import type { OwnStage } from './stage.ts';
import { hubOriginsOf } from './visitors.ts';

export type FaultScenario = RefuseScenario | InformScenario | ObserveScenario;

export interface Outcome {
  readonly judgement: Judgement;
  readonly findings: readonly Localized[];
  /** The page that was judged. */
  readonly view?: View;
  /** Of a good login that did not succeed. */
  readonly steps?: readonly ObservedStep[];
}

/** What a scenario is played with: of the run, of the worker that plays it, and a stage of its own. */
export interface Play {
  readonly stage: OwnStage;
  readonly context: RunContext;
  readonly controls: Controls;
  /** What the hub saw of the good logins that were watched. */
  readonly watched: Pick<Watched, 'logins' | 'traces'>;
}

export function playScenario(scenario: Scenario, play: Play): Promise<Outcome> {
  switch (scenario.kind) {
    case 'refuse':
    case 'inform':
    case 'observe':
      return playFault(scenario, play);
    case 'accept':
      return playAcceptance(scenario, play);
    case 'watch':
      return judgeWatched(scenario, play);
    case 'play':
      return playByHand(scenario, play);
  }
}

const nothingSeen = {
  controlAfter: false,
  reach: 'nothing',
  showsSignedIn: false,
  hasSession: false,
} as const;

/** A login with its fault; what it proves is known once a good login has followed. */
export interface Tried {
  outcome(controlAfter: boolean): Outcome;
}

/** @throws what the stage throws */
export async function tryFault(
  scenario: FaultScenario,
  { stage, context }: Pick<Play, 'stage' | 'context'>,
): Promise<Tried> {
  const visitor = await stage.visitor();
  const login = await stage.signIn(visitor, await inputAfter(scenario, { stage, visitor }));
  const showsSignedIn = await stage.showsSignedIn(login.view);
  const hasSession = await stage.hasSession(visitor);
  const observations = await login.observations();
  const { visited } = stage.trail;
  const reach = reachOf(scenario.fault, { observations, visited, service: stage.service });
  const knownPages = [...(context.calibration?.knownPages ?? []), ...stage.doors];
  const untold = scenario.kind === 'inform' ? scenario.untold : undefined;
  const told = whatIsTold(login.view, {
    ...{ knownPages, hubOrigins: hubOriginsOf(stage.service) },
    ...(untold !== undefined && { untold }),
  });
  const view = hasSession && !showsSignedIn ? await visitor.view() : login.view;
  const early = isTokenFault(scenario.fault) && scenario.kind !== 'observe';
  return {
    outcome: (controlAfter) => {
      const evidence = { controlBefore: true, controlAfter, reach, showsSignedIn, hasSession };
      return {
        judgement: judgeFault(scenario.kind, { ...evidence, told }),
        findings: [
          ...(scenario.kind === 'observe' ? observed(evidence) : []),
          ...findingsOfPage(login.view),
          ...findingsOfRequests(observations, early),
        ],
        view,
      };
    },
  };
}

async function playFault(scenario: FaultScenario, play: Play): Promise<Outcome> {
  const { controls } = play;
  if (!(await controls.before())) {
    return { judgement: judgeRefusal({ ...nothingSeen, controlBefore: false }), findings: [] };
  }
  const tried = await tryFault(scenario, play);
  return tried.outcome(await controls.after());
}

function judgeFault(
  kind: FaultScenario['kind'],
  evidence: Parameters<typeof judgeInformation>[0],
): Judgement {
  if (kind === 'inform') return judgeInformation(evidence);
  return kind === 'observe' ? judgeObservation(evidence) : judgeRefusal(evidence);
}

/** Faults that must stop a service before it goes on to userinfo. */
function isTokenFault({ at }: Fault): boolean {
  return at === 'id_token' || at === 'token';
}

/** The input, once the same browser has begun another login where the fault is made of that. */
async function inputAfter(
  scenario: FaultScenario,
  { stage, visitor }: { readonly stage: OwnStage; readonly visitor: Visitor },
): Promise<RehearsalInput> {
  const input = inputOf(scenario);
  if (scenario.kind === 'inform' || scenario.needsEarlierLogin !== true) return input;
  const { id } = await stage.signIn(visitor, { ...input, fault: { at: 'callback', withhold: true } });
  return { ...input, after: id };
}

function inputOf(scenario: FaultScenario | AcceptScenario): RehearsalInput {
  const { fault } = scenario;
  const level = 'answeredLevel' in scenario ? scenario.answeredLevel : undefined;
  const extraClaims = scenario.kind === 'accept' ? scenario.extraClaims : undefined;
  return {
    person: ('person' in scenario ? scenario.person : undefined) ?? 'plain',
    ...(fault === undefined ? {} : { fault }),
    ...(level === undefined ? {} : { level }),
    ...(extraClaims === undefined ? {} : { extraClaims }),
  };
}

/**
 * The hub lets keys be kept for a minute here, and libraries look for new ones once a minute at most (RFC 7517 says nothing):
 * then the same key signs again, which is how the platform uses a new one.
 */
const keyCacheSeconds = 65;

async function playAcceptance(scenario: AcceptScenario, play: Play): Promise<Outcome> {
  const { stage } = play;
  const visitor = await stage.visitor();
  const login = await stage.signIn(visitor, inputOf(scenario));
  const first = await acceptance(scenario, { login, visitor }, play);
  const { fault } = scenario;
  const mayBeCached = fault?.at === 'id_token' && fault.jose === 'newly-published-signing-key';
  if (first.judgement.verdict === 'passed' || !mayBeCached) return first;
  stage.trail.note(`tries again after ${keyCacheSeconds} s, when key caches have run out`);
  await stage.wait(keyCacheSeconds);
  const other = await stage.visitor();
  const again = await stage.signIn(other, { ...inputOf(scenario), after: login.id });
  return acceptance(scenario, { login: again, visitor: other }, play);
}

async function acceptance(
  scenario: AcceptScenario,
  { login, visitor }: { readonly login: Login; readonly visitor: Visitor },
  play: Play,
): Promise<Outcome> {
  const { stage, controls } = play;
  const showsSignedIn = await stage.showsSignedIn(login.view);
  const observations = await login.observations();
  const seen = (kind: Observation['kind']) => observations.some((each) => each.kind === kind);
  const evidence = {
    reachedHub: seen('authorize'),
    tokenAsked: seen('token'),
    userinfoAsked: seen('userinfo'),
    showsSignedIn,
  };
  const judgement = judgeAcceptance(evidence);
  if (judgement.verdict === 'passed') {
    return {
      judgement: await judgeShown(scenario, play, { visitor, view: login.view }),
      findings: [],
      view: login.view,
    };
  }
  // Where nothing is particular the login is the control: a service that had signed this person in no longer does.
  const particular = Object.keys(inputOf(scenario)).length > 1 || scenario.person !== undefined;
  return {
    judgement: particular ? judgeAcceptance({ ...evidence, control: await controls.after() }) : judgement,
    findings: findingsOfPage(login.view),
    view: login.view,
  };
}

interface SignedInPage {
  readonly visitor: Visitor;
  readonly view: View;
}

/** Whether the person is shown as they were sent; a service that shows nothing of people shows nothing wrong. */
async function judgeShown(
  { person = 'plain', showsIdentity }: AcceptScenario,
  { stage, context }: Play,
  { visitor, view }: SignedInPage,
): Promise<Judgement> {
  const { calibration, worker } = context;
  if (showsIdentity !== true || calibration === undefined) return { verdict: 'passed' };
  const { protectedUrl, profileUrl } = stage.service;
  const views = [view, await visitor.open(protectedUrl)];
  if (profileUrl !== undefined) views.push(await visitor.open(profileUrl));
  const wrong = wronglyShown(
    { claims: claimsOf(person, worker), text: textOf(views) },
    { claims: claimsOf('plain'), text: calibration.shown },
  );
  return wrong.length === 0 ? { verdict: 'passed' } : { verdict: 'failed', reason: shownOtherwise(wrong) };
}

async function judgeWatched(scenario: WatchScenario, { stage, watched }: Play): Promise<Outcome> {
  return { judgement: scenario.judge({ service: stage.service, ...watched }), findings: [] };
}

/**
 * What a scenario proves by hand it proves of a service that works: between two good logins too. Pages that are looked
 * at speak for themselves: one that does not open, or a login that does not succeed, is undecided there.
 */
async function playByHand(scenario: PlayScenario, { stage, controls }: Play): Promise<Outcome> {
  const looks = scenario.family === 'ux';
  if (!looks && !(await controls.before())) {
    return { judgement: { verdict: 'inconclusive', reason: reasons.controlBefore }, findings: [] };
  }
  const judgement = await scenario.play(stage);
  const view = await stage.lastVisitor()?.view();
  const seen = view === undefined ? {} : { view };
  if (judgement.verdict === 'passed' && stage.undelivered()) {
    return { judgement: { verdict: 'inconclusive', reason: reasons.notDelivered }, findings: [], ...seen };
  }
  if (looks || judgement.verdict === 'not-applicable' || (await controls.after())) {
    return { judgement, findings: [], ...seen };
  }
  return { judgement: { verdict: 'inconclusive', reason: reasons.controlAfter }, findings: [], ...seen };
}
