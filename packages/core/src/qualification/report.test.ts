import { describe, expect, it } from 'vitest';
import { type QualificationReport, qualificationReportSchema, summarise } from './report.ts';

const results: QualificationReport['results'] = [
  { id: 'plain-login', family: 'accept', level: 'standard', verdict: 'passed' },
  { id: 'own-page', family: 'ux', level: 'recommended', verdict: 'passed' },
  { id: 'foreign-nonce', family: 'id-token', level: 'standard', verdict: 'passed' },
  { id: 'wrong-state', family: 'callback', level: 'standard', verdict: 'failed' },
  { id: 'late-answer', family: 'callback', level: 'platform', verdict: 'failed' },
  { id: 'sign-out', family: 'logout', level: 'platform', verdict: 'inconclusive' },
];
const report: QualificationReport = {
  schema: 'garance-qualification-1',
  suiteVersion: '1.0.0',
  platform: 'plus',
  serviceId: 'service',
  registrationId: 'registration',
  registrationVersion: 3,
  coverage: 'whole',
  startedAtMs: 1000,
  finishedAtMs: 2000,
  summary: summarise(results),
  results,
};

function faultOf(changes: Partial<QualificationReport>): string {
  const { error } = qualificationReportSchema.safeParse({ ...report, ...changes });
  return error === undefined ? 'none' : error.issues.map(({ path }) => path.join('.')).join(' ');
}

describe('a qualification report', () => {
  it('counts each verdict', () => {
    expect(summarise(results)).toEqual({ passed: 3, failed: 2, inconclusive: 1, notApplicable: 0 });
    expect(summarise([{ verdict: 'not-applicable' }])).toMatchObject({ passed: 0, notApplicable: 1 });
  });

  it('that agrees with itself is one, even of a run that took no time', () => {
    expect(faultOf({})).toBe('none');
    expect(faultOf({ startedAtMs: 2000 })).toBe('none');
  });

  it.each<[string, string, Partial<QualificationReport>]>([
    ['ends before it began', 'finishedAtMs', { startedAtMs: 2001 }],
    ['counts what it did not find', 'summary', { summary: { ...summarise(results), failed: 0 } }],
    [
      'tells one scenario twice',
      'results',
      {
        results: [...results.slice(1), ...results.slice(1, 2)],
        summary: summarise([...results.slice(1), ...results.slice(1, 2)]),
      },
    ],
  ])('is none when it %s', (_, fault, changes) => {
    expect(faultOf(changes)).toBe(fault);
  });
});
