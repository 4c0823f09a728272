/** What a run found, as every report says it. */
import type {
  Localized,
  Platform,
  QualificationFamily,
  QualificationSummary,
  QualificationVerdict,
} from '@garance/core';

/** Evidence: what was seen, in order. */
export interface ObservedStep {
  readonly atMs: number;
  /** `service` pages seen by the suite, `hub` requests seen by the hub. */
  readonly who: 'suite' | 'hub';
  readonly text: string;
}

export interface ScenarioResult {
  readonly id: string;
  readonly family: QualificationFamily;
  readonly level: 'standard' | 'platform' | 'recommended';
  readonly title: Localized;
  readonly clause: string;
  readonly does: Localized;
  readonly expects: Localized;
  readonly verdict: QualificationVerdict;
  /** Always there unless passed. */
  readonly reason?: Localized;
  /** Beside the verdict: a 5xx page, a stack trace, a blank page, a userinfo request sent too early. */
  readonly findings: readonly Localized[];
  readonly observed: readonly ObservedStep[];
  /** Text of the page that was judged, cut at 2,000 characters. */
  readonly pageText?: string;
  /** PNG. */
  readonly screenshot?: Uint8Array;
  readonly advice: Localized;
  readonly durationMs: number;
}

export interface SuiteRun {
  readonly schema: 'garance-qualification-1';
  readonly suiteVersion: string;
  readonly platform: Platform;
  readonly serviceId: string;
  readonly clientId: string;
  readonly registrationId: string;
  readonly registrationVersion: number;
  readonly loginUrl: string;
  readonly mode: 'browser' | 'http';
  readonly coverage: 'whole' | 'part';
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly summary: QualificationSummary;
  readonly results: readonly ScenarioResult[];
}

/** Live progress, in the order in which things end. */
export type Progress =
  | { readonly kind: 'started'; readonly scenarios: number }
  | { readonly kind: 'result'; readonly done: number; readonly of: number; readonly result: ScenarioResult };
