import { z } from 'zod';
import { platformSchema } from '../platforms.ts';

/** `typ` header of a report signed by a platform (RFC 8725 §3.11): no other verifier accepts this type. */
export const qualificationReportType = 'garance-qualification+jwt';

/** Families of scenarios; the suite and the prerequisites use the same names. */
export const qualificationFamilies = [
  'requests',
  'accept',
  'callback',
  'id-token',
  'userinfo',
  'token-endpoint',
  'discovery',
  'logout',
  'sessions',
  'ux',
] as const;
export const qualificationFamilySchema = z.enum(qualificationFamilies);
export type QualificationFamily = z.infer<typeof qualificationFamilySchema>;

export const qualificationVerdictSchema = z.enum(['passed', 'failed', 'inconclusive', 'not-applicable']);
export type QualificationVerdict = z.infer<typeof qualificationVerdictSchema>;

/** Required by a standard, required by the platform, or recommended. A recommended scenario never fails a run. */
export const scenarioLevelSchema = z.enum(['standard', 'platform', 'recommended']);
export type ScenarioLevel = z.infer<typeof scenarioLevelSchema>;

const resultSchema = z.object({
  /** Id of the scenario: the name of its file. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/),
  family: qualificationFamilySchema,
  level: scenarioLevelSchema,
  verdict: qualificationVerdictSchema,
  /** Text for people, when the verdict needs one. */
  reason: z.string().max(2000).optional(),
});
export type QualificationResult = Readonly<z.infer<typeof resultSchema>>;

const count = z.number().int().nonnegative();
const moment = z.number().int().positive();

export const qualificationSummarySchema = z.object({
  passed: count,
  failed: count,
  inconclusive: count,
  notApplicable: count,
});
export type QualificationSummary = Readonly<z.infer<typeof qualificationSummarySchema>>;

/** Result of one run of the qualification suite. Times in milliseconds since the Unix epoch. */
export const qualificationReportSchema = z
  .object({
    schema: z.literal('garance-qualification-1'),
    suiteVersion: z.string().min(1).max(50),
    platform: platformSchema,
    serviceId: z.string().min(1),
    /** The registration under test on the platform's integration hub, and its version published there at that time. */
    registrationId: z.string().min(1),
    registrationVersion: z.number().int().positive(),
    /** `whole`: every scenario of the platform was run; only such a run qualifies a service. */
    coverage: z.enum(['whole', 'part']),
    startedAtMs: moment,
    finishedAtMs: moment,
    summary: qualificationSummarySchema,
    results: z.array(resultSchema).min(1).max(1000).readonly(),
  })
  .refine((report) => report.startedAtMs <= report.finishedAtMs, { path: ['finishedAtMs'] })
  .refine((report) => new Set(report.results.map(({ id }) => id)).size === report.results.length, {
    path: ['results'],
  })
  .refine((report) => JSON.stringify(summarise(report.results)) === JSON.stringify(report.summary), {
    path: ['summary'],
  });
export type QualificationReport = Readonly<z.infer<typeof qualificationReportSchema>>;

/** Number of results by verdict. */
export function summarise(results: readonly Pick<QualificationResult, 'verdict'>[]): QualificationSummary {
  const of = (verdict: QualificationVerdict) => results.filter((result) => result.verdict === verdict).length;
  return {
    passed: of('passed'),
    failed: of('failed'),
    inconclusive: of('inconclusive'),
    notApplicable: of('not-applicable'),
  };
}

/** Claims of a signed report. */
export const signedReportSchema = z.object({
  /** Origin of the partner space that ran the suite and signed the report. */
  iss: z.string().min(1),
  /** One per run. */
  jti: z.string().min(1).max(100),
  /** Seconds since the Unix epoch. */
  iat: z.number().int().positive(),
  report: qualificationReportSchema,
});
