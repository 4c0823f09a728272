import type { RehearsalPort } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { boris } from './testing/fakes.ts';
import { createTestHub, type TestHub } from './testing/hub-fixture.ts';

/** A browser that carries a rehearsal ticket. */
function browserWith(hub: TestHub, ticket = 'ticket') {
  const person = hub.browser();
  person.cookies.set('__Host-garance-standard-integration-rehearsal', ticket);
  return person;
}

/** A port that behaves; each test makes it misbehave in one place. */
function rehearsal(changes: Partial<RehearsalPort> = {}): RehearsalPort {
  return {
    planFor: async (ticket, clientId) => (ticket === 'ticket' ? `plan of ${clientId}` : undefined),
    identity: async () => boris,
    callback: (_plan, params) => params,
    idToken: async (_plan, claims) => ({ claims }),
    tokenResponse: async (_plan, body) => ({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify(body),
    }),
    userinfo: async (_plan, claims) => ({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify(claims),
    }),
    ...changes,
  };
}

const rehearsed = (hub: TestHub, changes: Readonly<Record<string, string>> = {}) =>
  browserWith(hub).authorize(hub.service('public').request(changes));

describe('a hub without a rehearsal port', () => {
  it('does not understand the word, nor the cookie', async () => {
    await using hub = await createTestHub();
    const { params } = await rehearsed(hub, { garance_rehearsal: '1' });
    expect(params.error).toBe('invalid_request');
    expect((await rehearsed(hub)).body).toContain('Compte alpha');
  });

  it('refuses it in a pushed request too', async () => {
    await using hub = await createTestHub();
    const { status, json } = await hub.service('public').push({ garance_rehearsal: '1' });
    expect([status, json.error]).toEqual([400, 'invalid_request']);
  });
});

describe('a hub with a rehearsal port', () => {
  it('signs the port’s person in at once and passes everything through its hooks', async () => {
    const seen: string[] = [];
    const noting =
      <A extends unknown[], R>(name: string, hook: (plan: string, ...rest: A) => R) =>
      (plan: string, ...rest: A): R => {
        seen.push(`${name}: ${plan}`);
        return hook(plan, ...rest);
      };
    const port = rehearsal();
    await using hub = await createTestHub({
      deps: {
        rehearsal: {
          planFor: port.planFor,
          identity: noting('identity', port.identity),
          callback: noting('callback', port.callback),
          idToken: noting('idToken', port.idToken),
          tokenResponse: noting('tokenResponse', port.tokenResponse),
          userinfo: noting('userinfo', port.userinfo),
        },
      },
    });
    const service = hub.service('public');
    const { params, leavesTo } = await rehearsed(hub, { garance_rehearsal: '1' });
    expect(leavesTo?.hostname).toBe('public.example');
    const { accessToken, claims } = await service.redeem(params.code ?? '');
    expect(claims).toMatchObject({ aud: service.clientId, acr: 'eidas1' });
    expect((await service.userinfo(accessToken)).json).toMatchObject({ sub: claims.sub, email: boris.email });
    const plan = `plan of ${service.clientId}`;
    const hooks = ['identity', 'callback', 'idToken', 'tokenResponse', 'userinfo'];
    expect(seen).toEqual(hooks.map((name) => `${name}: ${plan}`));
    expect(hub.gateway.redeemed).toEqual([]);
  });

  it('behaves for browsers without its cookie, or with one it does not know', async () => {
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal() } });
    const request = hub.service('public').request();
    expect((await hub.browser().authorize(request)).body).toContain('Compte alpha');
    expect((await browserWith(hub, 'other').authorize(request)).body).toContain('Compte alpha');
  });

  it.each([
    ['another state', 'query', { state: 'forged' }],
    ['another issuer', 'query', { iss: 'https://rehearsal.invalid' }],
    ['an error in the place of the code', 'form_post', { error: 'server_error' }],
  ] as const)('answers with %s by %s when the port says so', async (_, mode, told) => {
    const port = rehearsal({ callback: () => ({ ...told }) });
    await using hub = await createTestHub({ deps: { rehearsal: port } });
    const { params, leavesTo, body } = await rehearsed(hub, { response_mode: mode });
    expect(params).toEqual(told);
    if (mode === 'query') expect(leavesTo?.hostname).toBe('public.example');
    else expect(body).toContain('action="https://public.example/callback"');
  });

  it('hands on a token that the port forged, and signs claims that it changed', async () => {
    let told: Awaited<ReturnType<RehearsalPort['idToken']>> = { jwt: 'forged.id.token' };
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ idToken: async () => told }) } });
    const service = hub.service('public');
    const first = await service.token((await rehearsed(hub)).params.code ?? '');
    expect(first.json.id_token).toBe('forged.id.token');
    told = { claims: { iss: 'https://rehearsal.invalid' } };
    const { claims } = await service.redeem((await rehearsed(hub)).params.code ?? '');
    expect(claims).toEqual({ iss: 'https://rehearsal.invalid' });
  });

  it('answers token and userinfo as the port says', async () => {
    const broken = async () => ({ status: 500, contentType: 'text/html', body: '<p>broken' });
    const port = rehearsal({ userinfo: broken });
    await using hub = await createTestHub({ deps: { rehearsal: port } });
    const service = hub.service('public');
    const { accessToken } = await service.redeem((await rehearsed(hub)).params.code ?? '');
    const { status, headers, body } = await service.userinfo(accessToken);
    expect([status, headers['content-type'], body]).toEqual([500, 'text/html', '<p>broken']);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('signs nobody in anywhere but in the rehearsal', async () => {
    await using hub = await createTestHub({
      config: { singleSignOnSeconds: 3600 },
      deps: { rehearsal: rehearsal() },
    });
    const person = browserWith(hub);
    const request = hub.service('openid').request();
    const { params } = await person.authorize(request);
    expect(params.code).toBeDefined();
    expect([...person.cookies.keys()].filter((name) => name.includes('session'))).toEqual([]);
    person.cookies.delete('__Host-garance-standard-integration-rehearsal');
    expect((await person.authorize(request)).body).toContain('Compte alpha');
  });

  it('still gives the code once, to its own client, for its own redirect URI', async () => {
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal() } });
    const code = (await rehearsed(hub)).params.code ?? '';
    const service = hub.service('public');
    const redeemed = await Promise.all([service.token(code), service.token(code), service.token(code)]);
    expect(redeemed.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });
});
