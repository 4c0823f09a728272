/**
 * One run of the suite with its evidence: produced by the runner, kept and shown by the partner space, source of every
 * written report. The signed report (`report.ts`) contains its verdicts alone.
 */
import { z } from 'zod';
import { platformSchema } from '../platforms.ts';
import {
  type QualificationFamily,
  type QualificationReport,
  type QualificationVerdict,
  qualificationFamilySchema,
  qualificationSummarySchema,
  qualificationVerdictSchema,
  type ScenarioLevel,
  scenarioLevelSchema,
} from './report.ts';

const localized = z.object({ fr: z.string(), en: z.string() }).readonly();
const moment = z.number().int().nonnegative();

/** One item of evidence, in order of time. `suite`: a page seen by the suite; `hub`: a request received by the hub. */
export const observedStepSchema = z
  .object({ atMs: moment, who: z.enum(['suite', 'hub']), text: z.string() })
  .readonly();
export type ObservedStep = z.infer<typeof observedStepSchema>;

/** A result as it is stored: everything except the screenshot. */
export const scenarioRecordSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/),
    family: qualificationFamilySchema,
    level: scenarioLevelSchema,
    title: localized,
    clause: z.string(),
    does: localized.describe('What the hub did.'),
    expects: localized.describe('What the service had to do.'),
    verdict: qualificationVerdictSchema,
    reason: localized.exactOptional().describe('Always there unless passed.'),
    findings: z
      .array(localized)
      .readonly()
      .describe('Beside the verdict: a 5xx page, a stack trace, a blank page, a userinfo request too early.'),
    observed: z.array(observedStepSchema).readonly(),
    pageText: z
      .string()
      .exactOptional()
      .describe('Text of the page that was judged, cut at 2,000 characters.'),
    advice: localized.describe('How to mend a service that does not.'),
    durationMs: z.number().nonnegative(),
  })
  .readonly();
export type ScenarioRecord = z.infer<typeof scenarioRecordSchema>;

export type ScenarioResult = ScenarioRecord & {
  /** PNG of the page that was judged. */
  readonly screenshot?: Uint8Array;
};

/** A run without its results, as a list of runs shows it. Times in milliseconds since the Unix epoch. */
export const runHeadSchema = z
  .object({
    schema: z.literal('garance-qualification-1'),
    suiteVersion: z.string().min(1).max(50),
    platform: platformSchema,
    serviceId: z.string().min(1),
    clientId: z.string().min(1),
    registrationId: z.string().min(1),
    registrationVersion: z.number().int().positive(),
    loginUrl: z.string(),
    mode: z.enum(['browser', 'http']),
    coverage: z.enum(['whole', 'part']),
    startedAtMs: moment,
    finishedAtMs: moment,
    summary: qualificationSummarySchema,
  })
  .readonly();
export type RunHead = z.infer<typeof runHeadSchema>;

/** A whole run. */
export type SuiteRun = RunHead & { readonly results: readonly ScenarioResult[] };

/** Addresses of a service to be tested, entered by its owner. */
export interface SuiteTarget {
  /** Page with the sign-in button, or an address that redirects to the hub at once. */
  readonly loginUrl: string;
  /** How to recognise a signed-in page: a CSS selector or a text, searched on the page that follows a login. */
  readonly signedIn: { readonly selector: string } | { readonly text: string };
  /** Accessible to signed-in users only; opened after each refusal to prove that no session exists. */
  readonly protectedUrl: string;
  readonly signUpUrl?: string;
  readonly logoutUrl?: string;
  /** Needs a higher level than the login requested. */
  readonly stepUpUrl?: string;
  /** Shows the identity that the service received; absent: the page after login and `protectedUrl` are searched. */
  readonly profileUrl?: string;
  /** `public` services must show the FranceConnect button before other ways to sign in. */
  readonly publicService?: boolean;
}

/** Live progress, in the order in which scenarios end. */
export type Progress =
  | { readonly kind: 'started'; readonly scenarios: number }
  | { readonly kind: 'result'; readonly done: number; readonly of: number; readonly result: ScenarioResult };

/** The scenario applied to the service and did not pass. */
export function hasNotPassed({ verdict }: { readonly verdict: QualificationVerdict }): boolean {
  return verdict === 'failed' || verdict === 'inconclusive';
}

/** Whether this result prevents qualification; a recommended scenario never does. */
export function isBlocking(result: {
  readonly verdict: QualificationVerdict;
  readonly level: ScenarioLevel;
}): boolean {
  return result.level !== 'recommended' && hasNotPassed(result);
}

/** The part of a run that a platform signs: verdicts and reasons, none of the evidence. */
export function signableReport(run: SuiteRun): QualificationReport {
  const { schema, suiteVersion, platform, serviceId, registrationId, registrationVersion } = run;
  const { coverage, startedAtMs, finishedAtMs, summary } = run;
  return {
    ...{ schema, suiteVersion, platform, serviceId, registrationId, registrationVersion },
    ...{ coverage, startedAtMs, finishedAtMs, summary },
    results: run.results.map(({ id, family, level, verdict, reason }) => ({
      id,
      family,
      level,
      verdict,
      ...(reason !== undefined && { reason: reason.fr.slice(0, 2000) }),
    })),
  };
}

/** The results of one family, in their order. */
export function ofFamily<R extends { readonly family: QualificationFamily }>(
  results: readonly R[],
  family: QualificationFamily,
): readonly R[] {
  return results.filter((result) => result.family === family);
}
