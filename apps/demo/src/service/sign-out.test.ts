import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { createScene, isSignedIn, origin, type Scene, signIn } from './testing/scene.ts';

/** Presses "Sign out" on the account page. */
async function signOut({ visitor }: Scene) {
  const page = await visitor.get('/account');
  const token = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  return visitor.post('/sign-out', { csrf_token: token }, { 'sec-fetch-site': 'same-origin' });
}

describe('signing out of the demo service', () => {
  test('ends the session here and redirects to the hub with the signed id_token, the registered address and a state', async () => {
    const scene = await createScene('plusHigh');
    await signIn(scene);
    const sent = await signOut(scene);
    expect(sent.status).toBe(303);
    const url = new URL(sent.location ?? '');
    expect(`${url.origin}${url.pathname}`).toBe(`${scene.hub.issuer}/session/end`);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${origin}/signed-out`);
    expect(url.searchParams.get('state')?.length).toBeGreaterThanOrEqual(22);
    const hint = url.searchParams.get('id_token_hint') ?? '';
    expect(decodeProtectedHeader(hint).alg).toBe('ES256');
    expect(decodeJwt(hint).aud).toBe('town');
    expect(await isSignedIn(scene.visitor)).toBe(false);
    await scene.app.close();
  });

  test('the return is confirmed only with the state of this browser’s logout, once', async () => {
    const scene = await createScene('plusSubstantial');
    await signIn(scene);
    const sent = await signOut(scene);
    const state = new URL(sent.location ?? '').searchParams.get('state') ?? '';
    expect((await scene.visitor.get('/signed-out?state=other')).text).toContain('data-logout="local"');
    expect((await scene.visitor.get('/signed-out')).text).toContain('data-logout="local"');
    expect((await scene.visitor.get(`/signed-out?state=${state}`)).text).toContain('data-logout="confirmed"');
    expect((await scene.visitor.get(`/signed-out?state=${state}`)).text).toContain('data-logout="local"');
    await scene.app.close();
  });

  test('a foreign link to the return address does not end a session', async () => {
    const scene = await createScene('plusSubstantial');
    await signIn(scene);
    const answer = await scene.visitor.get('/signed-out?state=x');
    expect(answer.location).toBe('/account');
    expect(await isSignedIn(scene.visitor)).toBe(true);
    await scene.app.close();
  });

  test.each([
    ['without its token', {}, {}],
    ['with a wrong token', { csrf_token: 'x'.repeat(43) }, {}],
    ['from another site', undefined, { 'sec-fetch-site': 'cross-site' }],
  ])('a sign-out form %s is refused', async (_title, form, headers) => {
    const scene = await createScene('plusSubstantial');
    await signIn(scene);
    const page = await scene.visitor.get('/account');
    const token = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const answer = await scene.visitor.post('/sign-out', form ?? { csrf_token: token }, headers);
    expect(answer.status).toBe(403);
    expect(await isSignedIn(scene.visitor)).toBe(true);
    await scene.app.close();
  });

  test('ends the session here even when the hub has no logout', async () => {
    const scene = await createScene('plusSubstantial', {
      discovery: ({ end_session_endpoint: _none, ...document }) => document,
    });
    await signIn(scene);
    expect((await signOut(scene)).location).toBe('/signed-out');
    expect(await isSignedIn(scene.visitor)).toBe(false);
    await scene.app.close();
  });

  test('the sign-out form may lead to the hub, and no other form policy is widened', async () => {
    const scene = await createScene('plusSubstantial');
    await signIn(scene);
    const policy = String((await scene.visitor.get('/account')).headers['content-security-policy']);
    expect(policy).toContain("form-action 'self' https://hub.example");
    expect(policy).toContain("default-src 'none'");
    await scene.app.close();
  });
});
