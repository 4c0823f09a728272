import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../testing/browser.ts';
import { createTestHub } from '../testing/hub-fixture.ts';
import { clientSecret } from '../testing/services.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('attack 15: parameters repeated', () => {
  it.each([
    'scope',
    'state',
    'nonce',
    'response_type',
    'acr_values',
    'prompt',
    'code_challenge',
    'unheard_of',
  ])('%s at authorize is answered to the service', async (name) => {
    await using hub = await createTestHub();
    const query = new URLSearchParams(hub.service('public').request());
    const answer = await hub.browser().get(`/api/v2/authorize?${query}&${name}=x&${name}=y`);
    expect(answer.leavesTo?.hostname).toBe('public.example');
    expect(answer.params.error).toBe('invalid_request');
  });

  it('state twice is not echoed', async () => {
    await using hub = await createTestHub();
    const query = new URLSearchParams(hub.service('public').request());
    const { params } = await hub.browser().get(`/api/v2/authorize?${query}&state=other`);
    expect(params).not.toHaveProperty('state');
  });

  it.each(['grant_type', 'code', 'redirect_uri', 'client_id', 'client_secret', 'code_verifier'])(
    '%s at the token endpoint',
    async (name) => {
      await using hub = await createTestHub();
      const service = hub.service('public');
      const fields = {
        grant_type: 'authorization_code',
        code: await hub.browser().login(service),
        redirect_uri: service.redirectUri,
        client_id: service.clientId,
        client_secret: clientSecret,
      };
      const value = (fields as Readonly<Record<string, string>>)[name] ?? 'x';
      const again = `${name}=${encodeURIComponent(value)}`;
      const payload = `${new URLSearchParams(fields)}&${again}&${again}`;
      const answer = await hub.app.inject({ method: 'POST', url: '/api/v2/token', headers: form, payload });
      expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_request']);
    },
  );

  it.each(['id_token_hint', 'post_logout_redirect_uri', 'state'])('%s at logout', async (name) => {
    await using hub = await createTestHub();
    const answer = await hub.browser().get(`/api/v2/session/end?${name}=x&${name}=y`);
    expect([answer.status, errorCodeOf(answer)]).toEqual([400, 'logout.parameter_repeated']);
  });
});

describe('attack 29: control characters', () => {
  it.each(['/authorize', '/session/end'])('in any parameter of %s: a page, nothing echoed', async (path) => {
    await using hub = await createTestHub();
    const request = new URLSearchParams(hub.service('public').request());
    for (const name of [...request.keys(), 'unheard_of']) {
      for (const character of ['\0', '\u001b', '\u0085']) {
        const query = new URLSearchParams(request);
        query.set(name, `${query.get(name) ?? ''}${character}`);
        const answer = await hub.browser().get(`/api/v2${path}?${query}`);
        expect([answer.status, errorCodeOf(answer)], name).toEqual([400, 'general.control_character']);
      }
    }
  });

  it.each(['/token', '/par', '/token/revocation'])('in the body at %s', async (path) => {
    await using hub = await createTestHub();
    const payload = 'client_id=a%00b&token=c';
    const answer = await hub.app.inject({ method: 'POST', url: `/api/v2${path}`, headers: form, payload });
    expect(answer.statusCode).toBe(400);
    const description = expect.stringContaining('control character');
    expect(answer.json()).toMatchObject({ error: 'invalid_request', error_description: description });
  });
});

describe('attack 15: oversize', () => {
  it.each(['/authorize', '/session/end'])('64 KB of query at %s are refused on a page', async (path) => {
    await using hub = await createTestHub();
    const answer = await hub.browser().get(`/api/v2${path}?state=${'x'.repeat(66_000)}`);
    expect([answer.status, errorCodeOf(answer)]).toEqual([400, 'general.bad_request']);
  });

  it.each(['/authorize', '/token', '/par', '/userinfo', '/token/revocation', '/session/end'])(
    'a body of 10 MB at %s is refused',
    async (path) => {
      await using hub = await createTestHub();
      const payload = `state=${'x'.repeat(10_000_000)}`;
      const answer = await hub.app.inject({ method: 'POST', url: `/api/v2${path}`, headers: form, payload });
      expect(answer.statusCode).toBe(413);
      expect(answer.body.length).toBeLessThan(10_000);
    },
  );

  it('thousands of parameters are refused', async () => {
    await using hub = await createTestHub();
    const payload = Array.from({ length: 5000 }, (_, index) => `p${index}=`).join('&');
    const answer = await hub.app.inject({ method: 'POST', url: '/api/v2/token', headers: form, payload });
    expect(answer.statusCode).toBe(400);
  });

  it('a long state is returned whole, or refused', async () => {
    await using hub = await createTestHub();
    const state = 'x'.repeat(2000);
    const { params } = await hub
      .browser()
      .authorize(hub.service('public').request({ state, prompt: 'none' }));
    expect(params.state).toBe(state);
  });
});

describe('attack 15: wrong encoding', () => {
  it.each(['%ff', '%c3%28', '%', '%2', '%zz', '%ed%a0%80', '%c0%af'])('%s in a query', async (bytes) => {
    await using hub = await createTestHub();
    const query = new URLSearchParams(hub.service('public').request());
    const answer = await hub.browser().get(`/api/v2/authorize?${query}&login_hint=${bytes}`);
    expect([answer.status, answer.leavesTo, errorCodeOf(answer)]).toEqual([
      400,
      undefined,
      'general.bad_request',
    ]);
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0x63, 0x3d, 0xff, 0xfe]), form],
    ['UTF-8 that was not encoded', Buffer.from('code=é'), form],
    ['a multipart form', Buffer.from('--x--'), { 'content-type': 'multipart/form-data; boundary=x' }],
    ['JSON', Buffer.from('{}'), { 'content-type': 'application/json' }],
    ['broken JSON', Buffer.from('{'), { 'content-type': 'application/json' }],
    ['XML', Buffer.from('<a/>'), { 'content-type': 'text/xml' }],
    ['a prototype', Buffer.from('{"__proto__":{"x":1}}'), { 'content-type': 'application/json' }],
  ])('%s in a body', async (_, payload, headers) => {
    await using hub = await createTestHub();
    for (const path of ['/token', '/par', '/token/revocation', '/authorize']) {
      const answer = await hub.app.inject({ method: 'POST', url: `/api/v2${path}`, headers, payload });
      expect([path, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([path, true]);
      expect(answer.body).not.toMatch(/SyntaxError|at \/|node_modules/);
    }
  });

  it('names of Object.prototype are treated like any other parameter', async () => {
    await using hub = await createTestHub();
    const request = hub.service('public').request({ __proto__: 'x', constructor: 'y', toString: 'z' });
    expect((await hub.browser().authorize(request)).status).toBe(200);
    const back = await hub.browser().get(`/api/v2/oidc-callback/alpha?__proto__=x&state=${'x'.repeat(43)}`);
    expect(errorCodeOf(back)).toBe('interaction.expired');
    for (const clientId of ['__proto__', 'constructor', 'toString']) {
      const unknown = await hub.browser().authorize(hub.service('public').request({ client_id: clientId }));
      expect(errorCodeOf(unknown)).toBe('authorize.client_unknown');
    }
  });
});
