import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { assertionFields } from '../../testing/client-credentials.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';
import { clientSecret, type ServiceName } from '../../testing/services.ts';

describe('redeeming a code', () => {
  const methods = ['public', 'basic', 'assertion'] as const;
  it.each(methods)(
    'is accepted with client authentication "%s", and answered as in RFC 6749',
    async (name) => {
      await using hub = await createTestHub();
      const service = hub.service(name);
      const { status, json, headers } = await service.token(await hub.browser().login(service));
      expect(status).toBe(200);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
      expect(json).toEqual({
        access_token: expect.stringMatching(/^[\w-]{43}$/),
        token_type: 'Bearer',
        expires_in: 60,
        scope: 'openid given_name email',
        id_token: expect.any(String),
      });
    },
  );

  it('names the registered method to a client that authenticates by another, only with its secret', async () => {
    await using hub = await createTestHub();
    const { clientId } = hub.service('public');
    const tell = async (secret: string) => {
      const authorization = `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`)}`;
      const credentials = { headers: { authorization }, fields: {} };
      const { status, json } = await hub.service('public').token('code', {}, credentials);
      expect([status, json.error]).toEqual([401, 'invalid_client']);
      return String(json.error_description);
    };
    expect(await tell(clientSecret)).toContain('registered: client_secret_post');
    expect(await tell('guess')).not.toContain('registered: ');
  });

  it('gives an id_token with exactly the claims of the grant', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { claims } = await service.redeem(await hub.browser().login(service));
    const now = hub.clock.now() / 1000;
    expect(claims).toEqual({
      iss: hub.issuer,
      sub: expect.stringMatching(/^[0-9a-f]{64}v1$/),
      aud: service.clientId,
      exp: now + 60,
      iat: now,
      auth_time: now,
      nonce: 'nonce-of-the-service-which-is-long',
      acr: 'eidas1',
      at_hash: expect.stringMatching(/^[\w-]{22}$/),
    });
  });

  it.each([
    ['standard', 'public', 3],
    ['standard', 'encrypted-rsa', 5],
    ['standard', 'encrypted-ec', 5],
    ['plus', 'public', 5],
    ['plus', 'encrypted-rsa', 5],
  ] as const)('on %s gives "%s" an id_token of %i parts', async (platform, name, parts) => {
    await using hub = await createTestHub({ platform });
    const service = hub.service(name);
    const { json } = await service.token(await hub.browser().login(service));
    expect(String(json.id_token).split('.')).toHaveLength(parts);
    const signed = await service.decrypt(String(json.id_token));
    expect((await service.verify(signed)).aud).toBe(service.clientId);
    if (parts === 5) {
      const header = { iss: hub.issuer, aud: service.clientId };
      expect(decodeProtectedHeader(String(json.id_token))).toMatchObject(header);
    }
  });

  it.each([
    [29, 200],
    [31, 400],
  ])('after %i s is answered %i', async (seconds, status) => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    hub.clock.advance(seconds * 1000);
    expect((await service.token(code)).status).toBe(status);
  });
});

describe('the token endpoint refuses', () => {
  it.each([
    ['another grant type', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['no grant type', { grant_type: '' }, 'invalid_request'],
    ['no code', { code: '' }, 'invalid_request'],
    ['an unknown code', { code: 'x'.repeat(43) }, 'invalid_grant'],
    ['no redirect_uri', { redirect_uri: '' }, 'invalid_request'],
    [
      'another redirect_uri, even a registered one',
      { redirect_uri: 'https://public.example/callback?tenant=1' },
      'invalid_grant',
    ],
  ])('%s', async (_, changes, error) => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { status, json, headers } = await service.token(await hub.browser().login(service), changes);
    expect([status, json.error]).toEqual([400, error]);
    expect(headers['cache-control']).toBe('no-store');
    expect(json).toMatchObject({
      error_description: expect.stringMatching(/^[\x20-\x7e]+$/),
      occurrence_id: expect.any(String),
    });
  });

  it('GET', async () => {
    await using hub = await createTestHub();
    expect((await hub.service('public').send('GET', '/token', {})).status).toBe(404);
  });

  it('a body that is not a form', async () => {
    await using hub = await createTestHub();
    const { statusCode } = await hub.app.inject({
      method: 'POST',
      url: '/api/v2/token',
      payload: { code: 'x' },
    });
    expect(statusCode).toBe(400);
  });

  it('a code of another client, even where both have the same redirect URI', async () => {
    await using hub = await createTestHub();
    const { redirectUri } = hub.service('public');
    hub.registry.changeService('basic', { redirectUris: [redirectUri] });
    const code = await hub.browser().login(hub.service('public'));
    const { status, json } = await hub.service('basic').token(code);
    expect([status, json.error]).toEqual([400, 'invalid_grant']);
  });

  it('a code of another client, which is then spent for its own too', async () => {
    await using hub = await createTestHub();
    const code = await hub.browser().login(hub.service('public'));
    expect((await hub.service('basic').token(code)).json.error).toBe('invalid_grant');
    expect((await hub.service('public').token(code)).json.error).toBe('invalid_grant');
  });
});

describe('client authentication', () => {
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });
  const cases: readonly (readonly [
    string,
    ServiceName,
    (clientId: string) => { headers?: Record<string, string>; fields?: Record<string, string> },
    number,
  ])[] = [
    ['none', 'public', () => ({}), 401],
    ['only an identifier', 'public', (id) => ({ fields: { client_id: id } }), 401],
    ['a wrong secret', 'public', (id) => ({ fields: { client_id: id, client_secret: 'wrong' } }), 401],
    [
      'an unknown client',
      'public',
      () => ({ fields: { client_id: 'unknown-client', client_secret: clientSecret } }),
      401,
    ],
    ['a wrong Basic secret', 'basic', (id) => ({ headers: basic(id, 'wrong') }), 401],
    ['Basic that is no base64', 'basic', () => ({ headers: { authorization: 'Basic ***' } }), 401],
    ['Basic where post is registered', 'public', (id) => ({ headers: basic(id, clientSecret) }), 401],
    [
      'post where Basic is registered',
      'basic',
      (id) => ({ fields: { client_id: id, client_secret: clientSecret } }),
      401,
    ],
    [
      'a secret where an assertion is registered',
      'assertion',
      (id) => ({ fields: { client_id: id, client_secret: clientSecret } }),
      401,
    ],
    [
      'two methods at once',
      'basic',
      (id) => ({ headers: basic(id, clientSecret), fields: { client_id: id, client_secret: clientSecret } }),
      400,
    ],
    [
      'another client_id beside it',
      'basic',
      (id) => ({ headers: basic(id, clientSecret), fields: { client_id: 'x' } }),
      400,
    ],
    [
      'a suspended client',
      'suspended',
      (id) => ({ fields: { client_id: id, client_secret: clientSecret } }),
      401,
    ],
  ];

  it.each(cases)('with %s is refused', async (_, name, make, status) => {
    await using hub = await createTestHub();
    const service = hub.service(name);
    const { headers = {}, fields = {} } = make(service.clientId);
    const answer = await service.token('x'.repeat(43), {}, { headers, fields });
    expect(answer.status).toBe(status);
    if (status === 401) {
      expect(answer.json.error).toBe('invalid_client');
      expect(answer.headers['www-authenticate']).toBe(`Basic realm="${hub.issuer}"`);
    }
  });

  it('refused does not spend the code of the client that it belongs to', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const code = await hub.browser().login(service);
    const fields = { client_id: service.clientId, client_secret: 'wrong' };
    expect((await service.token(code, {}, { headers: {}, fields })).status).toBe(401);
    expect((await service.token(code)).status).toBe(200);
  });

  it.each(['/token', '/par'])(
    'by assertion for the address of %s is accepted from registrations that allow it',
    async (path) => {
      await using hub = await createTestHub();
      const service = hub.service('assertion');
      const attempt = async () => {
        const assertion = await service.assertion({ aud: hub.issuer + path });
        return service.call('/par', service.request(), { headers: {}, fields: assertionFields(assertion) });
      };
      expect((await attempt()).status).toBe(401);
      hub.registry.changeService('assertion', {
        auth: { ...service.registration.auth, assertionAudience: 'issuer-or-endpoints' },
      });
      expect((await attempt()).status).toBe(201);
    },
  );
});

describe('revoking an access token', () => {
  it('makes userinfo fail at once', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    expect((await service.userinfo(accessToken)).status).toBe(200);
    const revoked = await service.revoke(accessToken);
    expect([revoked.status, revoked.body]).toEqual([200, '']);
    expect((await service.userinfo(accessToken)).status).toBe(401);
  });

  it('of another client is answered 200 and not done', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    expect((await hub.service('basic').revoke(accessToken)).status).toBe(200);
    expect((await service.userinfo(accessToken)).status).toBe(200);
  });

  it.each(['x', 'x'.repeat(43)])('unknown ("%s") is answered 200 (RFC 7009 §2.2)', async (token) => {
    await using hub = await createTestHub();
    expect((await hub.service('public').revoke(token)).status).toBe(200);
  });

  it('needs client authentication and a token', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const none = await service.call('/token/revocation', { token: 'x' }, { headers: {}, fields: {} });
    expect([none.status, none.json.error]).toEqual([401, 'invalid_client']);
    expect((await service.call('/token/revocation', {})).json.error).toBe('invalid_request');
  });
});
