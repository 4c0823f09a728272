/**
 * The report for build servers. A failed scenario is `failure`, an undecided one `error` (never a pass); scenarios that
 * did not apply and recommendations not followed are `skipped`: they are listed and do not fail the build.
 */
import {
  familyNames,
  isBlocking,
  levelNames,
  ofFamily,
  type QualificationFamily,
  qualificationFamilies,
  type ScenarioResult,
  type SuiteRun,
  verdictNames,
} from '@garance/core';
import type { Locale } from '@garance/web/view';
import { cleanText } from './clean-text.ts';

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

function outcomeOf(result: ScenarioResult): Outcome {
  if (isBlocking(result)) return result.verdict === 'failed' ? 'failure' : 'error';
  return result.verdict === 'passed' ? 'passed' : 'skipped';
}

export function toJunit(run: SuiteRun, locale: Locale): string {
  const suites = qualificationFamilies
    .map((family) => ({ family, results: ofFamily(run.results, family) }))
    .filter(({ results }) => results.length > 0);
  const attributes = attributesOf({
    name: `garance qualify ${run.platform} ${run.clientId}`,
    ...countsOf(run.results),
    time: seconds(run.finishedAtMs - run.startedAtMs),
    timestamp: new Date(run.startedAtMs).toISOString(),
  });
  const body = suites.map(({ family, results }) => suite(family, results, locale)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n${body}</testsuites>\n`;
}

function suite(family: QualificationFamily, results: readonly ScenarioResult[], locale: Locale): string {
  const attributes = attributesOf({
    name: familyNames[family][locale],
    ...countsOf(results),
    time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  });
  const cases = results.map((result) => testCase(result, locale)).join('');
  return `  <testsuite${attributes}>\n${cases}  </testsuite>\n`;
}

function testCase(result: ScenarioResult, locale: Locale): string {
  const { id, family, title, durationMs } = result;
  const attributes = attributesOf({
    name: `${title[locale]} (${id})`,
    classname: `garance.${family}`,
    time: seconds(durationMs),
  });
  const outcome = outcomeOf(result);
  const findings = result.findings.map((finding) => finding[locale]).join('\n');
  const systemOut = findings === '' ? '' : `      <system-out>${escapeXml(findings)}</system-out>\n`;
  if (outcome === 'passed') return `    <testcase${attributes}>\n${systemOut}    </testcase>\n`;
  const message = `${verdictNames[result.verdict][locale]}, ${levelNames[result.level][locale]}: ${result.reason?.[locale] ?? ''}`;
  const verdict = `      <${outcome}${attributesOf({ message, ...(outcome !== 'skipped' && { type: result.level }) })}>${escapeXml(details(result, locale))}</${outcome}>\n`;
  return `    <testcase${attributes}>\n${verdict}${systemOut}    </testcase>\n`;
}

function details({ clause, does, expects, reason, advice, observed }: ScenarioResult, locale: Locale) {
  const lines = [clause, does[locale], expects[locale], reason?.[locale] ?? '', advice[locale]];
  const steps = observed.map(({ atMs, who, text }) => `${new Date(atMs).toISOString()} ${who} ${text}`);
  return [...lines, ...steps].join('\n');
}

function countsOf(results: readonly ScenarioResult[]) {
  const count = (outcome: Outcome) => results.filter((result) => outcomeOf(result) === outcome).length;
  return {
    tests: results.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributesOf(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(`${value}`)}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeXml(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
