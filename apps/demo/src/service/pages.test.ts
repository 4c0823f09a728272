import { describe, expect, test } from 'vitest';
import { signInEntries, signInEntryNames } from './sign-in-entries.ts';
import { citizen } from './testing/fake-hub.ts';
import { createScene, isSignedIn, refusalCode, signIn } from './testing/scene.ts';

describe('pages of the demo service', () => {
  test('the home page has a labelled button for each sign-in entry, with a sentence and a link that explains', async () => {
    const scene = await createScene('franceconnect');
    const french = await scene.visitor.get('/');
    expect(french.text).toContain('<html lang="fr">');
    for (const name of signInEntryNames)
      expect(french.text).toContain(`href="/sign-in/${signInEntries[name].path}"`);
    expect(french.text).toContain('S’identifier avec');
    expect(french.text).toContain('Qu’est-ce que FranceConnect+\u00a0?');
    const english = await scene.visitor.get('/', { 'accept-language': 'en' });
    expect(english.text).toContain('Sign in with');
    expect(english.text).toContain('What is FranceConnect+?');
    await scene.app.close();
  });

  test('the chosen language stays', async () => {
    const scene = await createScene('franceconnect');
    await scene.visitor.get('/?lang=en');
    expect((await scene.visitor.get('/about')).text).toContain('<html lang="en">');
    await scene.app.close();
  });

  test('public pages set no session cookie', async () => {
    const scene = await createScene('franceconnect');
    for (const path of ['/', '/sign-in', '/sign-up', '/about']) {
      expect((await scene.visitor.get(path)).setCookies).toEqual([]);
    }
    await scene.app.close();
  });

  test('a protected page redirects to the sign-in page and, after it, back', async () => {
    const scene = await createScene('plusSubstantial');
    const redirected = await scene.visitor.get('/account/documents');
    expect([redirected.status, redirected.location]).toEqual([
      303,
      '/sign-in?return_to=%2Faccount%2Fdocuments',
    ]);
    const page = await scene.visitor.get(redirected.location ?? '');
    expect(page.text).toContain('/sign-in/plus-substantial?return_to=%2Faccount%2Fdocuments');
    const done = await signIn(scene, '?return_to=%2Faccount%2Fdocuments');
    expect(done.location).toBe('/account/documents');
    await scene.app.close();
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/account/../..//evil.example',
    '/account@evil.example',
    'javascript:alert(1)',
    '/account%00',
  ])('the return address %s is not followed (open redirect)', async (address) => {
    const scene = await createScene('franceconnect');
    const answer = await signIn(scene, `?return_to=${encodeURIComponent(address)}`);
    expect(answer.location).toBe('/account');
    await scene.app.close();
  });

  test('markup in claims is shown as text', async () => {
    const markup = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const scene = await createScene('plusSubstantial', {
      userinfoClaims: (claims) => ({ ...claims, given_name: markup, email: markup, novelty: markup }),
    });
    await signIn(scene);
    const { text } = await scene.visitor.get('/account');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;script>');
    await scene.app.close();
  });

  test('claims that are not text are left out of the identity', async () => {
    const scene = await createScene('plusSubstantial', {
      userinfoClaims: (claims) => ({ ...claims, given_name: ['a'], email: { toString: 'x' } }),
    });
    await signIn(scene);
    const { text } = await scene.visitor.get('/account');
    expect(text).not.toContain('data-claim="given_name"');
    expect(text).toContain('data-claim="family_name"');
    await scene.app.close();
  });

  test('the received identity is never an editable field', async () => {
    const scene = await createScene('plusSubstantial');
    await signIn(scene);
    const { text } = await scene.visitor.get('/account');
    const fields = text.match(/<(input|textarea|select)[^>]*>/g) ?? [];
    expect(fields.every((field) => field.includes('type="hidden"'))).toBe(true);
    await scene.app.close();
  });

  test('the page states that no data was shared', async () => {
    const scene = await createScene('franceconnect', {
      userinfoClaims: ({ iss, aud, iat, exp, sub }) => ({ iss, aud, iat, exp, sub }),
    });
    await signIn(scene);
    expect((await scene.visitor.get('/account')).text).toContain('Aucune donnée personnelle');
    await scene.app.close();
  });

  test('an unknown sign-in entry or page gives an error page of this site', async () => {
    const scene = await createScene('franceconnect');
    for (const path of ['/sign-in/other', '/callback/other', '/nowhere']) {
      const answer = await scene.visitor.get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.text).toContain('Montfleury');
    }
    await scene.app.close();
  });
});

describe('the page for an error of the hub:', () => {
  test.each([
    ['access_denied', 403, 'refusée ou abandonnée'],
    ['invalid_acr', 400, 'niveau de garantie'],
    ['invalid_scope', 400, 'pas droit'],
    ['temporarily_unavailable', 400, 'momentanément'],
    ['server_error', 400, 'rencontré un problème'],
    ['something_new', 400, 'n’a pas accepté'],
  ])('%s', async (error, status, words) => {
    const scene = await createScene('plusSubstantial', {
      callback: (params) => {
        params.delete('code');
        params.set('error', error);
        params.set('error_description', '<b>because</b>');
      },
    });
    const answer = await signIn(scene);
    expect(answer.status).toBe(status);
    expect(refusalCode(answer)).toBe(error);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('&lt;b>because');
    expect(await isSignedIn(scene.visitor)).toBe(false);
    await scene.app.close();
  });

  test('an error that did not come from the hub is not shown as the hub’s', async () => {
    const scene = await createScene('plusSubstantial');
    const answer = await scene.visitor.get(
      '/callback/plus-substantial?error=access_denied&error_description=Call+0800&state=x',
    );
    expect(refusalCode(answer)).toBe('state_unknown');
    expect(answer.text).not.toContain('0800');
    await scene.app.close();
  });

  test('a hub that is not started yet is reported as unreachable, and used once it is started', async () => {
    let present = false;
    const scene = await createScene('franceconnect', {
      discovery: (document) => {
        if (!present) throw new TypeError('fetch failed');
        return document;
      },
    });
    const early = await scene.visitor.get('/sign-in/franceconnect');
    expect([early.status, refusalCode(early)]).toEqual([503, 'unreachable']);
    present = true;
    expect((await scene.visitor.get('/sign-in/franceconnect')).status).toBe(303);
    await scene.app.close();
  });
});

describe('the form to try parameters', () => {
  test('sends the typed values, and the entry’s own ones for empty fields', async () => {
    const scene = await createScene('plusHigh');
    const sent = await scene.visitor.get(
      '/try?door=plus-high&scope=openid+email&acr_values=eidas1&prompt=consent&idp_hint=high',
    );
    const query = new URL(sent.location ?? '').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      scope: 'openid email',
      acr_values: 'eidas1',
      prompt: 'consent',
      idp_hint: 'high',
    });
    const plain = await scene.visitor.get('/try?door=plus-high&scope=&acr_values=');
    expect(new URL(plain.location ?? '').searchParams.get('acr_values')).toBe('eidas3');
    await scene.app.close();
  });

  test('requesting substantial at the entry for the high level accepts substantial', async () => {
    const scene = await createScene('plusHigh');
    const sent = await scene.visitor.get('/try?door=plus-high&acr_values=eidas2');
    const params = scene.hub.answer(sent.location ?? '');
    await scene.visitor.get(`/callback/plus-high?${params}`);
    expect(await isSignedIn(scene.visitor)).toBe(true);
    await scene.app.close();
  });

  test('pushes the request first when chosen, so that the address contains a reference only', async () => {
    const scene = await createScene('plusSubstantial');
    const sent = await scene.visitor.get('/try?door=plus-substantial&pushed=yes');
    const query = new URL(sent.location ?? '').searchParams;
    expect([...query.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const params = scene.hub.answer(sent.location ?? '');
    await scene.visitor.get(`/callback/plus-substantial?${params}`);
    expect(await isSignedIn(scene.visitor)).toBe(true);
    await scene.app.close();
  });

  test('form_post: the answer is stored for one redirect, works once, and is never in an address', async () => {
    const scene = await createScene('plusSubstantial');
    const { visitor } = scene;
    const sent = await visitor.get('/try?door=plus-substantial&form_post=yes');
    expect(new URL(sent.location ?? '').searchParams.get('response_mode')).toBe('form_post');
    const params = scene.hub.answer(sent.location ?? '');
    const jar = [...visitor.cookies];
    visitor.cookies.clear();
    const posted = await visitor.post('/callback/plus-substantial', Object.fromEntries(params), {
      'sec-fetch-site': 'cross-site',
    });
    expect(posted.status).toBe(303);
    expect(posted.location).not.toContain('code-1');

    for (const [name, value] of jar) visitor.cookies.set(name, value);
    await visitor.get(posted.location ?? '');
    expect(await isSignedIn(visitor)).toBe(true);
    expect(refusalCode(await visitor.get(posted.location ?? ''))).toBe('state_unknown');
    await scene.app.close();
  });
});

test('the home page contains nothing about a citizen for the next visitor', async () => {
  const scene = await createScene('plusSubstantial');
  await signIn(scene);
  const other = await scene.app.inject({ url: '/account', headers: { accept: 'text/html' } });
  expect(other.statusCode).toBe(303);
  expect(other.payload).not.toContain(citizen.family_name);
  await scene.app.close();
});
