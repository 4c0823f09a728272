import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../testing/browser.ts';
import { assertionFields } from '../../testing/client-credentials.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';

describe('an authorization request', () => {
  it.each(['GET', 'POST'] as const)('by %s begins a login and leads to the choice page', async (method) => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const request = hub.service('public').request();
    const answer =
      method === 'GET' ? await citizen.authorize(request) : await citizen.post('/api/v2/authorize', request);
    expect(answer.status).toBe(200);
    expect(answer.path).toMatch(/^\/api\/v2\/interaction\/[\w-]{43}$/);
    const [redirect] = citizen.trail;
    expect(redirect?.status).toBe(303);
    expect(redirect?.headers['cache-control']).toBe('no-store');
  });

  it('sets a cookie of this hub only', async () => {
    await using hub = await createTestHub({ platform: 'plus', environment: 'production' });
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request());
    const cookies = [citizen.trail[0]?.headers['set-cookie'] ?? []].flat();
    expect(cookies).toEqual([
      expect.stringMatching(
        /^__Host-garance-plus-production-browser=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
      '__Host-garance-plus-production-service=public-plus-production; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
  });

  it('keeps the logins of other tabs', async () => {
    await using hub = await createTestHub();
    const citizen = hub.browser();
    const first = await citizen.authorize(hub.service('public').request());
    await citizen.authorize(hub.service('basic').request());
    expect((await citizen.get(first.path)).status).toBe(200);
  });

  it('is accepted with unknown parameters, which are ignored', async () => {
    await using hub = await createTestHub();
    const request = hub.service('public').request({ scope: 'openid unheard_of', unheard: 'of' });
    expect((await hub.browser().authorize(request)).status).toBe(200);
  });

  it('is refused on a page when a parameter is not readable', async () => {
    await using hub = await createTestHub();
    const answer = await hub.browser().get('/api/v2/authorize?client_id=%ff');
    expect([answer.status, errorCodeOf(answer)]).toEqual([400, 'general.bad_request']);
  });

  it('is refused as JSON body', async () => {
    await using hub = await createTestHub();
    const headers = { 'content-type': 'application/json' };
    const answer = await hub.browser().send('POST', '/api/v2/authorize', '{"client_id":"x"}', { headers });
    expect([answer.status, errorCodeOf(answer)]).toEqual([400, 'general.bad_request']);
  });
});

describe('before client and redirect URI are proven, an error is shown on a page', () => {
  it.each([
    ['client_id missing', { client_id: '' }, 'authorize.client_missing'],
    ['client_id unknown', { client_id: 'unknown-client' }, 'authorize.client_unknown'],
    ['redirect_uri missing', { redirect_uri: '' }, 'authorize.redirect_uri_missing'],
    ['redirect_uri foreign', { redirect_uri: 'https://evil.example/' }, 'authorize.redirect_uri_mismatch'],
    [
      'another service’s',
      { redirect_uri: 'https://basic.example/callback' },
      'authorize.redirect_uri_mismatch',
    ],
  ])('%s', async (_, changes, code) => {
    await using hub = await createTestHub();
    const answer = await hub.browser().authorize(hub.service('public').request(changes));
    expect([answer.status, answer.leavesTo, errorCodeOf(answer)]).toEqual([400, undefined, code]);
  });

  it('a suspended service', async () => {
    await using hub = await createTestHub();
    const answer = await hub.browser().authorize(hub.service('suspended').request());
    expect([answer.status, answer.leavesTo, errorCodeOf(answer)]).toEqual([
      403,
      undefined,
      'authorize.client_suspended',
    ]);
  });

  it('with an occurrence id that the log also holds', async () => {
    await using hub = await createTestHub();
    const answer = await hub
      .browser()
      .authorize(hub.service('public').request({ client_id: 'unknown-client' }));
    const refused = hub.logs.map((line) => JSON.parse(line)).find(({ error }) => error !== undefined);
    expect(refused.occurrence).toBeTypeOf('string');
    expect(answer.body).toContain(refused.occurrence);
  });
});

describe('afterwards, an error is sent to the service with state and iss', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['response_type other than code', { response_type: 'token' }, 'unsupported_response_type'],
    ['response_type missing', { response_type: '' }, 'invalid_request'],
    ['scope without openid', { scope: 'email' }, 'invalid_request'],
    ['a known scope without habilitation', { scope: 'openid idp_id' }, 'invalid_scope'],
    ['data that no hub serves', { scope: 'openid dgfip_rfr' }, 'invalid_scope'],
    ['nonce missing', { nonce: '' }, 'invalid_request'],
    ['nonce short', { nonce: 'x'.repeat(21) }, 'invalid_request'],
    ['a level of the other platform', { acr_values: 'eidas2' }, 'invalid_acr'],
    ['prompt=none', { prompt: 'none' }, 'login_required'],
    ['prompt of another value', { prompt: 'create' }, 'invalid_request'],
    ['max_age in words', { max_age: 'soon' }, 'invalid_request'],
    ['a request object', { request: 'eyJ' }, 'request_not_supported'],
    ['a request_uri not from here', { request_uri: 'https://x.example' }, 'request_uri_not_supported'],
    ['registration', { registration: '{}' }, 'registration_not_supported'],
    ['an unknown response_mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['PKCE plain', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without method', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    ['a hint it may not use', { idp_hint: 'alpha' }, 'invalid_idp_hint'],
    ['an invalid id_token_hint', { id_token_hint: 'a.b.c' }, 'invalid_request'],
    ['a rehearsal', { garance_rehearsal: '1' }, 'invalid_request'],
  ];

  it.each(cases)('%s', async (_, changes, error) => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const citizen = hub.browser();
    const answer = await citizen.authorize(service.request(changes));
    expect(answer.leavesTo?.href.startsWith(`${service.redirectUri}?`)).toBe(true);
    expect(answer.params).toMatchObject({ error, state: 'state-of-the-service', iss: hub.issuer });
    expect(answer.params.error_description).toMatch(/^[\x20-\x7e]+$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.status).toBe(303);
  });

  it('without state when state itself is what is missing', async () => {
    await using hub = await createTestHub();
    const { params } = await hub.browser().authorize(hub.service('public').request({ state: '' }));
    expect(params).toMatchObject({ error: 'invalid_request', iss: hub.issuer });
    expect(params).not.toHaveProperty('state');
  });

  it('by form_post when that was asked', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const request = service.request({ response_mode: 'form_post', prompt: 'none' });
    const answer = await hub.browser().authorize(request);
    expect(answer.status).toBe(200);
    expect(answer.params).toMatchObject({
      error: 'login_required',
      state: 'state-of-the-service',
      iss: hub.issuer,
    });
  });

  it('keeping the query that its redirect URI has', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const redirectUri = `${service.redirectUri}?tenant=1`;
    const { params } = await hub
      .browser()
      .authorize(service.request({ redirect_uri: redirectUri, nonce: '' }));
    expect(params).toMatchObject({ tenant: '1', error: 'invalid_request' });
  });

  it('eidas1 on plus names the served levels', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    const { params } = await hub.browser().authorize(hub.service('public').request({ acr_values: 'eidas1' }));
    expect(params.error).toBe('invalid_acr');
    expect(params.error_description).toContain('eidas2 eidas3');
  });

  it('PKCE missing where the registration requires it', async () => {
    await using hub = await createTestHub();
    const { params } = await hub.browser().authorize(hub.service('pkce').request());
    expect(params.error).toBe('invalid_request');
  });
});

describe('the level requested from the provider', () => {
  it.each([
    ['plus', 'eidas3 eidas2', 'eidas2'],
    ['plus', 'eidas3 nonsense', 'eidas3'],
    ['plus', 'nonsense', 'eidas3'],
    ['plus', '', 'eidas3'],
    ['standard', '', 'eidas1'],
    ['standard', 'eidas2 eidas1', 'eidas1'],
  ] as const)('on %s for acr_values "%s" is %s', async (platform, acr, level) => {
    await using hub = await createTestHub({ platform });
    const citizen = hub.browser();
    await citizen.authorize(hub.service('public').request({ acr_values: acr }));
    expect((await citizen.choose()).params.level).toBe(level);
  });
});

describe('idp_hint', () => {
  it('redirects to that provider at once', async () => {
    await using hub = await createTestHub();
    const answer = await hub.browser().authorize(hub.service('hinting').request({ idp_hint: 'alpha' }));
    expect(answer.leavesTo?.hostname).toBe('alpha.example');
  });

  it.each(['unknown-provider', 'gone', 'closed', 'beta'])('naming %s is invalid', async (hint) => {
    await using hub = await createTestHub();
    const { params } = await hub.browser().authorize(hub.service('hinting').request({ idp_hint: hint }));
    expect(params.error).toBe('invalid_idp_hint');
  });

  it('naming a provider below the level leads to the choice with the reason', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    const answer = await hub
      .browser()
      .authorize(hub.service('hinting').request({ idp_hint: 'substantial', acr_values: 'eidas3' }));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('Compte alpha');
    expect(answer.body).not.toContain('Compte substantial');
  });

  it('naming a provider that cannot be reached leads to the choice with the reason', async () => {
    await using hub = await createTestHub();
    hub.gateway.down.add('alpha');
    const answer = await hub.browser().authorize(hub.service('hinting').request({ idp_hint: 'alpha' }));
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('Compte gamma');
  });
});

describe('a service whose encryption key cannot be fetched', () => {
  it('is refused before the citizen has done anything, and never answered unencrypted', async () => {
    await using hub = await createTestHub();
    const answer = await hub.browser().authorize(hub.service('keyless').request());
    expect([answer.status, errorCodeOf(answer)]).toEqual([502, 'client_keys.no_encryption_key']);
  });

  it('is named in the log line', async () => {
    await using hub = await createTestHub();
    const { clientId } = hub.service('keyless');
    await hub.browser().authorize(hub.service('keyless').request());
    const line = hub.logs.map((entry) => JSON.parse(entry)).find(({ error }) => error !== undefined);
    expect(line).toMatchObject({ error: 'client_keys.no_encryption_key', clientId });
  });
});

describe('a pushed authorization request', () => {
  it('is answered 201 with a request_uri for a minute, never stored', async () => {
    await using hub = await createTestHub();
    const { status, json, headers } = await hub.service('pushing').push();
    expect(status).toBe(201);
    expect(json).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
      expires_in: 60,
    });
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each(['public', 'basic', 'assertion', 'pushing'] as const)('of %s begins a login', async (name) => {
    await using hub = await createTestHub();
    const answer = await hub.browser().authorize(await hub.service(name).pushed());
    expect(answer.status).toBe(200);
    expect(answer.path).toContain('/interaction/');
  });

  it('replaces parameters beside the request_uri', async () => {
    await using hub = await createTestHub();
    const service = hub.service('pushing');
    const citizen = hub.browser();
    const pushed = await service.pushed({ scope: 'openid', state: 'pushed' });
    await citizen.authorize({
      ...pushed,
      scope: 'openid email',
      state: 'forged',
      redirect_uri: 'https://evil.example',
    });
    await citizen.choose();
    await citizen.callback();
    const { params, leavesTo } = await citizen.consent();
    expect(params.state).toBe('pushed');
    expect(leavesTo?.hostname).toBe('pushing.example');
    expect((await service.redeem(params.code ?? '')).scope).toBe('openid');
  });

  it('is accepted once', async () => {
    await using hub = await createTestHub();
    const pushed = await hub.service('pushing').pushed();
    await hub.browser().authorize(pushed);
    expect(errorCodeOf(await hub.browser().authorize(pushed))).toBe('authorize.request_uri_expired');
  });

  it.each([
    [59, undefined],
    [61, 'authorize.request_uri_expired'],
  ])('after %i s: %s', async (seconds, error) => {
    await using hub = await createTestHub();
    const pushed = await hub.service('pushing').pushed();
    hub.clock.advance(seconds * 1000);
    expect(errorCodeOf(await hub.browser().authorize(pushed))).toBe(error);
  });

  it('of another client is refused', async () => {
    await using hub = await createTestHub();
    const pushed = await hub.service('pushing').pushed();
    const answer = await hub.browser().authorize({ ...pushed, client_id: hub.service('public').clientId });
    expect([errorCodeOf(answer), answer.leavesTo]).toEqual(['authorize.request_uri_expired', undefined]);
  });

  it('is required from services registered so', async () => {
    await using hub = await createTestHub();
    const { params } = await hub.browser().authorize(hub.service('pushing').request());
    expect(params).toMatchObject({ error: 'invalid_request', state: 'state-of-the-service' });
  });

  it.each([
    ['naming another client', { client_id: 'public-standard-integration' }, 'invalid_request'],
    ['with a request_uri of its own', { request_uri: 'urn:x' }, 'invalid_request'],
    ['to a foreign address', { redirect_uri: 'https://evil.example/' }, 'invalid_request'],
    ['for a scope it may not have', { scope: 'openid idp_id' }, 'invalid_scope'],
  ])('%s is refused in JSON', async (_, changes, error) => {
    await using hub = await createTestHub();
    const { status, json } = await hub.service('basic').push(changes);
    expect([status, json.error]).toEqual([400, error]);
  });

  it('needs valid client authentication', async () => {
    await using hub = await createTestHub();
    const service = hub.service('pushing');
    const none = await service.call('/par', service.request(), { headers: {}, fields: {} });
    expect([none.status, none.json.error]).toEqual([401, 'invalid_client']);
    expect(none.headers['www-authenticate']).toContain('Basic');
    const assertion = await hub.service('assertion').assertion();
    const foreign = await service.call('/par', service.request(), {
      headers: {},
      fields: assertionFields(assertion),
    });
    expect(foreign.status).toBe(400);
  });

  it('of a service suspended meanwhile ends on a page', async () => {
    await using hub = await createTestHub();
    const pushed = await hub.service('pushing').pushed();
    hub.registry.changeService('pushing', { status: 'suspended' });
    const answer = await hub.browser().authorize(pushed);
    expect([answer.status, errorCodeOf(answer)]).toEqual([403, 'interaction.service_unavailable']);
  });
});

describe('an error of a request pushed earlier', () => {
  it.each([
    ['suspended', { status: 'suspended' }],
    ['without that address', { redirectUris: ['https://hinting.example/other'] }],
  ] as const)('is not sent to a service meanwhile %s', async (_, changes) => {
    await using hub = await createTestHub();
    const pushed = await hub.service('hinting').pushed({ idp_hint: 'unknown-provider' });
    const response = await hub
      .browser()
      .authorize(await hub.service('hinting').pushed({ idp_hint: 'unknown-provider' }));
    expect(response.params.error).toBe('invalid_idp_hint');
    hub.registry.changeService('hinting', changes);
    const answer = await hub.browser().authorize(pushed);
    expect([answer.status, answer.leavesTo]).toEqual([403, undefined]);
  });
});

describe('the hint of a request pushed earlier', () => {
  it.each([
    ['its right to hints', { idpHintAllowed: false }],
    ['that provider', { providerFilter: { mode: 'deny', providerIds: ['alpha'] } }],
  ] as const)('is ignored for a service that has meanwhile lost %s', async (_, changes) => {
    await using hub = await createTestHub();
    const push = () => hub.service('hinting').pushed({ idp_hint: 'alpha' });
    expect((await hub.browser().authorize(await push())).leavesTo?.hostname).toBe('alpha.example');
    const pushed = await push();
    hub.registry.changeService('hinting', changes);
    expect((await hub.browser().authorize(pushed)).params.error).toBe('invalid_idp_hint');
  });
});

describe('id_token_hint', () => {
  it('of the citizen who signs in changes nothing', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { idToken, claims } = await service.redeem(await hub.browser().login(service));
    const again = await hub.browser().login(service, { id_token_hint: idToken });
    expect((await service.redeem(again)).claims.sub).toBe(claims.sub);
  });

  it('of another service is refused', async () => {
    await using hub = await createTestHub();
    const { idToken } = await hub
      .service('sibling')
      .redeem(await hub.browser().login(hub.service('sibling')));
    const { params } = await hub
      .browser()
      .authorize(hub.service('public').request({ id_token_hint: idToken }));
    expect(params.error).toBe('invalid_request');
  });
});
