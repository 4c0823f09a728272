import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpBrowser, type HttpBrowser } from '@garance/http-browser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFederation, type TestFederation } from '../federation.ts';
import { findFreePort } from '../free-port.ts';
import { examplesDir, runExample, startExample } from './example-program.ts';
import { walkThroughLogin } from './walk-through.ts';

/** The programs of docs/tutorial.md, run one after the other in their own processes, as a reader would. */
let federation: TestFederation;
let workDir: string;
let port: number;

beforeAll(async () => {
  workDir = await mkdtemp(join(tmpdir(), 'garance-tutorial-'));
  port = await findFreePort();
  const seeds = await readFile(`${examplesDir}clients.json`, 'utf8');
  const seedClientsFile = join(workDir, 'clients.json');
  await writeFile(seedClientsFile, seeds.replaceAll(':8080/', `:${port}/`));
  federation = await startFederation({ seedClientsFile });
});

afterAll(async () => {
  await federation?.close();
  await rm(workDir, { recursive: true, force: true });
});

async function start(name: 'standard' | 'plus') {
  const KEYS = join(workDir, 'keys.json');
  if (name === 'plus') await runExample('make-keys.mjs', { KEYS });
  const ISSUER = federation.run.hubs[name].integration;
  return startExample(`${name}.mjs`, { ISSUER, PORT: `${port}`, KEYS });
}

/** The JSON that the program shows to this browser at its own address. */
async function readHome(browser: HttpBrowser, origin: string): Promise<Readonly<Record<string, unknown>>> {
  const cookie = browser.cookies.header(new URL(origin), { sameSite: true, safeMethod: true });
  return (await (await fetch(origin, { headers: { cookie } })).json()) as Record<string, unknown>;
}

test.each([
  ['standard', 'low', 'eidas1'],
  ['plus', 'substantial', 'eidas2'],
] as const)('%s.mjs signs a person in and out', async (name, provider, level) => {
  const service = await start(name);
  try {
    const { origin } = service;
    const browser = createHttpBrowser({
      stopAt: ({ origin: at, pathname }) => at === origin && pathname === '/',
    });
    const account = federation.run.accounts.find((candidate) => candidate.provider === provider);
    if (account === undefined) throw new Error(`no account at ${provider}`);
    await walkThroughLogin(`${origin}/login`, account, { redirectUri: origin, browser });
    const user = await readHome(browser, origin);
    expect(user).toMatchObject({ acr: level, sub: expect.stringMatching(/^[0-9a-f]{64}v1$/) });
    for (const claim of ['given_name', 'family_name', 'birthdate', 'gender', 'birthcountry', 'email']) {
      expect(user[claim], claim).toEqual(expect.any(String));
    }

    const out = await browser.open(`${origin}/logout`);
    expect(out.stopped).toBe(true);
    const returned = `${federation.run.hubs[name].integration}/logout/provider-return`;
    expect(out.hops.map(({ url }) => `${url.origin}${url.pathname}`)).toContain(returned);
    expect(await readHome(browser, origin)).toEqual({ signIn: `${origin}/login` });
  } finally {
    await service.stop();
  }
});

test('the program shows a page to a person who cancels', async () => {
  const service = await start('standard');
  try {
    const browser = createHttpBrowser();
    const choice = await browser.open(`${service.origin}/login`);
    const back = await browser.submit(choice, { form: '/leave' });
    expect(back.status).toBe(400);
    expect(JSON.parse(back.html)).toMatchObject({ error: 'access_denied' });
  } finally {
    await service.stop();
  }
});

test('a callback that this browser did not request is refused', async () => {
  const service = await start('standard');
  try {
    const callback = `${service.origin}/callback?code=code&state=state`;
    expect((await fetch(callback)).status).toBe(400);
  } finally {
    await service.stop();
  }
});

test('the tutorial contains these programs unchanged', async () => {
  const tutorial = await readFile(join(examplesDir, '../tutorial.md'), 'utf8');
  for (const name of await readdir(examplesDir)) {
    expect(tutorial, name).toContain(await readFile(join(examplesDir, name), 'utf8'));
  }
});
