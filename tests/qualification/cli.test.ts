/** `garance qualify` as an integrator runs it, against the demo service of a whole federation. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBlocking } from '@garance/core';
import { connectRehearsal } from '@garance/garance';
import { qualify } from '@garance/qualification/cli';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedFederation, type TestFederation } from '../federation.ts';

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

/** Output and exit status of the command. */
async function garanceQualify(...args: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const write = (stream: keyof typeof said) => (text: string) => {
    said[stream] += text;
  };
  const status = await qualify(['--data-dir', federation.dataDir, '--lang', 'en', ...args], {
    connect: connectRehearsal,
    stdout: { write: write('stdout') },
    stderr: { write: write('stderr') },
    env: {},
  });
  return { status, ...said };
}

type SignInEntry = 'franceconnect' | 'plus-substantial';
const at = (path: string) => `${federation.run.demoService}${path}`;
const platformOf = { franceconnect: 'standard', 'plus-substantial': 'plus' } as const;

function describeDemo(entry: SignInEntry): readonly string[] {
  return [
    ...['--platform', platformOf[entry], '--login-url', at(`/sign-in/${entry}`)],
    ...['--signed-in', 'form[action="/sign-out"]', '--protected-url', at('/account')],
    ...['--logout-url', at('/sign-out'), '--profile-url', at('/account')],
    // A page for eidas2: the plus entry reaches that.
    ...(entry === 'franceconnect' ? ['--step-up-url', at('/account/documents')] : []),
  ];
}

describe('garance qualify, against the demo service', () => {
  test.each<SignInEntry>(['franceconnect', 'plus-substantial'])(
    'by the sign-in entry %s: every required scenario passes, and the reports are written',
    { timeout: 180_000 },
    async (entry) => {
      const [json, html, junit] = ['json', 'html', 'xml'].map((end) => join(folder, `${entry}.${end}`));
      const files = ['--json', json ?? '', '--html', html ?? '', '--junit', junit ?? ''];
      const { status, stdout, stderr } = await garanceQualify(...describeDemo(entry), '--http', ...files);
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
        summary: { failed: 0, inconclusive: 0 },
      });
      expect(report.summary.passed).toBeGreaterThan(60);
      expect(await readFile(html ?? '', 'utf8')).toContain('<!doctype html>');
      expect(await readFile(junit ?? '', 'utf8')).toContain('<testsuites');
    },
  );

  test('with a browser, from the page with several sign-in buttons, by a configuration file', {
    timeout: 180_000,
  }, async () => {
    const config = join(folder, 'garance-qualify.json');
    const settings = {
      platform: 'plus',
      loginUrl: at('/sign-in'),
      signedIn: 'text=Se déconnecter',
      protectedUrl: at('/account'),
      only: ['accept.plain', 'id-token.wrong-nonce', 'ux.sign-in-button'],
    };
    await writeFile(config, JSON.stringify(settings));
    const { status, stdout, stderr } = await garanceQualify('--config', config, '--json', '-');
    expect(status, stderr).toBe(0);
    const report = JSON.parse(stdout);
    expect(
      report.results.map(({ id, verdict }: { id: string; verdict: string }) => `${id} ${verdict}`),
    ).toEqual(['accept.plain passed', 'id-token.wrong-nonce passed', 'ux.sign-in-button passed']);
    expect([status, report.mode, report.clientId]).toEqual([0, 'browser', 'montfleury-plus-substantial']);
  });

  test('says nothing that could be used: no code, token, secret or session in its reports', async () => {
    const json = join(folder, 'scrubbed.json');
    const only = ['--only', 'callback.wrong-state,id-token.alg-none,accept.plain'];
    await garanceQualify(...describeDemo('franceconnect'), '--http', ...only, '--json', json);
    const text = await readFile(json, 'utf8');
    expect(text).not.toMatch(/eyJ[\w-]{8}/);
    expect(text).not.toMatch(/[?&](?:code|state|nonce)=(?!…)/);
    for (const { clientSecret } of federation.run.clients) {
      if (clientSecret !== undefined) expect(text).not.toContain(clientSecret);
    }
  });
});

describe('garance qualify, when nothing can be run', () => {
  test.each<[string, readonly string[], string]>([
    ['settings are missing', ['--platform', 'plus'], '--login-url: missing'],
    ['an address is none', ['--login-url', 'ftp://x'], '--login-url: an address that begins with http'],
    ['an argument is unknown', ['--colour'], '--colour'],
    ['a configuration file is not there', ['--config', '/nowhere.json'], '/nowhere.json'],
    ['no federation runs there', ['--data-dir', '/nowhere'], 'start it with npm start'],
    ['the login page leads elsewhere', ['--login-url', 'http://127.0.0.1:1/'], 'give --client-id'],
    ['the client is unknown', ['--client-id', 'nobody'], 'has this client_id'],
    ['a selector takes a browser', ['--signed-in', '#a:has(b)'], 'not understood without a browser'],
    ['no scenario has that name', ['--only', 'no-such'], 'No scenario has that name'],
    ['a stranger sees the mark', ['--signed-in', 'Montfleury'], 'seen without being signed in'],
    ['nobody ever sees the mark', ['--signed-in', '#no-such'], 'does not show its signed-in state'],
    ['the protected page is open', ['--protected-url', 'STYLE'], 'shows the same to everyone'],
    [
      'the service does not answer',
      ['--client-id', 'montfleury-franceconnect', '--protected-url', 'http://127.0.0.1:1/'],
      'does not answer',
    ],
  ])('because %s, it says so and exits 2', async (_why, args, expected) => {
    const given = args.map((each) => (each === 'STYLE' ? at('/style.css') : each));
    const base =
      args.includes('--config') || (args.length === 2 && args[0] === '--platform')
        ? []
        : [...describeDemo('franceconnect'), '--http'];
    const { status, stderr } = await garanceQualify(...base, ...given);
    expect([status, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });

  test('shows the page that it judged by', async () => {
    const { stderr } = await garanceQualify(
      ...describeDemo('franceconnect'),
      '--http',
      '--signed-in',
      '#no-such',
    );
    expect(stderr).toContain('  | Aller au contenu');
  });
});

test('garance qualify --list names scenarios without running any', async () => {
  const { status, stdout } = await garanceQualify('--list', '--platform', 'standard', '--only', 'id-token');
  expect(status).toBe(0);
  expect(stdout).toContain('id-token.wrong-nonce');
  expect(stdout).not.toContain('id-token.not-encrypted');
  expect(existsSync(join(federation.dataDir, 'reports'))).toBe(false);
});

test('garance qualify --help tells every argument', async () => {
  const { status, stdout } = await garanceQualify('--help');
  expect(status).toBe(0);
  for (const name of ['--login-url', '--signed-in', '--protected-url', '--http', '--junit', '--config']) {
    expect(stdout).toContain(name);
  }
});
