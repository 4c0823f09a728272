import { z } from 'zod';
import { platformSchema } from '../platforms.ts';

/** The JWS header's `typ` of a report signed by a platform (RFC 8725 §3.11): such a signature is worth nothing elsewhere. */
export const qualificationReportType = 'garance-qualification+jwt';

/** Families of scenarios, as the suite and the prerequisites both name them. */
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

/** Required by a standard, required by the platform, or recommended; only the first two can fail a run. */
export const scenarioLevelSchema = z.enum(['standard', 'platform', 'recommended']);
export type ScenarioLevel = z.infer<typeof scenarioLevelSchema>;

const resultSchema = z.object({
  /** Of the scenario: the name of its file. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/),
  family: qualificationFamilySchema,
  level: scenarioLevelSchema,
  verdict: qualificationVerdictSchema,
  /** In words, where the verdict needs any. */
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

/** What one run of the qualification suite found. Times in milliseconds since the Unix epoch. */
export const qualificationReportSchema = z
  .object({
    schema: z.literal('garance-qualification-1'),
    suiteVersion: z.string().min(1).max(50),
    platform: platformSchema,
    serviceId: z.string().min(1),
    /** The registration under test, on the platform's integration hub, and the version that was published there. */
    registrationId: z.string().min(1),
    registrationVersion: z.number().int().positive(),
    /** `whole`: every scenario of the platform was run; only such a run proves anything. */
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

/** Counts verdicts. */
export function summarise(results: readonly Pick<QualificationResult, 'verdict'>[]): QualificationSummary {
  const of = (verdict: QualificationVerdict) => results.filter((one) => one.verdict === verdict).length;
  return {
    passed: of('passed'),
    failed: of('failed'),
    inconclusive: of('inconclusive'),
    notApplicable: of('not-applicable'),
  };
}

/** Claims of a signed report. */
export const signedReportSchema = z.object({
  /** The platform that ran the suite and signs: its partner space's origin. */
  iss: z.string().min(1),
  /** One per run. */
  jti: z.string().min(1).max(100),
  /** Seconds since the Unix epoch. */
  iat: z.number().int().positive(),
  report: qualificationReportSchema,
});
