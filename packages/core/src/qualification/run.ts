/**
 * One run of the suite with its evidence: what the runner hands over, what the partner space keeps and shows, and what
 * every written report is made from. The signed report (`report.ts`) is its verdicts alone.
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

/** Evidence: what was seen, in order. `suite`: pages seen by the suite; `hub`: requests seen by the hub. */
export const observedStepSchema = z
  .object({ atMs: moment, who: z.enum(['suite', 'hub']), text: z.string() })
  .readonly();
export type ObservedStep = z.infer<typeof observedStepSchema>;

/** A result as it is written down: everything but the picture. */
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

/** Of a run without its results: what a list of runs shows. Times in milliseconds since the Unix epoch. */
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

/** A service as its owner describes it to the suite. */
export interface SuiteTarget {
  /** Page with the sign-in button, or an address that redirects to the hub at once. */
  readonly loginUrl: string;
  /** What shows that someone is signed in: a CSS selector or a text, looked for on the page that follows a login. */
  readonly signedIn: { readonly selector: string } | { readonly text: string };
  /** Shows its content to signed-in people only; opened after each refusal to prove that there is no session. */
  readonly protectedUrl: string;
  readonly signUpUrl?: string;
  readonly logoutUrl?: string;
  /** Needs a higher level than the login asked for. */
  readonly stepUpUrl?: string;
  /** Shows what the service knows of the person; absent, the page after login and `protectedUrl` are looked at. */
  readonly profileUrl?: string;
  /** `public` services must show the button first. */
  readonly publicService?: boolean;
}

/** Live progress, in the order in which things end. */
export type Progress =
  | { readonly kind: 'started'; readonly scenarios: number }
  | { readonly kind: 'result'; readonly done: number; readonly of: number; readonly result: ScenarioResult };

/** Applied, and did not pass. */
export function hasNotPassed({ verdict }: { readonly verdict: QualificationVerdict }): boolean {
  return verdict === 'failed' || verdict === 'inconclusive';
}

/** Whether this result, as it is, keeps a service from being proven: what is only recommended never does. */
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
