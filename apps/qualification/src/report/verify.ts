/**
 * `garance qualify verify FILE`: whether a report is what a platform found, byte for byte, and what it says. The keys are
 * the platform's own, never any that the report brings.
 */
import { readFile } from 'node:fs/promises';
import { getErrorDefinition, isBlocking, type Jwks, jwksSchema, verdictNames } from '@garance/core';
import { type SignedReport, verifyQualificationReport } from '@garance/oidc';
import { formatDateTime, type Locale, platformNames } from '@garance/web/view';
import { oneLine } from './clean-text.ts';

export interface VerifyOptions {
  readonly file: string;
  /** Address of a partner space's keys (`https://…/qualifications/keys`), or a file that holds them. */
  readonly keys: string;
  readonly locale: Locale;
  readonly output: { write(text: string): unknown };
}

const maxBytes = 1_000_000;
const timeoutMs = 10_000;

const texts = {
  fr: {
    unreadable: (file: string) => `Illisible : ${file}`,
    noKeys: (keys: string) => `Clés introuvables ou illisibles : ${keys}`,
    verified: 'Ce rapport est authentique.',
    by: 'Signé par',
    at: 'le',
    run: 'Exécution',
    service: 'Service',
    registration: 'Enregistrement',
    version: 'version',
    suite: 'Suite',
    part: 'Une partie des scénarios seulement.',
  },
  en: {
    unreadable: (file: string) => `Cannot be read: ${file}`,
    noKeys: (keys: string) => `No keys there, or none that can be read: ${keys}`,
    verified: 'This report is authentic.',
    by: 'Signed by',
    at: 'on',
    run: 'Run',
    service: 'Service',
    registration: 'Registration',
    version: 'version',
    suite: 'Suite',
    part: 'A part of the scenarios only.',
  },
} as const;

/** @returns the exit status: 0 it verifies, 1 it does not, 2 it could not be checked */
export async function verifyCommand({ file, keys, locale, output }: VerifyOptions): Promise<0 | 1 | 2> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const say = (line: string) => output.write(`${line}\n`);
  if (text === undefined) {
    say(texts[locale].unreadable(file));
    return 2;
  }
  const trusted = await findKeys(keys);
  if (trusted === undefined) {
    say(texts[locale].noKeys(keys));
    return 2;
  }
  // An editor's final line break is no part of the report; anything else is.
  const jws = text.replace(/\n$/, '');
  const outcome = await verifyQualificationReport(jws, trusted);
  if (!outcome.ok) {
    say(getErrorDefinition(outcome.error).citizen[locale]);
    return 1;
  }
  for (const line of describe(outcome.signed, locale)) say(line);
  return 0;
}

interface Trusted {
  readonly jwks: Jwks;
  /** From a file there is no address to hold the issuer against: the keys alone decide. */
  readonly issuer?: string;
}

async function findKeys(keys: string): Promise<Trusted | undefined> {
  const url = /^https?:/.test(keys) ? URL.parse(keys) : null;
  try {
    const text = url === null ? await readFile(keys, 'utf8') : await fetchText(url);
    const jwks = jwksSchema.parse(JSON.parse(text));
    return { jwks, ...(url !== null && { issuer: url.origin }) };
  } catch {
    return undefined;
  }
}

async function fetchText(url: URL): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const text = await response.text();
  if (text.length > maxBytes) throw new Error('too large');
  return text;
}

function describe({ issuer, jti, issuedAt, report }: SignedReport, locale: Locale): readonly string[] {
  const phrases = texts[locale];
  const { summary, platform } = report;
  const counts = [
    [summary.passed, verdictNames.passed],
    [summary.failed, verdictNames.failed],
    [summary.inconclusive, verdictNames.inconclusive],
    [summary.notApplicable, verdictNames['not-applicable']],
  ] as const;
  return [
    phrases.verified,
    `${phrases.by} ${oneLine(issuer)}, ${phrases.at} ${formatDateTime(locale, issuedAt * 1000)}`,
    `${phrases.run} ${oneLine(jti)}`,
    `${phrases.service} ${oneLine(report.serviceId)}, ${platformNames[platform]}`,
    `${phrases.registration} ${oneLine(report.registrationId)}, ${phrases.version} ${report.registrationVersion}`,
    `${phrases.suite} ${oneLine(report.suiteVersion)}`,
    counts.map(([count, name]) => `${count} ${name[locale]}`).join(', '),
    ...(report.coverage === 'part' ? [phrases.part] : []),
    ...report.results
      .filter(isBlocking)
      .map(({ id, verdict, reason }) => `  ${verdictNames[verdict][locale]} ${id} ${oneLine(reason ?? '')}`),
  ];
}
