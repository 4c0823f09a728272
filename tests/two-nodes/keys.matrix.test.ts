// @module-tag built
// @module-tag matrix
/** Key ceremonies on two running nodes: the master key is changed node by node, and keys move into a PKCS#11 token. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createTestToken, withoutToken } from '@garance/pkcs11/testing';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { waitForBuild } from '../built.ts';
import { withoutServers } from './installation.ts';
import { type KeyScene, startKeyScene } from './key-scene.ts';

/** Milliseconds. Many processes start, one after the other. */
const patience = 300_000;
const stack = new AsyncDisposableStack();
let here: KeyScene;

beforeAll(async () => {
  if (withoutServers !== undefined) return;
  await waitForBuild();
  here = await startKeyScene(stack);
  await here.nodes[0].start();
  await here.nodes[1].start();
}, patience);
afterAll(() => stack.disposeAsync());
beforeEach(({ skip }) => {
  if (withoutServers !== undefined) skip(withoutServers);
});

test('after a change of the master key, node by node, the former one opens nothing and starts no process', {
  timeout: patience,
}, async () => {
  const { configure, restart, signIn, garance } = here;
  const folder = dirname(here.file);
  await writeFile(join(folder, 'next'), `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  expect(await garance('keys', 'rewrap')).toMatchObject({
    code: 1,
    text: expect.stringContaining('otherMasterKey'),
  });
  // The next key must be known to every process before anything is sealed under it.
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

test('software keys are replaced by keys in a token on both nodes', { timeout: patience }, async ({
  skip,
}) => {
  if (withoutToken !== undefined) skip(withoutToken);
  const { configure, restart, signIn, garance } = here;
  const { sessions: _sessions, callTimeoutMs: _timeout, ...token } = createTestToken();
  await configure({ keys: { pkcs11: { ...token, softwareAlgorithms: ['RSA-OAEP-256'] } } });
  await restart(0);
  await restart(1);
  const before = decodeProtectedHeader(await signIn()).kid;
  const replaced = await garance('keys', 'replace', 'standard/integration', 'the', 'token', 'is', 'there');
  expect(replaced).toMatchObject({ code: 0, text: expect.stringContaining('5 former keys destroyed') });
  await restart(0);
  await restart(1);
  const { kid = '' } = decodeProtectedHeader(await signIn());
  expect(kid).not.toBe(before);
  expect((await garance('keys', 'list')).text).toMatch(
    new RegExp(`^standard/integration sig ES256 ${kid} active since .* in ${token.tokenLabel}$`, 'm'),
  );
});
