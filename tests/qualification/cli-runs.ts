/** `garance qualify` as an integrator runs it, against the demo service of a whole federation. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBlocking } from '@garance/core';
import { connectRehearsal } from '@garance/garance';
import { qualify } from '@garance/qualification/cli';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedFederation, type TestFederation } from '../federation.ts';

export interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  readonly federation: () => TestFederation;
  readonly folder: () => string;
  /** Output and exit status of the command. */
  run(...args: readonly string[]): Promise<Said>;
  at(path: string): string;
  describeDemo(entry: SignInEntry): readonly string[];
}

export type SignInEntry = 'franceconnect' | 'plus-substantial';
export const platformOf = { franceconnect: 'standard', 'plus-substantial': 'plus' } as const;

/** For one test file: the federation and a folder for reports, both gone at its end. */
export function useCommandLine(): CommandLine {
  let federation: TestFederation;
  let folder: string;
  beforeAll(async () => {
    federation = await sharedFederation();
    folder = await mkdtemp(join(tmpdir(), 'garance-qualify-'));
  });
  afterAll(async () => {
    await federation.close();
    await rm(folder, { recursive: true, force: true });
  });
  const at = (path: string) => `${federation.run.demoService}${path}`;
  return {
    federation: () => federation,
    folder: () => folder,
    at,
    async run(...args) {
      const output = { stdout: '', stderr: '' };
      const write = (stream: keyof typeof output) => (text: string) => {
        output[stream] += text;
      };
      const status = await qualify(['--data-dir', federation.dataDir, '--lang', 'en', ...args], {
        connect: connectRehearsal,
        stdout: { write: write('stdout') },
        stderr: { write: write('stderr') },
        env: {},
      });
      return { status, ...output };
    },
    describeDemo: (entry) => [
      ...['--platform', platformOf[entry], '--login-url', at(`/sign-in/${entry}`)],
      ...['--signed-in', 'form[action="/sign-out"]', '--protected-url', at('/account')],
      ...['--logout-url', at('/sign-out'), '--profile-url', at('/account')],
      // A page for eidas2: the plus entry reaches that.
      ...(entry === 'franceconnect' ? ['--step-up-url', at('/account/documents')] : []),
    ],
  };
}

export interface DemoRuns {
  readonly entries: readonly SignInEntry[];
  /** Further arguments: `--quick` in the first ring. */
  readonly args: readonly string[];
  /** Scenarios that must have passed. */
  readonly fewest: number;
}

/** The demo service passes, and the reports are written. */
export function testDemoService(
  { folder, run, describeDemo }: CommandLine,
  { entries, args, fewest }: DemoRuns,
): void {
  test.each(entries)(
    'by the sign-in entry %s: every required scenario passes, and the reports are written',
    { timeout: 900_000 },
    async (entry) => {
      const [json, html, junit] = ['json', 'html', 'xml'].map((end) => join(folder(), `${entry}.${end}`));
      const files = ['--json', json ?? '', '--html', html ?? '', '--junit', junit ?? ''];
      const { status, stdout, stderr } = await run(...describeDemo(entry), '--http', ...args, ...files);
      const report = JSON.parse(await readFile(json ?? '', 'utf8'));
      expect(report.results.filter(isBlocking), stdout).toEqual([]);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Every required scenario passed.');
      // The client id comes from the redirect of the login page.
      expect(report).toMatchObject({
        clientId: `montfleury-${entry}`,
        platform: platformOf[entry],
        mode: 'http',
        coverage: 'part',
        summary: { inconclusive: 0 },
      });
      expect(report.summary.passed).toBeGreaterThan(fewest);
      expect(stdout).toMatch(/\d+ scenarios played, \d+ logins, [\d.]+ s of processor time, [\d.]+ s/);
      expect(await readFile(html ?? '', 'utf8')).toContain('<!doctype html>');
      expect(await readFile(junit ?? '', 'utf8')).toContain('<testsuites');
    },
  );
}
