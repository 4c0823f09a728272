/** Plays one scenario and judges it: the login with its fault between two good ones, or what the scenario does by hand. */
import type { Localized } from '@garance/core';
import type { Fault } from '../vocabulary/fault.ts';
import type { Observation } from '../vocabulary/observation.ts';
import type { RehearsalInput } from '../vocabulary/rehearsal.ts';
import type {
  AcceptScenario,
  InformScenario,
  Judgement,
  PlayScenario,
  RefuseScenario,
  Scenario,
  WatchScenario,
} from '../vocabulary/scenario.ts';
import type { View } from '../vocabulary/stage.ts';
import type { Controls } from './controls.ts';
import { judgeAcceptance } from './oracle/judge-acceptance.ts';
import { judgeInformation } from './oracle/judge-information.ts';
import { judgeRefusal } from './oracle/judge-refusal.ts';
import { findingsOfPage, findingsOfRequests, whatIsTold } from './oracle/page-findings.ts';
import { reachOf } from './oracle/reach.ts';
import { reasons } from './reasons.ts';
import type { RunContext } from './run-context.ts';
import type { OwnStage } from './stage.ts';
import { hubOriginsOf } from './visitors.ts';

export interface Outcome {
  readonly judgement: Judgement;
  readonly findings: readonly Localized[];
  /** The page that was judged. */
  readonly view?: View;
}

/** What a scenario is played with: of the run, of the worker that plays it, and a stage of its own. */
export interface Play {
  readonly stage: OwnStage;
  readonly context: RunContext;
  readonly controls: Controls;
  /** What the hub saw of the good logins that were watched. */
  readonly watched: readonly (readonly Observation[])[];
}

export function playScenario(scenario: Scenario, play: Play): Promise<Outcome> {
  switch (scenario.kind) {
    case 'refuse':
    case 'inform':
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

async function playFault(scenario: RefuseScenario | InformScenario, play: Play): Promise<Outcome> {
  const { stage, context, controls } = play;
  if (!(await controls.before())) {
    return { judgement: judgeRefusal({ ...nothingSeen, controlBefore: false }), findings: [] };
  }
  const visitor = await stage.visitor();
  const login = await stage.signIn(visitor, inputOf(scenario));
  const showsSignedIn = await stage.showsSignedIn(login.view);
  const hasSession = await stage.hasSession(visitor);
  const observations = await login.observations();
  const evidence = {
    controlBefore: true,
    reach: reachOf(scenario.fault, { observations, visited: stage.trail.visited, service: stage.service }),
    showsSignedIn,
    hasSession,
    controlAfter: await controls.after(),
  };
  const knownPages = [...(context.calibration?.knownPages ?? []), ...stage.doors];
  const told = whatIsTold(login.view, { knownPages, hubOrigins: hubOriginsOf(stage.service) });
  return {
    judgement: scenario.kind === 'inform' ? judgeInformation({ ...evidence, told }) : judgeRefusal(evidence),
    findings: [
      ...findingsOfPage(login.view),
      ...findingsOfRequests(observations, isTokenFault(scenario.fault)),
    ],
    view: hasSession && !showsSignedIn ? await visitor.view() : login.view,
  };
}

/** Faults that must stop a service before it goes on to userinfo. */
function isTokenFault({ at }: Fault): boolean {
  return at === 'id_token' || at === 'token';
}

function inputOf(scenario: RefuseScenario | InformScenario | AcceptScenario): RehearsalInput {
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

/** A client may keep keys for a minute before it looks for new ones (RFC 7517 says nothing; libraries do). */
const keyCacheSeconds = 65;

async function playAcceptance(scenario: AcceptScenario, play: Play): Promise<Outcome> {
  const first = await accept(scenario, play);
  const { fault } = scenario;
  const mayBeCached = fault?.at === 'id_token' && fault.jose === 'newly-published-signing-key';
  if (first.judgement.verdict === 'passed' || !mayBeCached) return first;
  play.stage.trail.note(`tries again after ${keyCacheSeconds} s, when key caches have run out`);
  await play.stage.wait(keyCacheSeconds);
  return accept(scenario, play);
}

async function accept(scenario: AcceptScenario, { stage, controls }: Play): Promise<Outcome> {
  const login = await stage.signIn(await stage.visitor(), inputOf(scenario));
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
  if (judgement.verdict === 'passed') return { judgement, findings: [], view: login.view };
  // Where nothing is particular the login is the control: a service that had signed this person in no longer does.
  const particular = Object.keys(inputOf(scenario)).length > 1 || scenario.person !== undefined;
  return {
    judgement: particular ? judgeAcceptance({ ...evidence, control: await controls.after() }) : judgement,
    findings: findingsOfPage(login.view),
    view: login.view,
  };
}

async function judgeWatched(scenario: WatchScenario, { stage, watched }: Play): Promise<Outcome> {
  return { judgement: scenario.judge({ service: stage.service, logins: watched }), findings: [] };
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
  if (looks || judgement.verdict === 'not-applicable' || (await controls.after())) {
    return { judgement, findings: [], ...seen };
  }
  return { judgement: { verdict: 'inconclusive', reason: reasons.controlAfter }, findings: [], ...seen };
}
