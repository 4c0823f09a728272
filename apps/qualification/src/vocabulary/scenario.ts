/** A scenario is data: what the hub does in one login, what the service must do then, and what to say of it. */
import type { Level, Localized, Platform, QualificationFamily, ScenarioLevel } from '@garance/core';
import type { CauseId } from './cause.ts';
import type { Fault } from './fault.ts';
import type { Observation } from './observation.ts';
import type { PersonId } from './person.ts';
import type { Stage } from './stage.ts';
import type { KnownKind, TracePlace } from './trace.ts';

/** What must be there for a scenario to apply; what is not makes it `not-applicable`, with that reason. */
export type Need =
  | 'logout-url'
  | 'sign-up-url'
  /** A real browser: pages are looked at. */
  | 'browser'
  /** The service is configured on the rehearsal issuer. */
  | 'rehearsal-issuer'
  | 'encryption'
  | 'second-encryption-key'
  | 'client-secret'
  | 'published-keys'
  /** An address that needs a higher level than the first one. */
  | 'step-up-url'
  /** An address that shows what the service knows of the person. */
  | 'profile-url';

interface ScenarioCommon {
  /** `<family>.<name>`: of one that is no cell of a table, `<name>.ts` is its file in the family's folder. */
  readonly id: string;
  readonly family: QualificationFamily;
  readonly title: Localized;
  /** `OpenID Connect Core 1.0 §3.1.3.7, 3`, `Garance platforms §…`. */
  readonly clause: string;
  /** Who requires it; a recommendation never fails a run. */
  readonly level: ScenarioLevel;
  /** What the hub does. */
  readonly does: Localized;
  /** What the service must do. */
  readonly expects: Localized;
  /** How to mend a service that does not. */
  readonly advice: Localized;
  /** Absent: both. */
  readonly platforms?: readonly Platform[];
  readonly needs?: readonly Need[];
  /** Waits for time-outs or key caches: run apart, or with `--slow`. */
  readonly slow?: true;
  /** One of the most telling third, which `--quick` plays. */
  readonly quick?: true;
  /** The place that this scenario is one cell of: `id-token.nonce`. */
  readonly place?: string;
  /** What is wrong with a service that fails several scenarios of this cause. */
  readonly cause?: CauseId;
}

/** Must not be signed in: bracketed by positive controls, counts only when the fault reached the service. */
export interface RefuseScenario extends ScenarioCommon {
  readonly kind: 'refuse';
  readonly fault: Fault;
  readonly person?: PersonId;
  readonly answeredLevel?: Level;
  /** The same browser begins another login before. */
  readonly needsEarlierLogin?: true;
}

/** As `refuse`, but neither is wrong: what the service did is told. */
export interface ObserveScenario extends ScenarioCommon {
  readonly kind: 'observe';
  readonly level: 'recommended';
  readonly fault: Fault;
  readonly needsEarlierLogin?: true;
}

/** As `refuse`, and the person must be told: a page of words for people, and none of what is `untold`. */
export interface InformScenario extends ScenarioCommon {
  readonly kind: 'inform';
  readonly fault: Fault;
  readonly untold?: readonly ('breakdown' | { readonly words: string })[];
}

/** Must be signed in, and the hub must have seen the token and userinfo requests. */
export interface AcceptScenario extends ScenarioCommon {
  readonly kind: 'accept';
  readonly fault?: Fault;
  /** What the service shows of the person afterwards must be what was sent. */
  readonly showsIdentity?: true;
  readonly person?: PersonId;
  readonly answeredLevel?: Level;
  readonly extraClaims?: Readonly<Record<string, unknown>>;
}

/** Judged on the requests of five good logins, made once for all such scenarios. */
export interface WatchScenario extends ScenarioCommon {
  readonly kind: 'watch';
  judge(seen: Watched): Judgement;
}

/** Plays by hand what data cannot say: two browsers, logout, pages looked at. */
export interface PlayScenario extends ScenarioCommon {
  readonly kind: 'play';
  play(stage: Stage): Promise<Judgement>;
}

export type Scenario =
  | RefuseScenario
  | ObserveScenario
  | InformScenario
  | AcceptScenario
  | WatchScenario
  | PlayScenario;

export interface Watched {
  readonly service: Stage['service'];
  readonly logins: readonly (readonly Observation[])[];
  /** What browsers were left with. */
  readonly traces: readonly LoginTraces[];
}

interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** What the browser of a watched login was left with. What was looked for closely is there for one of them. */
export interface LoginTraces {
  /** Of the service, once the person is signed in. */
  readonly cookies: readonly NamedValue[];
  /** That the service set on the way, in order. */
  readonly setCookies: readonly NamedValue[];
  /** Names of the cookies that carry the session. */
  readonly sessionNames?: readonly string[];
  /** What of the login lies where; names of cookies, entries and headers, paths, hosts. */
  readonly exposures?: readonly Exposure[];
  /** Of the pages that show the person: how many, and paths of those that a browser may keep. */
  readonly cacheable?: { readonly pages: number; readonly kept: readonly string[] };
}

export interface Exposure {
  readonly kind: KnownKind;
  readonly place: TracePlace;
  readonly name: string;
}

export type Judgement =
  | { readonly verdict: 'passed' }
  | { readonly verdict: 'failed' | 'inconclusive' | 'not-applicable'; readonly reason: Localized };

export function defineScenario<S extends Scenario>(scenario: S): S {
  return scenario;
}
