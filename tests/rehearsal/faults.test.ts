import { errorCodeOf } from '@garance/hub/testing';
import type { Fault, RehearsalInput } from '@garance/qualification';
import { buildServer, createPino } from '@garance/web/server';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { newRehearsalService, origin, type RehearsableHub, rehearsableHub } from './rehearsable-hub.ts';

/** A whole rehearsed login of the service `public`, with its answers. */
async function login(hub: RehearsableHub, input: RehearsalInput) {
  const { id, cookie } = await hub.mint('public', input);
  const arrived = await hub.arrive('public', cookie);
  const service = hub.service('public');
  const token = await service.token(arrived.params.code ?? '');
  const userinfo = await service.userinfo(String(token.json.access_token ?? ''));
  return { id, arrived, token, userinfo, observations: hub.rehearsalService.observations(id) };
}

const withFault = (fault: Fault): RehearsalInput => ({ person: 'plain', fault });

/** The rehearsal issuers of a rehearsal service. */
function issuerOf(hub: RehearsableHub) {
  const app = buildServer({
    name: 'rehearsal-issuer',
    issuerOrigin: origin,
    logger: createPino({ name: 'rehearsal-issuer', level: 'silent' }),
  });
  hub.rehearsalService.rehearsalIssuer(app);
  const base = `/standard/${hub.service('public').clientId}`;
  return { app, base, get: (path: string) => app.inject({ method: 'GET', url: path }) };
}

describe('a fault of the callback', () => {
  it('withheld leaves the delivery of the answer to the rehearsal', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { id, cookie } = await hub.mint('public', withFault({ at: 'callback', withhold: true }));
    expect((await hub.arrive('public', cookie)).body).toContain('Réponse retenue');
    const callback = hub.rehearsalService.observations(id).find(({ kind }) => kind === 'callback');
    expect(callback).toMatchObject({
      withheld: true,
      params: ['code', 'state', 'iss'],
      delivery: {
        redirectUri: 'https://public.example/callback',
        responseMode: 'query',
        params: { state: 'state-of-the-service', iss: hub.issuer, code: expect.any(String) },
      },
    });
  });

  it('sends another state, or an error', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const wrong = await hub.mint('public', withFault({ at: 'callback', set: { state: 'other' } }));
    expect((await hub.arrive('public', wrong.cookie)).params.state).toBe('other');
    const denied: Fault = { at: 'callback', set: { error: 'access_denied' }, drop: ['code'] };
    const { params } = await hub.arrive('public', (await hub.mint('public', withFault(denied))).cookie);
    expect(params).toEqual({ error: 'access_denied', state: 'state-of-the-service', iss: hub.issuer });
  });
});

describe('a fault of a token', () => {
  it('in its claims is signed by the hub, and recorded as fetched', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const fault: Fault = { at: 'id_token', claims: { set: { acr: { json: 'eidas9' } }, drop: ['nonce'] } };
    const { token, observations } = await login(hub, withFault(fault));
    const claims = await hub.service('public').verify(String(token.json.id_token));
    expect(claims).toMatchObject({ acr: 'eidas9', iss: hub.issuer });
    expect(claims).not.toHaveProperty('nonce');
    expect(observations.map((seen) => [seen.kind, 'faulty' in seen && seen.faulty])).toEqual([
      ['authorize', false],
      ['callback', false],
      ['token', true],
      ['userinfo', false],
    ]);
  });

  it('that is impossible for this service is reported as such', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { observations } = await login(hub, withFault({ at: 'id_token', jose: 'not-encrypted' }));
    expect(observations).toContainEqual(expect.objectContaining({ kind: 'token', faulty: false }));
  });

  it('with a newly published key has the key in the key set from the start', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const keys = async (): Promise<readonly { readonly kid: string }[]> =>
      JSON.parse((await hub.service('public').send('GET', '/jwks', {})).body).keys;
    const before = await keys();
    const input = withFault({ at: 'id_token', jose: 'newly-published-signing-key' });
    const { cookie } = await hub.mint('public', input);
    const after = await keys();
    expect(after).toHaveLength(before.length + 1);
    const { params } = await hub.arrive('public', cookie);
    const { idToken } = await hub.service('public').redeem(params.code ?? '');
    expect(decodeProtectedHeader(idToken).kid).toBe(after.at(-1)?.kid);
  });

  it('with a key published for an earlier login signs with that one, and publishes no other', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const input = withFault({ at: 'id_token', jose: 'newly-published-signing-key' });
    const first = await hub.mint('public', input);
    const before = JSON.parse((await hub.service('public').send('GET', '/jwks', {})).body).keys;
    const { cookie } = await hub.mint('public', { ...input, after: first.id });
    const after = JSON.parse((await hub.service('public').send('GET', '/jwks', {})).body).keys;
    expect(after).toEqual(before);
    const { params } = await hub.arrive('public', cookie);
    const { idToken } = await hub.service('public').redeem(params.code ?? '');
    expect(decodeProtectedHeader(idToken).kid).toBe(before.at(-1).kid);
  });
});

describe('a fault of an answer', () => {
  it.each([
    [{ at: 'token', answer: { body: 'invalid-grant' } }, 400],
    [{ at: 'token', answer: { status: 500, body: 'server-error' } }, 500],
    [{ at: 'token', answer: { drop: ['id_token'] } }, 200],
  ] satisfies readonly (readonly [Fault, number])[])('%j', async (fault, status) => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { token, observations } = await login(hub, withFault(fault));
    expect([token.status, 'id_token' in token.json]).toEqual([status, false]);
    expect(observations).toContainEqual(expect.objectContaining({ kind: 'token', faulty: true }));
  });

  it.each([
    ['is an id_token', { jose: 'is-an-id-token' }, 200, 'application/jwt'],
    ['is plain JSON', { jose: 'unsigned-json' }, 200, 'application/json'],
    ['is a page', { answer: { body: 'html' } }, 200, 'text/html'],
    ['is a refusal', { answer: { body: 'invalid-token' } }, 401, 'application/json'],
  ] as const)('userinfo %s', async (_, fault, status, type) => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { token, userinfo, observations } = await login(hub, withFault({ at: 'userinfo', ...fault }));
    expect([userinfo.status, userinfo.headers['content-type']?.split(';')[0]]).toEqual([status, type]);
    expect(observations).toContainEqual(expect.objectContaining({ kind: 'userinfo', faulty: true }));
    expect(userinfo.body === token.json.id_token).toBe('jose' in fault && fault.jose === 'is-an-id-token');
  });

  it('is delayed as long as configured, and no longer than the rehearsal service is open', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService({ scale: 1 }));
    const { id, cookie } = await hub.mint('public', withFault({ at: 'token', answer: { delaySeconds: 30 } }));
    const { params } = await hub.arrive('public', cookie);
    const answer = hub.service('public').token(params.code ?? '');
    await expect.poll(() => hub.rehearsalService.observations(id).at(-1)?.kind).toBe('token');
    const first = await Promise.race([answer.then(() => 'answered'), Promise.resolve('silent')]);
    hub.rehearsalService.close();
    expect([first, (await answer).status]).toEqual(['silent', 200]);
  });

  it('sends userinfo of another person', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const fault: Fault = { at: 'userinfo', claims: { set: { sub: { reserved: 'subject' } } } };
    const { userinfo, token } = await login(hub, withFault(fault));
    expect(decodeJwt(userinfo.body).sub).toBe('rehearsal-invalid-subject');
    expect(decodeJwt(String(token.json.id_token)).sub).not.toBe('rehearsal-invalid-subject');
  });
});

describe('changes that are not faults', () => {
  it('a higher level, unknown claims, another person', async () => {
    await using hub = await rehearsableHub('plus', newRehearsalService());
    const { cookie } = await hub.mint('public', {
      person: 'markup',
      level: 'eidas3',
      extraClaims: { hobby: ['chess'], email: 'not instead' },
    });
    const service = hub.service('public');
    const { params } = await hub.arrive('public', cookie);
    const { claims, accessToken } = await service.redeem(params.code ?? '');
    expect(claims).toMatchObject({ acr: 'eidas3', hobby: ['chess'] });
    const person = await service.userinfoClaims(accessToken);
    expect(person).toMatchObject({ hobby: ['chess'], sub: claims.sub });
    expect(person.given_name).toContain('<img');
    expect(person.email).not.toBe('not instead');
  });

  it('the same person has the same subject, whatever the e-mail; another person has another', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const subOf = async (person: RehearsalInput['person']) =>
      decodeJwt(String((await login(hub, { person })).token.json.id_token)).sub;
    const [plain, changed, same] = [
      await subOf('plain'),
      await subOf('changed-email'),
      await subOf('same-email'),
    ];
    expect([changed === plain, same === plain]).toEqual([true, false]);
  });
});

describe('observations', () => {
  it('contain a refused token request, by the code of the login', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { id, cookie } = await hub.mint('public', { person: 'plain' });
    const { params } = await hub.arrive('public', cookie);
    await hub.service('public').token(params.code ?? '', { client_secret: 'guess' });
    expect(hub.rehearsalService.observations(id).at(-1)).toMatchObject({
      kind: 'token',
      faulty: false,
      facts: { authMethod: 'client_secret_post', refused: 'client_auth.wrong_secret' },
    });
  });

  it('contain a logout without a hint, by the browser', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { id, cookie } = await hub.mint('public', { person: 'plain' });
    const browser = hub.browser();
    browser.cookies.set(cookie.name, cookie.value);
    await browser.authorize(hub.service('public').request());
    const back = encodeURIComponent('https://public.example/signed-out');
    await browser.get(
      `/api/v2/session/end?client_id=public-standard-integration&post_logout_redirect_uri=${back}`,
    );
    expect(hub.rehearsalService.observations(id).at(-1)).toMatchObject({
      kind: 'end_session',
      facts: { idTokenHint: 'absent', redirectRegistered: true },
    });
  });

  it('name credentials in the address, never their values', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { id, cookie } = await hub.mint('public', { person: 'plain' });
    const browser = hub.browser();
    browser.cookies.set(cookie.name, cookie.value);
    await browser.authorize(hub.service('public').request({ client_secret: 'never-recorded' }));
    const [authorize] = hub.rehearsalService.observations(id);
    expect(authorize).toMatchObject({ facts: { credentialsInUrl: ['client_secret'] } });
    expect(JSON.stringify(authorize)).not.toContain('never-recorded');
  });

  it('contain nothing of a login that was not rehearsed', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    expect(hub.rehearsalService.observations('unknown')).toEqual([]);
    expect(errorCodeOf(await hub.browser().authorize(hub.service('public').request()))).toBeUndefined();
  });
});

describe('the rehearsal issuer of a service', () => {
  it('is found by discovery, and its keys verify what goes through it', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { base, get } = issuerOf(hub);
    const document = (await get(`${base}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({
      issuer: origin + base,
      jwks_uri: `${origin}${base}/jwks`,
      token_endpoint: `${hub.issuer}/token`,
    });
    const { keys } = (await get(`${base}/jwks`)).json();
    const { id, arrived, token } = await login(hub, { person: 'plain', throughRehearsalIssuer: true });
    expect(arrived.params.iss).toBe(origin + base);
    const idToken = String(token.json.id_token);
    expect(decodeJwt(idToken).iss).toBe(origin + base);
    expect(keys.map(({ kid }: { kid: string }) => kid)).toContain(decodeProtectedHeader(idToken).kid);
    await expect(hub.service('public').verify(idToken)).rejects.toThrow();
    expect(hub.rehearsalService.observations(id).map(({ kind }) => kind)).toEqual([
      'discovery',
      'jwks',
      'authorize',
      'callback',
      'token',
      'userinfo',
    ]);
  });

  it('has another issuer, or has no keys, from the rehearsal token until the next one', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { base, get } = issuerOf(hub);
    const armed = (fault: Fault) => hub.mint('public', { ...withFault(fault), throughRehearsalIssuer: true });
    const discovery = await armed({ at: 'discovery', set: { issuer: { reserved: 'issuer' } } });
    expect((await get(`${base}/.well-known/openid-configuration`)).json().issuer).toBe(
      'https://rehearsal.invalid',
    );
    expect(hub.rehearsalService.observations(discovery.id)).toMatchObject([
      { kind: 'discovery', faulty: true },
    ]);
    await armed({ at: 'jwks', answer: { status: 503, body: 'html' } });
    expect((await get(`${base}/.well-known/openid-configuration`)).json().issuer).toBe(origin + base);
    expect((await get(`${base}/jwks`)).statusCode).toBe(503);
    await hub.mint('public', { person: 'plain' });
    expect((await get(`${base}/jwks`)).statusCode).toBe(200);
  });

  it('affects no other service', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { get } = issuerOf(hub);
    await hub.mint('public', withFault({ at: 'jwks', answer: { status: 503 } }));
    expect((await get(`/standard/${hub.service('twin').clientId}/jwks`)).statusCode).toBe(200);
    expect((await get('/standard/unknown-client/jwks')).statusCode).toBe(404);
    expect((await get('/other/unknown-client/jwks')).statusCode).toBe(404);
  });

  it('ends a session that its keys prove, at a registered address only', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { base, get } = issuerOf(hub);
    const { id, token } = await login(hub, { person: 'plain', throughRehearsalIssuer: true });
    const end = (uri: string) =>
      get(
        `${base}/session/end?${new URLSearchParams({ id_token_hint: String(token.json.id_token), post_logout_redirect_uri: uri, state: 'x' })}`,
      );
    const back = await end('https://public.example/signed-out');
    expect([back.statusCode, back.headers.location]).toEqual([
      303,
      'https://public.example/signed-out?state=x',
    ]);
    expect((await end('https://elsewhere.example/')).headers.location).toBeUndefined();
    expect(hub.rehearsalService.observations(id).slice(-2)).toMatchObject([
      { kind: 'end_session', facts: { idTokenHint: 'valid', redirectRegistered: true, state: 'x' } },
      { kind: 'end_session', facts: { idTokenHint: 'valid', redirectRegistered: false } },
    ]);
  });

  it('publishes the attacker’s keys where the token refers to, and records requests for them', async () => {
    await using hub = await rehearsableHub('standard', newRehearsalService());
    const { get } = issuerOf(hub);
    const { id, token } = await login(hub, withFault({ at: 'id_token', jose: 'embedded-jku' }));
    const { jku = '', kid } = decodeProtectedHeader(String(token.json.id_token));
    const { keys } = (await get(new URL(jku).pathname)).json();
    expect(keys.map((key: { kid: string }) => key.kid)).toContain(kid);
    expect(hub.rehearsalService.observations(id).at(-1)).toMatchObject({ kind: 'forged-keys' });
    expect((await get('/forged/unknown/keys')).statusCode).toBe(404);
  });
});
