import { GaranceError, type RehearsalPort, type RehearsedToken, reservedIdentities } from '@garance/core';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { guardClaims } from './rehearsal/guard.ts';
import { createRehearsalKeys } from './rehearsal/rehearsal-keys.ts';
import type { Rehearsals } from './rehearsal/rehearsals.ts';
import { errorCodeOf } from './testing/browser.ts';
import { assertionFields } from './testing/client-credentials.ts';
import { boris } from './testing/fakes.ts';
import { createTestHub, type TestHub } from './testing/hub-fixture.ts';

/** A browser that carries a rehearsal ticket. */
function browserWith(hub: TestHub, ticket = 'ticket') {
  const { platform, environment } = hub.deps.config;
  const citizen = hub.browser();
  citizen.cookies.set(`__Host-garance-${platform}-${environment}-rehearsal`, ticket);
  return citizen;
}

async function asRegistered({ claims, signer, encryption }: RehearsedToken): Promise<string> {
  if (signer === undefined) return JSON.stringify(claims);
  const signed = await signer.sign(claims);
  return encryption === undefined ? signed : encryption.encrypt(signed);
}

/** A port without faults; each test changes it in one place. */
function rehearsal(changes: Partial<RehearsalPort> = {}): Rehearsals {
  const port: RehearsalPort = {
    issuerFor: (clientId) => `https://rehearsal.example/${clientId}`,
    admit: async ({ cookie, clientId }) =>
      cookie === 'ticket'
        ? { ok: true, plan: `plan of ${clientId}` }
        : { ok: false, error: 'rehearsal.ticket_forged' },
    identity: async () => ({ claims: boris }),
    callback: async (_plan, { params }) => ({ kind: 'deliver', params }),
    idToken: (_plan, token) => asRegistered(token),
    tokenResponse: async (_plan, body) => ({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify(body),
    }),
    tokenRefused: () => {},
    userinfo: async (_plan, token) => ({
      status: 200,
      contentType: token.signer === undefined ? 'application/json' : 'application/jwt',
      body: await asRegistered(token),
    }),
    endSession: () => {},
    ...changes,
  };
  return { port, keys: createRehearsalKeys() };
}

const rehearsed = (hub: TestHub, changes: Readonly<Record<string, string>> = {}) =>
  browserWith(hub).authorize(hub.service('public').request(changes));

describe('a hub without a rehearsal port', () => {
  it('does not know the parameter', async () => {
    await using hub = await createTestHub();
    const { params } = await hub
      .browser()
      .authorize(hub.service('public').request({ garance_rehearsal: '1' }));
    expect(params.error).toBe('invalid_request');
  });

  it('refuses it in a pushed request too', async () => {
    await using hub = await createTestHub();
    const { status, json } = await hub.service('public').push({ garance_rehearsal: '1' });
    expect([status, json.error]).toEqual([400, 'invalid_request']);
  });

  it('refuses a ticket on a page, and removes its cookie', async () => {
    await using hub = await createTestHub({ environment: 'production' });
    const citizen = browserWith(hub);
    const refused = await citizen.authorize(hub.service('public').request());
    expect([refused.status, errorCodeOf(refused)]).toEqual([400, 'rehearsal.not_here']);
    expect((await citizen.authorize(hub.service('public').request())).body).toContain('Compte alpha');
  });

  it('publishes no additional key, and accepts no assertion for a rehearsal issuer', async () => {
    await using hub = await createTestHub();
    const service = hub.service('assertion');
    const { body } = await service.send('GET', '/jwks', {});
    expect(JSON.parse(body)).toEqual(hub.deps.keyRing.signingJwks());
    const assertion = await service.assertion({
      aud: 'https://rehearsal.example/assertion-standard-integration',
    });
    const answer = await service.call('/par', service.request(), {
      headers: {},
      fields: assertionFields(assertion),
    });
    expect(answer.status).toBe(401);
  });
});

describe('a hub with a rehearsal port', () => {
  it.each(['standard', 'plus'] as const)(
    'on %s signs the port’s person in at once, and reports every call to it',
    async (platform) => {
      const seen: string[] = [];
      const base = rehearsal().port;
      await using hub = await createTestHub({
        platform,
        deps: {
          rehearsal: rehearsal({
            admit: (arrival) => {
              seen.push(`authorize ${arrival.facts.scopesAsked.join('+')} ${arrival.facts.pkce}`);
              return base.admit(arrival);
            },
            callback: (plan, answer) => {
              seen.push(`callback ${Object.keys(answer.params).join('+')}`);
              return base.callback(plan, answer);
            },
            tokenResponse: (plan, body, facts) => {
              seen.push(`token ${facts.authMethod}`);
              return base.tokenResponse(plan, body, facts);
            },
            userinfo: (plan, token, facts) => {
              seen.push(`userinfo ${plan}`);
              return base.userinfo(plan, token, facts);
            },
            endSession: ({ facts }) => void seen.push(`end_session ${facts.idTokenHint}`),
          }),
        },
      });
      const service = hub.service('public');
      const citizen = browserWith(hub);
      const { params, leavesTo } = await citizen.authorize(service.request());
      expect(leavesTo?.hostname).toBe('public.example');
      const { accessToken, claims, idToken } = await service.redeem(params.code ?? '');
      expect(claims).toMatchObject({ aud: service.clientId, iss: hub.issuer });
      expect(await service.userinfoClaims(accessToken)).toMatchObject({
        sub: claims.sub,
        email: boris.email,
      });
      await citizen.get(`/api/v2/session/end?id_token_hint=${idToken}`);
      expect(seen).toEqual([
        'authorize openid+given_name+email absent',
        'callback code+state+iss',
        'token client_secret_post',
        `userinfo plan of ${service.clientId}`,
        'end_session valid',
      ]);
      expect(hub.gateway.redeemed).toEqual([]);
    },
  );

  it('uses no civil register, no history and no mail: the person is invented', async () => {
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal() } });
    hub.register.answer = { kind: 'deceased' };
    expect((await rehearsed(hub)).params.code).toBeDefined();
    expect([hub.signIns, hub.notices]).toEqual([[], []]);
  });

  it('reaches the level that the port returns', async () => {
    const identity: RehearsalPort['identity'] = async () => ({ claims: boris, level: 'eidas3' });
    await using hub = await createTestHub({
      platform: 'plus',
      deps: { rehearsal: rehearsal({ identity }) },
    });
    const service = hub.service('public');
    expect((await service.redeem((await rehearsed(hub)).params.code ?? '')).claims.acr).toBe('eidas3');
  });

  it('treats browsers without a ticket like any hub, and refuses a ticket that the port refuses', async () => {
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal() } });
    const request = hub.service('public').request();
    expect((await hub.browser().authorize(request)).body).toContain('Compte alpha');
    const refused = await browserWith(hub, 'other').authorize(request);
    expect([refused.status, errorCodeOf(refused)]).toEqual([400, 'rehearsal.ticket_forged']);
  });

  it('accepts the reserved parameter, in the address and pushed', async () => {
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal() } });
    const service = hub.service('public');
    expect((await rehearsed(hub, { garance_rehearsal: '1' })).params.code).toBeDefined();
    expect((await service.push({ garance_rehearsal: '1' })).status).toBe(201);
  });

  it('does not spend a ticket on a login under way', async () => {
    const refusals: (string | undefined)[] = [];
    const base = rehearsal().port;
    const admit: RehearsalPort['admit'] = (arrival) => {
      refusals.push(arrival.facts.refused);
      return base.admit(arrival);
    };
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ admit }) } });
    const citizen = hub.browser();
    const pushed = await hub.service('pushing').pushed();
    await citizen.authorize(pushed);
    expect((await citizen.authorize(pushed)).body).toContain('Compte alpha');
    const { platform, environment } = hub.deps.config;
    citizen.cookies.set(`__Host-garance-${platform}-${environment}-rehearsal`, 'ticket');
    expect(errorCodeOf(await citizen.authorize(pushed))).toBe('authorize.request_uri_expired');
    expect(refusals).toEqual(['authorize.request_uri_expired']);
  });

  it('spends the ticket of a request that it refuses, with the reason', async () => {
    let refusal: string | undefined;
    const base = rehearsal().port;
    const admit: RehearsalPort['admit'] = (arrival) => {
      refusal = arrival.facts.refused;
      return base.admit(arrival);
    };
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ admit }) } });
    expect((await rehearsed(hub, { nonce: '' })).params.error).toBe('invalid_request');
    expect(refusal).toBe('authorize.nonce_missing');
  });

  it.each([
    ['another state', 'query', { state: 'forged' }],
    ['another issuer', 'query', { iss: reservedIdentities.issuer }],
    ['nothing', 'query', {}],
    ['an error in the place of the code', 'form_post', { error: 'server_error' }],
  ] as const)('answers with %s by %s when the port returns that', async (_, mode, planned) => {
    const callback = async () => ({ kind: 'deliver', params: { ...planned } }) as const;
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ callback }) } });
    const { params, leavesTo, body } = await rehearsed(hub, { response_mode: mode });
    expect(params).toEqual(planned);
    if (mode === 'query') expect(leavesTo?.hostname).toBe('public.example');
    else expect(body).toContain('action="https://public.example/callback"');
  });

  it('keeps the browser when the port withholds the answer', async () => {
    const callback = async () => ({ kind: 'withhold' }) as const;
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ callback }) } });
    const { status, leavesTo, body } = await rehearsed(hub);
    expect([status, leavesTo]).toEqual([200, undefined]);
    expect(body).toContain('Réponse retenue');
  });

  it('passes a token on that the port forged', async () => {
    const idToken = async () => 'forged.id.token';
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ idToken }) } });
    const service = hub.service('public');
    const { json } = await service.token((await rehearsed(hub)).params.code ?? '');
    expect(json.id_token).toBe('forged.id.token');
  });

  it('gives the port the presented secret, and the key that it signs with', async () => {
    let lent: RehearsedToken | undefined;
    const idToken: RehearsalPort['idToken'] = async (_plan, token) => {
      lent = token;
      return asRegistered(token);
    };
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ idToken }) } });
    const service = hub.service('public');
    const { idToken: sent } = await service.redeem((await rehearsed(hub)).params.code ?? '');
    expect(lent?.presentedSecret).toBe((await service.credentials()).fields.client_secret);
    expect(lent?.signer?.publicJwk.kid).toBe(decodeProtectedHeader(sent).kid);
  });

  it('reports to the port a token request that it refused, by its code', async () => {
    const refused: string[] = [];
    const tokenRefused: RehearsalPort['tokenRefused'] = (code, { refused: error }) =>
      void refused.push(`${code} ${error}`);
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ tokenRefused }) } });
    const { code = '' } = (await rehearsed(hub)).params;
    await hub.service('public').token(code, { client_secret: 'guess' });
    expect(refused).toEqual([`${code} client_auth.wrong_secret`]);
  });

  it('answers userinfo as the port returns it', async () => {
    const userinfo = async () => ({ status: 500, contentType: 'text/html', body: '<p>broken' });
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ userinfo }) } });
    const service = hub.service('public');
    const { accessToken } = await service.redeem((await rehearsed(hub)).params.code ?? '');
    const { status, headers, body } = await service.userinfo(accessToken);
    expect([status, headers['content-type'], body]).toEqual([500, 'text/html', '<p>broken']);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('publishes an additional signing key, which signs rehearsals only', async () => {
    const rehearsals = rehearsal();
    let kid: string | undefined;
    const port: RehearsalPort = {
      ...rehearsals.port,
      idToken: async (_plan, { claims, signer }) =>
        (await signer?.sign(claims, kid === undefined ? {} : { kid })) ?? '',
    };
    await using hub = await createTestHub({ deps: { rehearsal: { ...rehearsals, port } } });
    kid = await rehearsals.keys.publish('ES256');
    const service = hub.service('public');
    const { idToken } = await service.redeem((await rehearsed(hub)).params.code ?? '');
    expect(decodeProtectedHeader(idToken).kid).toBe(kid);
    const usual = await service.redeem(await hub.browser().login(service));
    expect(decodeProtectedHeader(usual.idToken).kid).not.toBe(kid);
  });

  it('accepts a client assertion made for the rehearsal issuer', async () => {
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal() } });
    const service = hub.service('assertion');
    const assertion = await service.assertion({
      aud: 'https://rehearsal.example/assertion-standard-integration',
    });
    const answer = await service.call('/par', service.request(), {
      headers: {},
      fields: assertionFields(assertion),
    });
    expect(answer.status).toBe(201);
  });

  it('is used in no login without a ticket', async () => {
    await using hub = await createTestHub({
      config: { singleSignOnSeconds: 3600 },
      deps: { rehearsal: rehearsal() },
    });
    const citizen = browserWith(hub);
    const request = hub.service('openid').request();
    const { params } = await citizen.authorize(request);
    expect(params.code).toBeDefined();
    expect([...citizen.cookies.keys()].filter((name) => name.includes('session'))).toEqual([]);
    expect((await citizen.authorize(request)).body).toContain('Compte alpha');
  });

  it('still redeems the code once, for its own client and redirect URI', async () => {
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal() } });
    const code = (await rehearsed(hub)).params.code ?? '';
    const service = hub.service('public');
    const redeemed = await Promise.all([service.token(code), service.token(code), service.token(code)]);
    expect(redeemed.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });
});

describe('attack 21: a rehearsal is no signing oracle', () => {
  const { issuer, client, subject } = reservedIdentities;
  const own = { iss: 'https://standard.integration.example/api/v2' };

  /** What the hub makes of claims that the port wants signed. */
  async function signing(changes: Readonly<Record<string, unknown>>, header?: Record<string, unknown>) {
    let outcome: unknown;
    const idToken: RehearsalPort['idToken'] = async (_plan, token) => {
      outcome = await token.signer
        ?.sign({ ...token.claims, ...changes }, header === undefined ? {} : { header })
        .catch((error: unknown) => error);
      return asRegistered(token);
    };
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ idToken }) } });
    await hub.service('public').redeem((await rehearsed(hub)).params.code ?? '');
    return outcome;
  }

  it.each([
    ['another issuer', { iss: 'https://plus.integration.example/api/v2' }],
    ['several issuers', { iss: [own.iss, issuer] }],
    ['another client', { aud: 'twin-standard-integration' }],
    ['another client beside the own', { aud: ['public-standard-integration', 'twin-standard-integration'] }],
    ['a client in an object', { aud: { id: 'twin-standard-integration' } }],
    ['another client as authorised party', { azp: 'twin-standard-integration' }],
    ['another client in an access token’s claim', { client_id: 'twin-standard-integration' }],
    ['another person', { sub: 'other-person' }],
    ['several persons', { sub: [subject] }],
    ['another issuer between spaces', { iss: ' https://plus.integration.example/api/v2 ' }],
    ['the host of the own issuer', { iss: 'https://standard.integration.example' }],
    ['what the own issuer begins with', { iss: own.iss.slice(0, -1) }],
    ['what begins with the own issuer', { iss: `${own.iss}2` }],
    ['another client in capitals', { aud: 'TWIN-STANDARD-INTEGRATION' }],
    ['what the own client’s name begins with', { aud: 'public' }],
    ['what begins with the own client’s name', { aud: 'public-standard-integration-2' }],
    ['another client in an array of an array', { aud: [['twin-standard-integration']] }],
    ['another person beside the own', { sub: 'x'.repeat(43) }],
    ['a name that only shows when written', { sub: { toJSON: () => 'other-person' } }],
  ])('%s is never signed', async (_, changes) => {
    const outcome = await signing(changes);
    expect(outcome).toBeInstanceOf(GaranceError);
    expect(outcome).toMatchObject({ code: 'rehearsal.identity_refused' });
  });

  it('nor is its own client’s name in capitals when another client has it', () => {
    const ownClient = { ...{ issuer: own.iss, clientId: 'service', sub: 'x' }, isClient: () => true };
    expect(() => guardClaims({ aud: 'SERVICE' }, ownClient)).toThrow(GaranceError);
    expect(guardClaims({ aud: 'SERVICE' }, { ...ownClient, isClient: () => false })).toEqual({
      aud: 'SERVICE',
    });
  });

  it('a part of its own person’s subject is accepted, since no subject equals it', () => {
    const ownClient = { issuer: own.iss, clientId: 'service', sub: 'abcdefghij', isClient: () => false };
    for (const sub of ['abcde', 'fghij', 'ABCDEFGHIJ'])
      expect(guardClaims({ sub }, ownClient)).toEqual({ sub });
    expect(() => guardClaims({ sub: 'abcdefghijk' }, ownClient)).toThrow(GaranceError);
  });

  it.each([
    ['a key in the header', { crit: ['jwk'], jwk: {} }],
    ['another algorithm', { crit: ['alg'], alg: 'HS256' }],
    ['another kind of token', { crit: ['typ'], typ: 'logout+jwt' }],
    ['a member that it does not call critical', { crit: [], extension: true }],
  ])('%s is not signed', async (_, header) => {
    expect(await signing({}, header)).toMatchObject({ code: 'rehearsal.identity_refused' });
  });

  it.each([
    ['its own', {}],
    ['the reserved issuer', { iss: issuer }],
    ['the reserved client, alone or beside', { aud: ['public-standard-integration', client], azp: client }],
    ['the reserved subject', { sub: subject }],
    ['the reserved subject as audience', { aud: subject }],
    ['none at all', { iss: undefined, aud: undefined, sub: undefined }],
    ['no name: null', { iss: null, aud: null, azp: null, sub: null }],
    ['no name: a number', { iss: 0, aud: 1, sub: 2 }],
    ['no name: an empty text, list or object', { iss: '', aud: [], sub: {} }],
    ['its own in capitals, between spaces, with a slash', { iss: ` ${own.iss.toUpperCase()}/ ` }],
    ['its own client in capitals', { aud: 'PUBLIC-STANDARD-INTEGRATION' }],
    ['its own issuer alone in an array', { iss: [own.iss] }],
    ['what is no address of an issuer', { iss: 'https://' }],
    [
      'what looks like the own, with a reserved mark',
      { iss: `${own.iss}.rehearsal.invalid`, aud: 'rehearsal-invalid-twin' },
    ],
  ])('%s may be signed', async (_, changes) => {
    expect(await signing(changes)).toEqual(expect.any(String));
  });

  it('an unknown extension may be critical', async () => {
    const signed = await signing({}, { crit: ['unknown'], unknown: true });
    expect(decodeProtectedHeader(String(signed))).toMatchObject({ alg: 'ES256', crit: ['unknown'] });
  });

  it('a key that the hub did not make is refused for signing', async () => {
    let outcome: unknown;
    const idToken: RehearsalPort['idToken'] = async (_plan, token) => {
      outcome = await token.signer?.sign(token.claims, { kid: 'invented' }).catch((error: unknown) => error);
      return asRegistered(token);
    };
    await using hub = await createTestHub({ deps: { rehearsal: rehearsal({ idToken }) } });
    await hub.service('public').redeem((await rehearsed(hub)).params.code ?? '');
    expect(outcome).toMatchObject({ code: 'rehearsal.identity_refused' });
  });
});
