/** `garance qualify`, played in part; `cli.matrix.test.ts` plays the whole. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testDemoService, useCommandLine } from './cli-runs.ts';

const commandLine = useCommandLine();

describe('garance qualify, against the demo service', () => {
  // The platform with encryption has the more scenarios.
  testDemoService(commandLine, { entries: ['plus-substantial'], args: ['--quick'], fewest: 100 });

  test('with a browser, from the page with several sign-in buttons, by a configuration file', {
    timeout: 180_000,
  }, async () => {
    const config = join(commandLine.folder(), 'garance-qualify.json');
    const settings = {
      platform: 'plus',
      loginUrl: commandLine.at('/sign-in'),
      signedIn: 'text=Se déconnecter',
      protectedUrl: commandLine.at('/account'),
      only: ['accept.plain', 'id-token.wrong-nonce', 'ux.sign-in-button'],
    };
    await writeFile(config, JSON.stringify(settings));
    const { status, stdout, stderr } = await commandLine.run('--config', config, '--json', '-');
    expect(status, stderr).toBe(0);
    const report = JSON.parse(stdout);
    expect(
      report.results.map(({ id, verdict }: { id: string; verdict: string }) => `${id} ${verdict}`),
    ).toEqual(['accept.plain passed', 'id-token.wrong-nonce passed', 'ux.sign-in-button passed']);
    expect([status, report.mode, report.clientId]).toEqual([0, 'browser', 'montfleury-plus-substantial']);
  });

  test('says nothing that could be used: no code, token, secret or session in its reports', async () => {
    const json = join(commandLine.folder(), 'scrubbed.json');
    const only = ['--only', 'callback.wrong-state,id-token.alg-none,accept.plain'];
    await commandLine.run(...commandLine.describeDemo('franceconnect'), '--http', ...only, '--json', json);
    const text = await readFile(json, 'utf8');
    expect(text).not.toMatch(/eyJ[\w-]{8}/);
    expect(text).not.toMatch(/[?&](?:code|state|nonce)=(?!…)/);
    for (const { clientSecret } of commandLine.federation().run.clients) {
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
    ['no scenario has that name', ['--only', 'no-such'], 'no scenario and no family is called no-such'],
    ['one name of several is wrong', ['--only', 'accept.plain,id-token.nonse'], 'id-token.nonse (perhaps'],
    [
      'a report has no folder to go to',
      ['--html', '/no-such/report.html'],
      '--html: /no-such/report.html cannot be written',
    ],
    ['a report would be a folder', ['--json', '/tmp'], '--json: /tmp cannot be written: it is a directory'],
    ['a stranger sees the mark', ['--signed-in', 'Montfleury'], 'seen without being signed in'],
    ['nobody ever sees the mark', ['--signed-in', '#no-such'], 'does not show its signed-in state'],
    ['the protected page is open', ['--protected-url', 'STYLE'], 'shows the same to everyone'],
    [
      'the service does not answer',
      ['--client-id', 'montfleury-franceconnect', '--protected-url', 'http://127.0.0.1:1/'],
      'does not answer',
    ],
  ])('because %s, it says so and exits 2', async (_why, args, expected) => {
    const filledArgs = args.map((arg) => (arg === 'STYLE' ? commandLine.at('/style.css') : arg));
    const base =
      args.includes('--config') || (args.length === 2 && args[0] === '--platform')
        ? []
        : [...commandLine.describeDemo('franceconnect'), '--http'];
    const { status, stderr } = await commandLine.run(...base, ...filledArgs);
    expect([status, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });

  test('shows the page that it judged by', async () => {
    const { stderr } = await commandLine.run(
      ...commandLine.describeDemo('franceconnect'),
      '--http',
      '--signed-in',
      '#no-such',
    );
    expect(stderr).toContain('  | Aller au contenu');
  });
});

test('garance qualify --list names scenarios without running any', async () => {
  const { status, stdout } = await commandLine.run('--list', '--platform', 'standard', '--only', 'id-token');
  expect(status).toBe(0);
  expect(stdout).toContain('id-token.wrong-nonce');
  expect(stdout).not.toContain('id-token.not-encrypted');
  expect(existsSync(join(commandLine.federation().dataDir, 'reports'))).toBe(false);
});

test('garance qualify --help tells every argument', async () => {
  const { status, stdout } = await commandLine.run('--help');
  expect(status).toBe(0);
  for (const name of ['--login-url', '--signed-in', '--protected-url', '--http', '--junit', '--config']) {
    expect(stdout).toContain(name);
  }
});
