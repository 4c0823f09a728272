// @module-tag built
/** Key ceremonies on an installation that runs: a change of the master key, node by node, and keys in a PKCS#11 token. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createTestToken, withoutToken } from '@garance/pkcs11/testing';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitForBuild } from '../built.ts';
import { walkThroughLogin } from '../clients/walk-through.ts';
import {
  clientSecret,
  redirectUri,
  startInstallation,
  type TestInstallation,
  withoutServers,
} from './installation.ts';

const basile = { provider: 'low', login: 'basile', password: 'garance' };
const stack = new AsyncDisposableStack();
let here: TestInstallation;

beforeAll(async () => {
  if (withoutServers !== undefined) return;
  await waitForBuild();
  here = await startInstallation(stack);
  expect(await here.run(['migrate']).ended).toEqual({ code: 0, signal: null });
  const store = await here.openStore();
  await here.publish(store);
  await here.nodes[0].start();
  await here.nodes[1].start();
});
afterAll(() => stack.disposeAsync());
beforeEach(({ skip }) => {
  if (withoutServers !== undefined) skip(withoutServers);
});

/** A login whose steps go to the two nodes in turn. @returns its id_token, verified with what the other node publishes */
async function signIn(): Promise<string> {
  let turn = 0;
  here.balancer.route(() => (turn++ % 2 === 0 ? 0 : 1));
  const url = `${here.issuer}/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: 'by-secret',
    redirect_uri: redirectUri,
    scope: 'openid given_name email',
    state: 'state-of-the-service',
    nonce: 'nonce-of-the-service-which-is-long',
    acr_values: 'eidas1',
  })}`;
  const { callback } = await walkThroughLogin(url, basile, { redirectUri });
  const answer = await fetch(`${here.nodes[0].origin}/api/v2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'by-secret',
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      code: callback.searchParams.get('code') ?? '',
    }),
  });
  expect(answer.status).toBe(200);
  const { id_token: idToken } = (await answer.json()) as { id_token: string };
  const keySet = await (await fetch(`${here.nodes[1].origin}/api/v2/jwks`)).json();
  await jwtVerify(idToken, createLocalJWKSet(keySet as Parameters<typeof createLocalJWKSet>[0]));
  return idToken;
}

async function configure(changes: Readonly<Record<string, unknown>>): Promise<void> {
  const current = JSON.parse(await readFile(here.file, 'utf8')) as object;
  await writeFile(here.file, JSON.stringify({ ...current, ...changes }));
}

/** With the configuration as it is now; the other node serves meanwhile. */
async function restart(index: 0 | 1): Promise<void> {
  const node = here.nodes[index];
  here.balancer.route(() => (index === 0 ? 1 : 0));
  node.process().child.kill('SIGTERM');
  expect(await node.process().ended).toEqual({ code: 0, signal: null });
  await node.start();
}

async function garance(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly text: string }> {
  const run = here.run(args);
  const { code } = await run.ended;
  return { code, text: run.output() };
}

describe('a change of the master key', () => {
  test('goes through the nodes one by one; after it the former key opens nothing and starts nothing', async () => {
    const folder = dirname(here.file);
    await writeFile(join(folder, 'next'), `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
    expect(await garance('keys', 'rewrap')).toMatchObject({
      code: 1,
      text: expect.stringContaining('otherMasterKey'),
    });
    // The next key is known everywhere before anything is sealed under it.
    await configure({ otherMasterKeyFile: 'next' });
    await restart(0);
    await signIn();
    await restart(1);
    await configure({ masterKeyFile: 'next', otherMasterKeyFile: 'master-key' });
    await restart(0);
    await signIn();
    await restart(1);
    await signIn();
    const first = await garance('keys', 'rewrap');
    expect(first).toMatchObject({ code: 0, text: expect.stringMatching(/hub_key: [1-9]\d* sealed anew/) });
    expect((await garance('keys', 'rewrap')).text).toContain('Nothing is under the other master key');
    await signIn();
    await configure({ otherMasterKeyFile: undefined });
    await restart(0);
    await restart(1);
    await signIn();
    expect((await garance('audit', 'verify')).code).toBe(0);
    await configure({ masterKeyFile: 'master-key' });
    expect(await garance('keys', 'list')).toMatchObject({
      code: 1,
      text: expect.stringContaining('wrong_master_key'),
    });
    await configure({ masterKeyFile: 'next' });
  });
});

describe('keys in a PKCS#11 token', () => {
  beforeEach(({ skip }) => {
    if (withoutToken !== undefined) skip(withoutToken);
  });

  test('sign at both nodes after a replacement; a node without its token is refused at its start', async () => {
    const { sessions: _sessions, callTimeoutMs: _timeout, ...token } = createTestToken();
    const pkcs11 = { ...token, softwareAlgorithms: ['RSA-OAEP-256'] };
    await configure({ keys: { pkcs11 } });
    await restart(0);
    await restart(1);
    await signIn();
    const replaced = await garance('keys', 'replace', 'standard/integration', 'the', 'token', 'is', 'there');
    expect(replaced).toMatchObject({ code: 0, text: expect.stringContaining('5 former keys destroyed') });
    // Both hear of it by the database; `restart` waits for what they publish.
    await restart(0);
    await restart(1);
    const { kid = '' } = decodeProtectedHeader(await signIn());
    const { text } = await garance('keys', 'list');
    expect(text).toMatch(
      new RegExp(`^standard/integration sig ES256 ${kid} active since .* in ${token.tokenLabel}$`, 'm'),
    );
    expect(text).toMatch(/^standard\/integration enc RSA-OAEP-256 \S+ active since .* in database$/m);
    const ready = (await (await fetch(`${here.nodes[0].internal}/readyz`)).json()) as { checks: object };
    expect(ready.checks).toMatchObject({ keys: 'ok', 'key-token': 'ok' });
    await configure({ keys: { pkcs11: { ...pkcs11, tokenLabel: 'another' } } });
    const refused = await garance(...here.hub);
    expect(refused.code).toBe(1);
    expect(refused.text).toContain('keys.token_unavailable (no token has the label another)');
    expect(refused.text).not.toContain(token.pin);
  });
});
