import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultProviderScopes } from '@garance/core';
import { createHttpBrowser } from '@garance/http-browser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walkThroughLogin } from '../clients/walk-through.ts';
import { findFreeRange, startFederation, type TestFederation } from '../federation.ts';
import { findFreePort } from '../free-port.ts';

/** docs/identity-providers.md is tested as written: provider and registration are code blocks of that page. */
const page = fileURLToPath(new URL('../../docs/identity-providers.md', import.meta.url));
/** Inside the clone, where the page tells the reader to start the program, so that it finds `oidc-provider`. */
const scratch = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const basile = { provider: 'atelier', login: 'basile', password: 'garance' };

let folder: string;
let provider: ChildProcess;
let federation: TestFederation;

async function blockOf(language: string): Promise<string> {
  const blocks = (await readFile(page, 'utf8')).matchAll(/^```(\w+)\n(.*?)^```$/gms);
  const found = [...blocks].filter(([, name]) => name === language).map(([, , text = '']) => text);
  expect(found, language).toHaveLength(1);
  return found[0] ?? '';
}

async function startProvider(settings: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const program = join(folder, 'provider.mjs');
  await writeFile(program, await blockOf('js'));
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => `${chunk}`.includes('Ready:') && resolve());
  });
  const early = once(child, 'exit').then(([code]) => {
    throw new Error(`provider.mjs ended with ${code} before it was ready`);
  });
  await Promise.race([ready, early]);
  early.catch(() => undefined);
  return child;
}

beforeAll(async () => {
  await mkdir(scratch, { recursive: true });
  folder = await mkdtemp(join(scratch, 'garance-provider-page-'));
  const [port, basePort] = [await findFreePort(), await findFreeRange()];
  provider = await startProvider({
    PORT: `${port}`,
    STANDARD: `http://localhost:${basePort + 1}/api/v2`,
    PLUS: `http://localhost:${basePort + 2}/api/v2`,
  });
  const seedProvidersFile = join(folder, 'providers.json');
  await writeFile(seedProvidersFile, (await blockOf('json')).replaceAll(':4000', `:${port}`));
  federation = await startFederation({ basePort, seedProvidersFile });
});

afterAll(async () => {
  await federation?.close();
  const ended = provider === undefined ? undefined : once(provider, 'exit');
  provider?.kill();
  await ended;
  await rm(folder, { recursive: true, force: true });
});

/** Signs in at the demo service with the page's provider, or with another one; returns the page with the received claims. */
async function signIn(entry: string, person = basile) {
  const { demoService } = federation.run;
  const account = `${demoService}/account`;
  const browser = createHttpBrowser({ stopAt: ({ href }) => href === account });
  await walkThroughLogin(`${demoService}/sign-in/${entry}`, person, { redirectUri: account, browser });
  const { html } = await createHttpBrowser({ cookies: browser.cookies.list() }).open(account);
  const claim = (name: string) => new RegExp(`data-claim="${name}">([^<]*)<`).exec(html)?.[1];
  return { claim, browser };
}

test.each([
  ['standard', 'franceconnect', 'low'],
  ['plus', 'plus-substantial', 'substantial'],
] as const)(
  'a citizen signs in on %s with the provider of the page, as the same person as elsewhere',
  async (_platform, entry, demo) => {
    const { claim } = await signIn(entry);
    expect([claim('given_name'), claim('family_name'), claim('birthplace')]).toEqual([
      'Basile',
      'Pourpre',
      '69123',
    ]);
    // The provider's own preferred_username is a login name.
    expect(claim('preferred_username') ?? '').not.toContain('basile');
    const elsewhere = await signIn(entry, { ...basile, provider: demo });
    expect(claim('sub')).toMatch(/^[0-9a-f]{64}v1$/);
    expect(claim('sub')).toBe(elsewhere.claim('sub'));
  },
);

test('the provider is offered up to its level only', async () => {
  const offered = async (entry: string) =>
    (await createHttpBrowser().open(`${federation.run.demoService}/sign-in/${entry}`)).html;
  expect(await offered('plus-substantial')).toContain('Compte Atelier');
  expect(await offered('plus-high')).not.toContain('Compte Atelier');
});

test('the provider’s own description of an error is shown to the operator only', async () => {
  const { demoService } = federation.run;
  const browser = createHttpBrowser({
    stopAt: ({ hostname, search }) => hostname === '127.0.0.1' && search.includes('acr_values'),
  });
  const choice = await browser.open(`${demoService}/sign-in/plus-substantial`);
  const sent = await browser.submit(choice, { form: '/provider', button: 'atelier' });
  const parameters = sent.url.searchParams;
  const callback = new URL(parameters.get('redirect_uri') ?? '');
  callback.search = new URLSearchParams({
    error: 'invalid_scope',
    error_description: 'no scope of that name',
    state: parameters.get('state') ?? '',
    iss: sent.url.origin,
  }).toString();
  const back = await browser.open(callback);
  expect(back.heading).toContain('Choisissez un compte');
  expect(back.html).not.toContain('no scope of that name');
  const { providerRefusals } = federation.partnerSpace.store;
  const hub = { platform: 'plus', environment: 'integration' } as const;
  await expect
    .poll(() => providerRefusals.list(hub, 'atelier', 5))
    .toMatchObject([
      {
        error: 'provider.answered_error',
        check: 'answer',
        providerError: { error: 'invalid_scope', description: 'no scope of that name' },
      },
    ]);
});

test('the page names the values registered on each side', async () => {
  const text = await readFile(page, 'utf8');
  const addresses = ['/oidc-callback/', '/logout/provider-return', '/client/.well-known/keys'];
  for (const name of [...addresses, 'schemas/seed-providers.schema.json']) expect(text).toContain(name);
  for (const scopes of Object.values(defaultProviderScopes))
    expect(text).toContain(`\`${scopes.join(' ')}\``);
});
