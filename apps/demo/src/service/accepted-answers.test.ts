import { expect, test } from 'vitest';
import { type SignInEntryName, signInEntryNames } from './sign-in-entries.ts';
import type { Faults } from './testing/fake-hub.ts';
import { createScene, isSignedIn, origin, signIn, testKeys } from './testing/scene.ts';

test.each(signInEntryNames)('a correct answer signs in at the sign-in entry %s', async (name) => {
  const scene = await createScene(name);
  const answer = await signIn(scene);
  expect([answer.status, answer.location]).toEqual([303, '/account']);

  const page = await scene.visitor.get('/account');
  expect(page.text).toContain('Élodie Jeanne');
  expect(page.text).toContain('D’Aubigné-Lefèvre');
  expect(page.text).toContain('en 1969, jour et mois inconnus');
  expect(page.text).toContain(`${'ab'.repeat(32)}v1`);
  expect(page.text).toContain(`(${scene.entry.level})`);
  await scene.app.close();
});

const variants: readonly {
  readonly title: string;
  readonly entry: SignInEntryName;
  readonly faults: Faults;
}[] = [
  {
    title: 'a higher level than asked',
    entry: 'plusSubstantial',
    faults: { idTokenClaims: (claims) => ({ ...claims, acr: 'eidas3' }) },
  },
  {
    title: 'an audience in a list of one',
    entry: 'plusHigh',
    faults: { idTokenClaims: (claims) => ({ ...claims, aud: ['town'] }) },
  },
  {
    title: 'unknown claims',
    entry: 'franceconnect',
    faults: {
      idTokenClaims: (claims) => ({ ...claims, novelty: { deep: [1] } }),
      userinfoClaims: (claims) => ({ ...claims, novelty: { deep: [1] } }),
    },
  },
  {
    title: 'a missing optional claim',
    entry: 'plusSubstantial',
    faults: { userinfoClaims: ({ email: _email, ...claims }) => claims },
  },
  {
    title: 'an id_token without at_hash, which the code flow does not promise',
    entry: 'plusHigh',
    faults: { idTokenClaims: ({ at_hash: _none, ...claims }) => claims },
  },
  {
    title: 'token_type in another case',
    entry: 'plusSubstantial',
    faults: { tokenResponse: (body) => Response.json({ ...body, token_type: 'bEARER' }) },
  },
];

test.each(variants)('the service accepts $title', async ({ entry, faults }) => {
  const scene = await createScene(entry, faults);
  await signIn(scene);
  expect(await isSignedIn(scene.visitor)).toBe(true);
  await scene.app.close();
});

test('the page shows the encrypted token, its header, and the signed token inside', async () => {
  const scene = await createScene('plusHigh');
  await signIn(scene);
  const { text } = await scene.visitor.get('/account', { 'accept-language': 'en' });
  expect(text).toContain('Encryption header (JWE)');
  expect(text).toContain('&quot;ECDH-ES&quot;');
  expect(text).toContain('Signature header (JWS)');
  expect(text).toMatch(/[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+/);
  await scene.app.close();
});

test('a request contains PKCE, long state and nonce that never repeat, the level and the registered address', async () => {
  const scene = await createScene('plusSubstantial');
  const values: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const sent = await scene.visitor.get('/sign-in/plus-substantial');
    const query = new URL(sent.location ?? '').searchParams;
    expect(query.get('redirect_uri')).toBe(`${origin}/callback/plus-substantial`);
    expect(query.get('acr_values')).toBe('eidas2');
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('scope')?.split(' ')).toContain('rnipp_identite_pivot');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(query.get(name)?.length).toBeGreaterThanOrEqual(22);
      values.push(query.get(name) ?? '');
    }
    expect(sent.location).not.toContain('secret');
  }
  expect(new Set(values).size).toBe(values.length);
  await scene.app.close();
});

test('plus entries authenticate by a signed assertion for the issuer, the standard one by its secret, never both', async () => {
  const plus = await createScene('plusHigh');
  await signIn(plus);
  const assertion = plus.hub.tokenForms[0]?.get('client_assertion') ?? '';
  const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ iss: 'town', sub: 'town', aud: plus.hub.issuer });
  expect(plus.hub.tokenForms[0]?.has('client_secret')).toBe(false);
  expect(plus.hub.tokenForms[0]?.get('code_verifier')?.length).toBeGreaterThanOrEqual(43);

  const standard = await createScene('franceconnect');
  await signIn(standard);
  expect(standard.hub.tokenForms[0]?.get('client_secret')).toBe('secret of the town');
  expect(standard.hub.tokenForms[0]?.has('client_assertion')).toBe(false);
  await Promise.all([plus.app.close(), standard.app.close()]);
});

test('published keys have unique kids, the two encryption keys, and no private part', async () => {
  const scene = await createScene('plusHigh');
  const { text } = await scene.visitor.get('/jwks');
  const { keys } = JSON.parse(text) as { readonly keys: readonly Record<string, string>[] };
  expect(keys.map(({ use, alg }) => `${use} ${alg}`)).toEqual([
    'sig ES256',
    'enc RSA-OAEP-256',
    'enc ECDH-ES',
  ]);
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(3);
  for (const key of keys) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']));
  const { d = '' } = (await testKeys()).rsaEncryption;
  expect(text).not.toContain(d);
  await scene.app.close();
});
