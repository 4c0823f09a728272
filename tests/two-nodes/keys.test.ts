// @module-tag built
/** A hub whose keys are in a PKCS#11 token, as an operator configures it. */
import { createTestToken, withoutToken } from '@garance/pkcs11/testing';
import { decodeProtectedHeader } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { waitForBuild } from '../built.ts';
import { withoutServers } from './installation.ts';
import { startKeyScene } from './key-scene.ts';

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

test('makes its first keys in the token and signs in it; without its token it does not start', async ({
  skip,
}) => {
  const without = withoutServers ?? withoutToken;
  if (without !== undefined) skip(without);
  await waitForBuild();
  const here = await startKeyScene(stack);
  const { sessions: _sessions, callTimeoutMs: _timeout, ...token } = createTestToken();
  const pkcs11 = { ...token, softwareAlgorithms: ['RSA-OAEP-256'] };
  await here.configure({ keys: { pkcs11 } });
  await here.nodes[0].start();
  const { kid = '' } = decodeProtectedHeader(await here.signIn([0]));
  const { text } = await here.garance('keys', 'list');
  expect(text).toMatch(
    new RegExp(`^standard/integration sig ES256 ${kid} active since .* in ${token.tokenLabel}$`, 'm'),
  );
  expect(text).toMatch(/^standard\/integration enc RSA-OAEP-256 \S+ active since .* in database$/m);
  const ready = (await (await fetch(`${here.nodes[0].internal}/readyz`)).json()) as { checks: object };
  expect(ready.checks).toMatchObject({ keys: 'ok', 'key-token': 'ok' });
  await here.configure({ keys: { pkcs11: { ...pkcs11, tokenLabel: 'another' } } });
  const refused = await here.garance(...here.hub);
  expect(refused.code).toBe(1);
  expect(refused.text).toContain('keys.token_unavailable (no token has the label another)');
  expect(refused.text).not.toContain(token.pin);
});
