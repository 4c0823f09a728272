import { describe, expect, it } from 'vitest';
import {
  type QualificationReport,
  type QualificationResult,
  qualificationReportSchema,
  qualificationReportType,
  signedReportSchema,
  summarise,
} from './report.ts';

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

/** The report with its first result changed and its sums adjusted. */
function withResult(changes: Partial<QualificationResult>): Partial<QualificationReport> {
  const [first, ...others] = results.map((result, index) =>
    index === 0 ? { ...result, ...changes } : result,
  );
  const all = first === undefined ? [] : [first, ...others];
  return { results: all, summary: summarise(all) };
}

function faultOf(changes: Partial<QualificationReport>): string {
  const { error } = qualificationReportSchema.safeParse({ ...report, ...changes });
  return error === undefined ? 'none' : error.issues.map(({ path }) => path.join('.')).join(' ');
}

describe('a qualification report', () => {
  it('counts each verdict', () => {
    expect(summarise(results)).toEqual({ passed: 3, failed: 2, inconclusive: 1, notApplicable: 0 });
    expect(summarise([{ verdict: 'not-applicable' }])).toMatchObject({ passed: 0, notApplicable: 1 });
  });

  it('with consistent content is valid, even for a run without duration', () => {
    expect(faultOf({})).toBe('none');
    expect(faultOf({ startedAtMs: 2000 })).toBe('none');
  });

  it.each<[string, Partial<QualificationReport>]>([
    ['covers a part of the scenarios', { coverage: 'part' }],
    ['names its suite in 50 characters', { suiteVersion: '1'.repeat(50) }],
    ['has a scenario with a name of one character', withResult({ id: 'a' })],
    ['has a scenario with a name of 100 characters', withResult({ id: `9${'z.-'.repeat(33)}` })],
    ['has a scenario that does not apply, and says why', withResult({ verdict: 'not-applicable' })],
    ['gives a reason of 2000 characters', withResult({ reason: 'r'.repeat(2000) })],
  ])('is valid when it %s', (_, changes) => {
    expect(faultOf(changes)).toBe('none');
  });

  it('is signed as a separate token type, with issuer, id and time', () => {
    expect(qualificationReportType).toBe('garance-qualification+jwt');
    const claims = { iss: 'i', jti: 'j'.repeat(100), iat: 1, report };
    expect(signedReportSchema.parse(claims)).toEqual(claims);
    const bad = [{ iss: '' }, { jti: '' }, { jti: 'j'.repeat(101) }, { iat: 0 }, { report: {} }];
    for (const changes of [...bad, { iss: undefined }, { jti: undefined }, { iat: 1.5 }]) {
      expect(signedReportSchema.safeParse({ ...claims, ...changes }).success).toBe(false);
    }
  });

  it.each<[string, string, Partial<QualificationReport>]>([
    ['is of another suite', 'suiteVersion', { suiteVersion: '1'.repeat(51) }],
    ['names no suite', 'suiteVersion', { suiteVersion: '' }],
    ['names no service', 'serviceId', { serviceId: '' }],
    ['names no registration', 'registrationId', { registrationId: '' }],
    ['names no version', 'registrationVersion', { registrationVersion: 0 }],
    ['begins at no time', 'startedAtMs', { startedAtMs: 0 }],
    ['tells nothing', 'results', { results: [], summary: summarise([]) }],
    ['has a scenario in capitals', 'results.0.id', withResult({ id: 'Plain' })],
    ['has a scenario whose name begins with a hyphen', 'results.0.id', withResult({ id: '-plain' })],
    ['has a scenario with a path', 'results.0.id', withResult({ id: 'a/../b' })],
    ['has a scenario with an endless name', 'results.0.id', withResult({ id: 'a'.repeat(101) })],
    ['gives an endless reason', 'results.0.reason', withResult({ reason: 'r'.repeat(2001) })],
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
  ])('is invalid when it %s', (_, fault, changes) => {
    expect(faultOf(changes)).toBe(fault);
  });
});
