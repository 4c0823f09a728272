import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createManualClock, nowSeconds } from '@garance/core';
import { createMemoryInflightStore } from '@garance/store';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { assertionFields } from '../testing/client-credentials.ts';
import { clientJwks, clientSigningKid, startMs } from '../testing/fixed-keys.ts';
import { createTestHub, type TestHub } from '../testing/hub-fixture.ts';

async function present(hub: TestHub, assertion: string): Promise<string> {
  const service = hub.service('assertion');
  const answer = await service.call('/par', service.request(), {
    headers: {},
    fields: assertionFields(assertion),
  });
  if (answer.status === 201) return 'accepted';
  expect([answer.status, answer.json.error]).toEqual([401, 'invalid_client']);
  return 'refused';
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('attack 6: a client assertion', () => {
  it('of the client itself is accepted', async () => {
    await using hub = await createTestHub();
    expect(await present(hub, await hub.service('assertion').assertion())).toBe('accepted');
  });

  const claims: readonly (readonly [string, (hub: TestHub) => Readonly<Record<string, unknown>>])[] = [
    ['for another audience', () => ({ aud: 'https://other.example' })],
    ['for the other platform', () => ({ aud: 'https://plus.integration.example/api/v2' })],
    ['for an endpoint that is none', (hub) => ({ aud: `${hub.issuer}/userinfo` })],
    ['for several audiences', (hub) => ({ aud: [hub.issuer, 'https://other.example'] })],
    ['for a list of one audience', (hub) => ({ aud: [hub.issuer] })],
    ['expired', (hub) => ({ exp: nowSeconds(hub.clock) - 11 })],
    ['without end', () => ({ exp: undefined })],
    ['that lives too long', (hub) => ({ exp: nowSeconds(hub.clock) + 3600 })],
    ['issued in the far future', (hub) => ({ iat: nowSeconds(hub.clock) + 3600 })],
    ['not valid yet', (hub) => ({ nbf: nowSeconds(hub.clock) + 3600 })],
    ['without jti', () => ({ jti: undefined })],
    ['of another issuer', () => ({ iss: 'public-standard-integration' })],
    ['of another subject', () => ({ sub: 'public-standard-integration' })],
  ];
  it.each(claims)('%s is refused', async (_, change) => {
    await using hub = await createTestHub();
    expect(await present(hub, await hub.service('assertion').assertion(change(hub)))).toBe('refused');
  });

  it('used a second time is refused, at every endpoint', async () => {
    await using hub = await createTestHub();
    const service = hub.service('assertion');
    const assertion = await service.assertion();
    expect(await present(hub, assertion)).toBe('accepted');
    expect(await present(hub, assertion)).toBe('refused');
    const credentials = { headers: {}, fields: assertionFields(assertion) };
    const code = await hub.browser().login(service);
    expect((await service.token(code, {}, credentials)).status).toBe(401);
    expect((await service.call('/token/revocation', { token: 'x' }, credentials)).status).toBe(401);
  });

  it('used a second time is refused until its own expiry', async () => {
    await using hub = await createTestHub();
    const assertion = await hub.service('assertion').assertion({ exp: nowSeconds(hub.clock) + 300 });
    expect(await present(hub, assertion)).toBe('accepted');
    hub.clock.advance(309_000);
    expect(await present(hub, assertion)).toBe('refused');
  });

  it('issued before the in-flight store was lost is refused', async () => {
    await using hub = await createTestHub();
    const old = await hub.service('assertion').assertion();
    const clock = createManualClock(startMs + 1000);
    await using restarted = await createTestHub({ deps: { inflight: createMemoryInflightStore({ clock }) } });
    expect(await present(restarted, old)).toBe('refused');
  });

  it.each([
    'none',
    'HS256 with the public key',
    'another key',
    'a key of its own in the header',
    'a key set of its own',
  ])('signed with %s is refused', async (how) => {
    await using hub = await createTestHub();
    const service = hub.service('assertion');
    const [, payload = ''] = (await service.assertion()).split('.');
    const hmac = (header: object) => {
      const input = `${encode(header)}.${payload}`;
      const [jwk] = clientJwks.keys;
      const key = JSON.stringify(jwk);
      return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
    };
    const signed = (header: object, key: KeyObject = foreign.privateKey) =>
      new SignJWT(JSON.parse(Buffer.from(payload, 'base64url').toString()))
        .setProtectedHeader(Object.assign({ alg: 'ES256' }, header))
        .sign(key);
    const forgeries: Readonly<Record<string, () => Promise<string> | string>> = {
      none: () => `${encode({ alg: 'none' })}.${payload}.`,
      'HS256 with the public key': () => hmac({ alg: 'HS256', kid: clientSigningKid }),
      'another key': () => signed({ kid: clientSigningKid }),
      'a key of its own in the header': () => signed({ jwk: foreign.publicKey.export({ format: 'jwk' }) }),
      'a key set of its own': () => signed({ jku: 'https://evil.example/jwks', kid: 'x' }),
    };
    const forge = forgeries[how];
    if (forge === undefined) throw new Error(how);
    expect(await present(hub, await forge())).toBe('refused');
  });
});
