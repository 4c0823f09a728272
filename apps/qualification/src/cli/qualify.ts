/** The command `garance qualify`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  GaranceError,
  getErrorDefinition,
  isBlocking,
  type Locale,
  type Localized,
  type Platform,
  platformSchema,
  type SuiteRun,
} from '@garance/core';
import { z } from 'zod';
import { cleanText } from '../report/clean-text.ts';
import {
  createTerminalProgress,
  type TerminalOutput,
  toHtml,
  toJson,
  toJunit,
  verifyCommand,
} from '../report/index.ts';
import { type Library, recogniseLibrary } from '../report/libraries.ts';
import { CannotRun } from '../runner/cannot-run.ts';
import { type ApartOptions, runSuiteApart } from '../runner/process/run-suite-apart.ts';
import { isQuick, type RunCost, suiteVersion } from '../runner/run-suite.ts';
import { allScenarios } from '../scenarios/index.ts';
import type { Rehearsal } from '../vocabulary/rehearsal.ts';
import { checkBefore, checkNames } from './check-before.ts';
import { findClientId } from './find-client-id.ts';
import { type QualifyRequest, QualifyUsageError, readArguments, usage } from './read-arguments.ts';
import { type QualifySettings, readServiceUnderTest, type SomeSettings } from './settings.ts';

export interface QualifyDeps {
  /** The federation that runs on a data directory, and one of its clients. */
  connect(wanted: {
    readonly dataDir: string;
    readonly clientId: string;
    readonly platform: Platform;
  }): Promise<Rehearsal>;
  readonly stdout: TerminalOutput;
  readonly stderr: TerminalOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Absent: in a process of its own. */
  readonly run?: (options: ApartOptions) => Promise<SuiteRun>;
}

type ExitStatus = 0 | 1 | 2;

/** @returns the exit status: 0 every required scenario passed, 1 one did not, 2 nothing could be run */
export async function qualify(args: readonly string[], deps: QualifyDeps): Promise<ExitStatus> {
  const complain = (text: string): ExitStatus => {
    deps.stderr.write(`${text}\n`);
    return 2;
  };
  let locale = localeOf(undefined, deps);
  try {
    const request = readArguments(args);
    if (request.kind === 'help') {
      deps.stdout.write(usage());
      return 0;
    }
    locale = localeOf(request.settings.lang, deps);
    if (request.kind === 'list') return list(request.settings, { deps, locale });
    if (request.kind === 'verify') return await verify(request, { deps, locale });
    return await run(request.settings, { deps, locale });
  } catch (error) {
    if (deps.signal?.aborted === true && error instanceof Error) return complain(error.message);
    return complain(describeError(error, locale));
  }
}

const noSandboxWarning: Localized = {
  fr: 'ATTENTION : Chromium s’exécute ici SANS BAC À SABLE. Ne testez que des services auxquels vous faites confiance.',
  en: 'WARNING: Chromium runs here WITHOUT ITS SANDBOX. Test only services that you trust.',
};

interface Around {
  readonly deps: QualifyDeps;
  readonly locale: Locale;
}

function localeOf(chosen: Locale | undefined, { env }: Pick<QualifyDeps, 'env'>): Locale {
  return chosen ?? (/^fr/i.test(env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? '') ? 'fr' : 'en');
}

function list(settings: SomeSettings, { deps, locale }: Around): ExitStatus {
  checkNames(settings);
  const { platform, only = [], quick = false } = settings;
  for (const scenario of allScenarios) {
    const { id, family, level, slow, title, platforms } = scenario;
    if (quick && !isQuick(scenario)) continue;
    if (platform !== undefined && platforms?.includes(platform) === false) continue;
    if (only.length > 0 && !only.includes(id) && !only.includes(family)) continue;
    const marks = [level, ...(platforms ?? []), ...(slow === true ? ['slow'] : [])].join(', ');
    deps.stdout.write(`${id.padEnd(36)} ${title[locale]} (${marks})\n`);
  }
  return 0;
}

async function verify(
  { file, keys, settings }: Extract<QualifyRequest, { kind: 'verify' }>,
  { deps, locale }: Around,
): Promise<ExitStatus> {
  // A report does not say where to fetch its keys: without `--keys` they are those of the platform running on this
  // machine.
  const trusted = keys ?? `${readRunFile(dataDirOf(settings, deps)).portal}/qualifications/keys`;
  return verifyCommand({ file, keys: trusted, locale, output: deps.stdout });
}

async function run(settings: QualifySettings, { deps, locale }: Around): Promise<ExitStatus> {
  const { platform } = settings;
  checkBefore(settings);
  const dataDir = dataDirOf(settings, deps);
  const clientId = settings.clientId ?? (await guessClientId(settings, dataDir));
  const rehearsal = await deps.connect({ dataDir, clientId, platform });
  const output = settings.json === '-' ? deps.stderr : deps.stdout;
  const colour = output.isTTY === true && deps.env.NO_COLOR === undefined;
  const terminal = createTerminalProgress(output, { locale, colour });
  const mode = settings.http === true ? 'http' : 'browser';
  output.write(`garance qualify ${suiteVersion}, ${platform}, ${clientId}, ${mode}\n`);
  try {
    let cost: RunCost | undefined;
    const suite = await (deps.run ?? runSuiteApart)({
      rehearsal,
      service: readServiceUnderTest(settings),
      mode,
      // Without a sandbox the run only warns: developers test their own service on their own machine.
      sandbox: 'preferred',
      onWarning: () => deps.stderr.write(`${noSandboxWarning[locale]}\n`),
      slow: settings.slow ?? false,
      quick: settings.quick ?? false,
      onCost: (runCost) => {
        cost = runCost;
      },
      ...(settings.only !== undefined && { only: settings.only }),
      ...(settings.parallel !== undefined && { parallel: settings.parallel }),
      onProgress: terminal.onProgress,
      ...(deps.signal !== undefined && { signal: deps.signal }),
    });
    const library = recogniseLibrary(rehearsal.service.redirectUris);
    const { slow = false, quick = false } = settings;
    terminal.finish(suite, { slow, quick, cost, library });
    writeReports(suite, { settings, deps, locale, library });
    return suite.results.some(isBlocking) ? 1 : 0;
  } finally {
    await rehearsal.close();
  }
}

function writeReports(
  suite: SuiteRun,
  {
    settings,
    deps,
    locale,
    library,
  }: Around & { readonly settings: QualifySettings; readonly library: Library | undefined },
): void {
  const { json, html, junit } = settings;
  if (json !== undefined) {
    const text = `${JSON.stringify(toJson(suite), null, 2)}\n`;
    if (json === '-') deps.stdout.write(text);
    else writeFileSync(json, text);
  }
  if (html !== undefined) writeFileSync(html, toHtml(suite, locale, library));
  if (junit !== undefined) writeFileSync(junit, toJunit(suite, locale));
}

function dataDirOf({ dataDir }: SomeSettings, { env }: QualifyDeps): string {
  return resolve(dataDir ?? env.GARANCE_DATA ?? 'var');
}

const runFileSchema = z.object({
  portal: z.string(),
  hubs: z.record(platformSchema, z.object({ integration: z.string() })),
});

/** Where the parts of the running federation are. @throws QualifyUsageError */
function readRunFile(dataDir: string): z.infer<typeof runFileSchema> {
  try {
    return runFileSchema.parse(JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')));
  } catch {
    throw new QualifyUsageError(
      `No federation runs on ${dataDir}: start it with npm start, or name its data directory with --data-dir.`,
    );
  }
}

async function guessClientId(settings: QualifySettings, dataDir: string): Promise<string> {
  const { platform, loginUrl, signInControl } = settings;
  const issuer = readRunFile(dataDir).hubs[platform].integration;
  const found = await findClientId({
    loginUrl,
    platform,
    issuer,
    ...(signInControl !== undefined && { signInControl }),
  });
  if (found === undefined) {
    throw new QualifyUsageError(
      `${loginUrl} leads to no sign-in request at ${issuer}: is the service running, and configured on this hub? If it takes a script, give --client-id.`,
    );
  }
  return found;
}

/** The error's message in the locale; the stack only for unexpected errors. */
function describeError(error: unknown, locale: Locale): string {
  if (error instanceof QualifyUsageError) return error.message;
  if (error instanceof CannotRun) {
    const { pageUrl, pageText, cause } = error;
    return [
      error.explanation[locale],
      ...(pageUrl === undefined ? [] : ['', cleanText(pageUrl)]),
      ...(pageText === undefined || pageText === '' ? [] : ['', cleanText(pageText).replace(/^/gm, '  | ')]),
      ...(cause instanceof Error ? ['', cause.message] : []),
    ].join('\n');
  }
  if (error instanceof GaranceError) {
    return `${getErrorDefinition(error.code).operator} [${error.message}]`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
