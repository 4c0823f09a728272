import { createHmac, type KeyObject } from 'node:crypto';
import type { Registration } from '@garance/core';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { issuer, makeRegistration, paramsOf } from '../testing/fixtures.ts';
import { makeEcPair, makeRsaPair } from '../testing/key-pairs.ts';
import { authenticateClient, type ClientAuthContext } from './authenticate-client.ts';
import { checkAssertionClaims } from './check-assertion-claims.ts';
import { ASSERTION_TYPE } from './presented-credentials.ts';
import { findClaimedClient } from './verify-assertion.ts';

const now = 1_800_000_000;
const clientId = 'service-client';
const ec = makeEcPair();
const rsa = makeRsaPair();
const foreign = makeEcPair();

type Alg = 'ES256' | 'RS256' | 'PS256';

function client(alg: Alg, changes: Partial<Registration['auth']> = {}): Registration {
  return makeRegistration({
    auth: {
      method: 'private_key_jwt',
      secretHashes: [],
      assertionAlg: alg,
      assertionAudience: 'issuer',
      ...changes,
    },
  });
}

const goodClaims = { iss: clientId, sub: clientId, aud: issuer, jti: 'jti-1', iat: now, exp: now + 60 };

function assertionOf(
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
  key: KeyObject = ec.privateKey,
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader(Object.assign({ alg: 'ES256', kid: 'k1' }, header))
    .sign(key);
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

interface Attempt {
  readonly registration?: Registration;
  readonly keys?: readonly KeyObject[];
  readonly context?: Partial<ClientAuthContext>;
  readonly params?: Readonly<Record<string, string>>;
}

async function present(assertion: string, attempt: Attempt = {}): Promise<string> {
  const registration = attempt.registration ?? client('ES256');
  const outcome = await authenticateClient(
    {
      params: paramsOf({
        client_assertion: assertion,
        client_assertion_type: ASSERTION_TYPE,
        ...attempt.params,
      }),
    },
    {
      issuer,
      endpointUrls: [`${issuer}/token`, `${issuer}/par`],
      nowMs: now * 1000,
      findRegistration: (id) => (id === registration.clientId ? registration : undefined),
      clientKeys: async () => attempt.keys ?? [ec.publicKey],
      takeJti: async () => true,
      assertionsNotBefore: async () => 0,
      ...attempt.context,
    },
  );
  return outcome.ok ? 'authenticated' : outcome.error;
}

async function presentClaims(
  changes: Readonly<Record<string, unknown>>,
  attempt: Attempt = {},
): Promise<string> {
  return present(await assertionOf({ ...goodClaims, ...changes }), attempt);
}

describe('private_key_jwt', () => {
  it.each([
    ['ES256', ec],
    ['RS256', rsa],
    ['PS256', rsa],
  ] as const)('authenticates with %s when it is the registered algorithm', async (alg, pair) => {
    const assertion = await assertionOf(goodClaims, { alg }, pair.privateKey);
    const attempt = { registration: client(alg), keys: [pair.publicKey] };
    expect(await present(assertion, attempt)).toBe('authenticated');
  });

  it('uses the key that the header names, of the registered algorithm', async () => {
    const queries: unknown[] = [];
    const clientKeys: ClientAuthContext['clientKeys'] = async (_, want) => {
      queries.push(want);
      return [ec.publicKey];
    };
    for (const kid of ['k1', undefined, 7]) {
      await present(await assertionOf(goodClaims, { kid }), { context: { clientKeys } });
    }
    expect(queries).toStrictEqual([{ kid: 'k1', alg: 'ES256' }, { alg: 'ES256' }, { alg: 'ES256' }]);
  });

  it('tries the other keys of the client, up to a limit', async () => {
    const assertion = await assertionOf(goodClaims);
    expect(await present(assertion, { keys: [foreign.publicKey, ec.publicKey] })).toBe('authenticated');
    const many = [...Array.from({ length: 5 }, () => foreign.publicKey), ec.publicKey];
    expect(await present(assertion, { keys: many })).toBe('client_auth.assertion_signature');
  });

  it('remembers the identifier until the assertion could no longer be used', async () => {
    const taken: unknown[] = [];
    const takeJti: ClientAuthContext['takeJti'] = async (...all) => taken.push(all) > 0;
    await presentClaims({ exp: now + 60.5 }, { context: { takeJti } });
    expect(taken).toEqual([[clientId, 'jti-1', 71]]);
  });

  it('accepts the endpoint URLs as audience from registrations that say so', async () => {
    const lenient = { registration: client('ES256', { assertionAudience: 'issuer-or-endpoints' }) };
    for (const aud of [issuer, `${issuer}/token`, `${issuer}/par`]) {
      expect(await presentClaims({ aud }, lenient)).toBe('authenticated');
    }
    expect(await presentClaims({ aud: `${issuer}/userinfo` }, lenient)).toBe(
      'client_auth.assertion_audience',
    );
  });

  it.each([
    ['expired within the tolerance', { exp: now - 9 }],
    ['as long as allowed', { exp: now + 310 }],
    ['issued by a clock slightly ahead', { iat: now + 10, nbf: now + 10 }],
    ['without iat and nbf', { iat: undefined }],
    ['with the longest jti', { jti: 'x'.repeat(255) }],
  ])('accepts one %s', async (_, changes) => {
    expect(await presentClaims(changes)).toBe('authenticated');
  });
});

describe('attack 6: client assertion', () => {
  it.each([
    ['foreign aud', 'client_auth.assertion_audience', { aud: 'https://other.example/api/v2' }],
    ['aud of an endpoint without the flag', 'client_auth.assertion_audience', { aud: `${issuer}/token` }],
    ['aud with a trailing slash', 'client_auth.assertion_audience', { aud: `${issuer}/` }],
    ['several aud', 'client_auth.assertion_audience', { aud: [issuer, 'https://other.example'] }],
    ['one aud in a list', 'client_auth.assertion_audience', { aud: [issuer] }],
    ['no aud', 'client_auth.assertion_audience', { aud: undefined }],
    ['expired', 'client_auth.assertion_expired', { exp: now - 10 }],
    ['no exp', 'client_auth.assertion_expired', { exp: undefined }],
    ['exp as a string', 'client_auth.assertion_expired', { exp: `${now + 60}` }],
    ['not yet valid', 'client_auth.assertion_expired', { nbf: now + 11 }],
    ['issued in the future', 'client_auth.assertion_expired', { iat: now + 11 }],
    ['iat as a string', 'client_auth.assertion_expired', { iat: `${now}` }],
    ['far-future exp', 'client_auth.assertion_too_long', { exp: now + 311 }],
    ['another iss', 'client_auth.assertion_subject', { iss: 'another' }],
    ['no iss', 'client_auth.assertion_subject', { iss: undefined }],
    ['no jti', 'client_auth.assertion_replayed', { jti: undefined }],
    ['empty jti', 'client_auth.assertion_replayed', { jti: '' }],
    ['jti as a number', 'client_auth.assertion_replayed', { jti: 7 }],
    ['endless jti', 'client_auth.assertion_replayed', { jti: 'x'.repeat(256) }],
    ['no sub', 'client_auth.assertion_malformed', { sub: undefined }],
    ['sub of an unknown client', 'client_auth.unknown_client', { sub: 'another' }],
  ])('%s is refused', async (_, error, changes) => {
    expect(await presentClaims(changes)).toBe(error);
  });

  it('sub as a list is refused', async () => {
    expect(await presentClaims({ sub: [clientId] })).toBe('client_auth.assertion_malformed');
  });

  it('replayed is refused, and only a valid one uses up its identifier', async () => {
    const used = new Set<string>();
    const takeJti: ClientAuthContext['takeJti'] = async (client, jti) => {
      const key = `${client} ${jti}`;
      return !used.has(key) && used.add(key).has(key);
    };
    const context = { takeJti };
    expect(await present(await assertionOf(goodClaims, {}, foreign.privateKey), { context })).toBe(
      'client_auth.assertion_signature',
    );
    expect(await presentClaims({ exp: now - 100 }, { context })).toBe('client_auth.assertion_expired');
    expect(await presentClaims({}, { context })).toBe('authenticated');
    expect(await presentClaims({}, { context })).toBe('client_auth.assertion_replayed');
    expect(await presentClaims({ jti: 'jti-2' }, { context })).toBe('authenticated');
  });

  it('issued before the store lost its data is refused', async () => {
    const context = { assertionsNotBefore: async () => now };
    expect(await presentClaims({}, { context })).toBe('authenticated');
    expect(await presentClaims({ iat: now - 1 }, { context })).toBe('client_auth.assertion_stale');
    expect(await presentClaims({ iat: undefined }, { context })).toBe('client_auth.assertion_stale');
    const later = { context: { assertionsNotBefore: async () => now - 250 } };
    expect(await presentClaims({ iat: undefined, exp: now + 60 }, later)).toBe('authenticated');
    expect(await presentClaims({ iat: undefined, exp: now + 59 }, later)).toBe('client_auth.assertion_stale');
  });

  it('HS256 with the public key is refused', async () => {
    const forms = [
      ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      JSON.stringify(ec.publicKey.export({ format: 'jwk' })),
    ];
    for (const key of forms) {
      const input = `${base64url({ alg: 'HS256', kid: 'k1' })}.${base64url(goodClaims)}`;
      const mac = createHmac('sha256', key).update(input).digest('base64url');
      expect(await present(`${input}.${mac}`)).toBe('client_auth.assertion_alg');
    }
  });

  it.each(['none', 'None', 'NONE', ''])('alg "%s" is refused', async (alg) => {
    const unsigned = `${base64url({ alg })}.${base64url(goodClaims)}.`;
    expect(await present(unsigned)).toBe('client_auth.assertion_alg');
  });

  it('a registration without an algorithm accepts none', async () => {
    const { assertionAlg: _, ...auth } = client('ES256').auth;
    const registration = makeRegistration({ auth });
    for (const assertion of [
      await assertionOf(goodClaims),
      `${base64url({})}.${base64url(goodClaims)}.AAAA`,
    ]) {
      expect(await present(assertion, { registration })).toBe('client_auth.assertion_alg');
    }
  });

  it('another good algorithm than the registered one is refused', async () => {
    const assertion = await assertionOf(goodClaims, { alg: 'RS256' }, rsa.privateKey);
    const attempt = { registration: client('PS256'), keys: [rsa.publicKey] };
    expect(await present(assertion, attempt)).toBe('client_auth.assertion_alg');
  });

  it('with client_id of another client beside it is refused', async () => {
    const good = await assertionOf(goodClaims);
    expect(await present(good, { params: { client_id: clientId } })).toBe('authenticated');
    expect(await present(good, { params: { client_id: 'another' } })).toBe('client_auth.client_id_mismatch');
  });

  it('another client_assertion_type is refused', async () => {
    const good = await assertionOf(goodClaims);
    const saml = 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer';
    for (const type of [saml, '']) {
      const outcome = await present(good, { params: { client_assertion_type: type } });
      expect(outcome).toBe('client_auth.assertion_malformed');
    }
  });

  it('the type alone, without an assertion, is refused', async () => {
    expect(await present('')).toBe('client_auth.assertion_malformed');
  });

  it('with a subject other than the client is refused', () => {
    const rules = { clientId, audiences: [issuer], nowSeconds: now, assertionsNotBefore: 0 };
    expect(checkAssertionClaims(goodClaims, rules).ok).toBe(true);
    expect(checkAssertionClaims({ ...goodClaims, sub: 'another' }, rules)).toEqual({
      ok: false,
      error: 'client_auth.assertion_subject',
    });
  });
});

describe('attack 10: JOSE, in client assertions', () => {
  it.each([
    ['embedded jwk', { jwk: foreign.publicKey.export({ format: 'jwk' }) }],
    ['jku', { jku: 'https://evil.example/jwks' }],
    ['x5u', { x5u: 'https://evil.example/chain' }],
    ['x5c', { x5c: ['MIIB'] }],
    ['no kid', { kid: undefined }],
  ])('%s is not used as a key', async (_, header) => {
    const forged = await assertionOf(goodClaims, header, foreign.privateKey);
    expect(await present(forged)).toBe('client_auth.assertion_signature');
  });

  it('unknown crit is refused', async () => {
    const [, payload] = (await assertionOf(goodClaims)).split('.');
    const header = base64url({ alg: 'ES256', crit: ['exp2'], exp2: 1 });
    expect(await present(`${header}.${payload}.AAAA`)).toBe('client_auth.assertion_signature');
  });

  it('a signature over other bytes is refused', async () => {
    const [header, , signature] = (await assertionOf(goodClaims)).split('.');
    const swapped = `${header}.${base64url({ ...goodClaims, jti: 'jti-9' })}.${signature}`;
    expect(await present(swapped)).toBe('client_auth.assertion_signature');
  });

  it('a signature in the form of another library (DER) is refused', async () => {
    const [header, payload] = (await assertionOf(goodClaims)).split('.');
    expect(await present(`${header}.${payload}.${Buffer.alloc(70, 0x30).toString('base64url')}`)).toBe(
      'client_auth.assertion_signature',
    );
  });

  it('a key that does not fit the algorithm verifies nothing', async () => {
    const assertion = await assertionOf(goodClaims);
    expect(await present(assertion, { keys: [rsa.publicKey] })).toBe('client_auth.assertion_signature');
    expect(await present(assertion, { keys: [] })).toBe('client_auth.assertion_signature');
  });

  it.each([
    ['not a token', 'abc'],
    ['two parts', 'a.b'],
    ['encrypted, five parts', 'a.b.c.d.e'],
    ['no JSON', 'YQ.YQ.YQ'],
    ['oversize', `${'a'.repeat(16_400)}.b.c`],
  ])('%s is refused', async (_, text) => {
    expect(await present(text)).toBe('client_auth.assertion_malformed');
  });

  it('a valid assertion that is too long is refused', async () => {
    const padded = await assertionOf({ ...goodClaims, padding: 'x'.repeat(16_384) });
    expect(await present(padded)).toBe('client_auth.assertion_malformed');
  });

  it('no client is found in more than 16 384 characters', async () => {
    const assertion = await assertionOf(goodClaims);
    expect(findClaimedClient(assertion.padEnd(16_384, 'A'))).toBe(clientId);
    expect(findClaimedClient(assertion.padEnd(16_385, 'A'))).toBeUndefined();
  });

  it('a signed payload that is not an object is refused', async () => {
    const claims = base64url(goodClaims);
    expect(await present(`${base64url('ES256')}.${claims}.AAAA`)).toBe('client_auth.assertion_malformed');
  });
});
