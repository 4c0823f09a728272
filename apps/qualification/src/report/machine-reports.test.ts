import { qualificationReportSchema } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { jsonReportJsonSchema, jsonReportSchema, toJson } from './json.ts';
import { toJunit } from './junit.ts';
import { toSignableReport } from './jws.ts';
import { aResult, aRun, onePixel } from './testing/example-run.ts';

describe('the JSON report', () => {
  it('counts every verdict and gives each scenario with what it says', () => {
    const json = toJson(aRun());
    expect(json.summary).toEqual({ passed: 2, failed: 2, inconclusive: 1, notApplicable: 1 });
    expect(json.results[1]).toMatchObject({
      id: 'id-token.wrong-nonce',
      family: 'id-token',
      verdict: 'failed',
      level: 'standard',
      reason: { fr: 'La page protégée s’est ouverte.', en: 'The protected page opened.' },
    });
  });

  it('survives being written and read, by its own schema, and carries no picture', () => {
    const text = JSON.stringify(toJson(aRun()));
    expect(jsonReportSchema.parse(JSON.parse(text))).toEqual(toJson(aRun()));
    expect(text).not.toContain(Buffer.from(onePixel).toString('base64'));
  });

  it('has a published schema that names what must be there', () => {
    expect(jsonReportJsonSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: expect.arrayContaining(['summary', 'results', 'suiteVersion']),
    });
  });
});

describe('the report that is signed', () => {
  it('has the verdicts and reasons of the run and nothing of its evidence', () => {
    const report = toSignableReport(aRun());
    expect(qualificationReportSchema.parse(report)).toEqual(report);
    expect(JSON.stringify(report)).not.toContain('Bonjour Angela');
    expect(report.results[1]?.reason).toBe('La page protégée s’est ouverte.');
  });
});

describe('the JUnit report', () => {
  const xml = toJunit(aRun(), 'en');

  it('counts required failures as failures, undecided ones as errors, the rest as skipped', () => {
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="garance qualify plus client-1"/,
    );
    expect(xml).toContain('tests="6" failures="1" errors="1" skipped="2" time="58.000"');
    expect(xml.match(/<testcase /g)).toHaveLength(6);
    expect(xml).toContain('<failure message="failed, required by a standard: The protected page opened."');
    expect(xml).toContain(
      '<error message="inconclusive, required by the platform: The service did not answer."',
    );
    expect(xml).toContain('<skipped message="failed, recommended: No code_challenge."');
  });

  it('has one suite a family and names each scenario by its id', () => {
    expect(xml.match(/<testsuite /g)).toHaveLength(6);
    expect(xml).toContain('classname="garance.id-token"');
    expect(xml).toContain('name="Another nonce (id-token.wrong-nonce)"');
  });

  it('opens and closes every element, whatever a service under test wrote', () => {
    const text = 'a"]]>\u0000\u001b<x>&\ud800';
    const hostile = aResult({ verdict: 'failed', reason: { fr: text, en: text } });
    const written = toJunit(aRun({ results: [hostile] }), 'en');
    expect(written).toContain('a&quot;]]&gt;\ufffd\ufffd&lt;x&gt;&amp;\ufffd');
    const open: string[] = [];
    for (const [, slash, name, self] of written.matchAll(/<(\/?)([a-z-]+)[^>]*?(\/?)>/g)) {
      if (slash === '/') expect(open.pop()).toBe(name);
      else if (self !== '/') open.push(name ?? '');
    }
    expect(open).toEqual([]);
  });
});
