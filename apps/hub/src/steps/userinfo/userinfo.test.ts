import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { angela } from '../../testing/fakes.ts';
import { createTestHub } from '../../testing/hub-fixture.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('userinfo', () => {
  it.each(['GET', 'POST'] as const)('by %s is a signed token of the granted claims', async (method) => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { accessToken, claims } = await service.redeem(await hub.browser().login(service));
    const answer = await service.send(method, '/userinfo', { headers: bearer(accessToken) });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/jwt']);
    expect(answer.headers['cache-control']).toBe('no-store');
    const now = hub.clock.now() / 1000;
    expect(await service.verify(answer.body)).toEqual({
      iss: hub.issuer,
      aud: service.clientId,
      iat: now,
      exp: now + 60,
      sub: claims.sub,
      given_name: angela.given_name,
      given_name_array: angela.given_name.split(' '),
      email: angela.email,
    });
  });

  it('reads the token from the body of a POST', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    const answer = await service.send('POST', '/userinfo', { fields: { access_token: accessToken } });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['standard', 'encrypted-rsa'],
    ['standard', 'encrypted-ec'],
    ['plus', 'public'],
  ] as const)('on %s for "%s" is signed, then encrypted', async (platform, name) => {
    await using hub = await createTestHub({ platform });
    const service = hub.service(name);
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    const { body, headers } = await service.userinfo(accessToken);
    expect(headers['content-type']).toBe('application/jwt');
    expect(body.split('.')).toHaveLength(5);
    expect(decodeProtectedHeader(body)).toMatchObject({ iss: hub.issuer, aud: service.clientId });
    expect(await service.userinfoClaims(accessToken)).toMatchObject({ email: angela.email });
  });

  it('is JSON for an openid registration without signature', async () => {
    await using hub = await createTestHub();
    const service = hub.service('openid');
    const { accessToken, claims } = await service.redeem(
      await hub.browser().login(service, { scope: 'openid email' }),
    );
    const { json, headers } = await service.userinfo(accessToken);
    expect(headers['content-type']).toContain('application/json');
    expect(json).toEqual({ sub: claims.sub, email: angela.email });
  });

  it.each([
    [59, 200],
    [61, 401],
  ])('after %i s is answered %i', async (seconds, status) => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    hub.clock.advance(seconds * 1000);
    expect((await service.userinfo(accessToken)).status).toBe(status);
  });

  it('never falls back to unencrypted when the service’s key is missing', async () => {
    await using hub = await createTestHub({ platform: 'plus' });
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    hub.registry.changeService('public', { keys: { kind: 'none' } });
    const { status, json } = await service.userinfo(accessToken);
    expect([status, json.error]).toEqual([500, 'server_error']);
    hub.registry.changeService('public', { keys: service.registration.keys });
    const code = await hub.browser().login(service);
    hub.registry.changeService('public', { keys: { kind: 'none' } });
    expect((await service.token(code)).json.error).toBe('server_error');
  });
});

describe('userinfo refuses', () => {
  it('a request without token: 401 with WWW-Authenticate (RFC 6750 §3.1)', async () => {
    await using hub = await createTestHub();
    const answer = await hub.service('public').send('GET', '/userinfo', {});
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="/);
  });

  it.each(['x', 'x'.repeat(43)])('an unknown token "%s": 401 invalid_token', async (token) => {
    await using hub = await createTestHub();
    const answer = await hub.service('public').userinfo(token);
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_token']);
    expect(answer.headers['www-authenticate']).toBe(`Bearer realm="${hub.issuer}", error="invalid_token"`);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('a token in the address, even a valid one', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    const path = `/userinfo?access_token=${accessToken}`;
    expect((await service.send('GET', path, {})).status).toBe(400);
    expect((await service.send('GET', path, { headers: bearer(accessToken) })).status).toBe(400);
  });

  it('a token in two places', async () => {
    await using hub = await createTestHub();
    const service = hub.service('public');
    const { accessToken } = await service.redeem(await hub.browser().login(service));
    const both = { headers: bearer(accessToken), fields: { access_token: accessToken } };
    expect((await service.send('POST', '/userinfo', both)).status).toBe(400);
  });
});
