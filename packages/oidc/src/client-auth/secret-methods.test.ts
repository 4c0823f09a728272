import type { Registration } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { issuer, makeRegistration, type Pairs, paramsOf } from '../testing/fixtures.ts';
import { authenticateClient, type ClientAuthOutcome } from './authenticate-client.ts';
import { hashClientSecret, isClientSecret } from './secret.ts';

const nowMs = 1_800_000_000_000;
const secret = 'S3cr+t:%/é';

function client(method: Registration['auth']['method'], changes: Partial<Registration> = {}): Registration {
  const secretHashes = [{ sha256: hashClientSecret(secret) }];
  return makeRegistration({ auth: { method, secretHashes, assertionAudience: 'issuer' }, ...changes });
}

interface Sent {
  readonly authorization?: string;
  readonly params: Readonly<Record<string, string>> | Pairs;
}

async function authenticate(registration: Registration, request: Sent): Promise<string> {
  const outcome = await outcomeOf(registration, request);
  return outcome.ok ? `authenticated ${outcome.registration.clientId}` : outcome.error;
}

function outcomeOf(registration: Registration, request: Sent): Promise<ClientAuthOutcome> {
  return authenticateClient(
    { authorization: request.authorization, params: paramsOf(request.params) },
    {
      issuer,
      endpointUrls: [],
      nowMs,
      findRegistration: (clientId) => (clientId === registration.clientId ? registration : undefined),
      clientKeys: async () => [],
      takeJti: async () => true,
      assertionsNotBefore: async () => 0,
    },
  );
}

function basic(clientId: string, password: string): string {
  return `Basic ${Buffer.from(`${clientId}:${password}`).toString('base64')}`;
}

const encodedSecret = encodeURIComponent(secret);
const post = client('client_secret_post');
const basicClient = client('client_secret_basic');
const good = { client_id: 'service-client', client_secret: secret };

describe('client_secret_post', () => {
  it('authenticates with the secret', async () => {
    expect(await authenticate(post, { params: good })).toBe('authenticated service-client');
  });

  it.each([
    ['client_auth.wrong_secret', { ...good, client_secret: `${secret} ` }],
    ['client_auth.wrong_secret', { ...good, client_secret: hashClientSecret(secret) }],
    ['client_auth.missing', { client_secret: secret }],
    ['client_auth.missing', { client_id: 'service-client' }],
    ['client_auth.missing', { client_id: 'service-client', client_secret: '' }],
    ['client_auth.missing', {}],
    ['client_auth.unknown_client', { ...good, client_id: 'another' }],
  ])('answers %s to %o', async (error, params) => {
    expect(await authenticate(post, { params })).toBe(error);
  });

  it('refuses a suspended client before its secret is checked', async () => {
    const suspended = client('client_secret_post', { status: 'suspended' });
    expect(await authenticate(suspended, { params: good })).toBe('client_auth.client_suspended');
  });
});

describe('client_secret_basic', () => {
  it('form-decodes identifier and secret', async () => {
    const authorization = basic('service-client', encodedSecret);
    expect(await authenticate(basicClient, { authorization, params: {} })).toBe(
      'authenticated service-client',
    );
  });

  it('accepts the scheme in any case and followed by several spaces', () => {
    const authorization = basic('service-client', encodedSecret).replace('Basic ', 'basic   ');
    const outcome = authenticate(basicClient, { authorization, params: {} });
    return expect(outcome).resolves.toBe('authenticated service-client');
  });

  it('accepts its own client_id in the body, and no other', async () => {
    const authorization = basic('service-client', encodedSecret);
    const own = { authorization, params: { client_id: 'service-client' } };
    expect(await authenticate(basicClient, own)).toBe('authenticated service-client');
    const foreign = { authorization, params: { client_id: 'another' } };
    expect(await authenticate(basicClient, foreign)).toBe('client_auth.client_id_mismatch');
  });

  it.each([
    ['client_auth.wrong_secret', basic('service-client', 'wrong')],
    ['client_auth.unknown_client', basic('another', encodedSecret)],
    ['client_auth.unknown_client', basic('a', encodedSecret)],
    ['client_auth.malformed_basic', basic('service-client', '%zz')],
    ['client_auth.malformed_basic', basic('%ff', encodedSecret)],
    ['client_auth.malformed_basic', basic('', encodedSecret)],
    ['client_auth.malformed_basic', basic('service-client', '')],
    ['client_auth.malformed_basic', `Basic ${Buffer.from('service-client').toString('base64')}`],
    ['client_auth.malformed_basic', 'Basic ***'],
    ['client_auth.malformed_basic', `x${basic('service-client', encodedSecret)}`],
    ['client_auth.malformed_basic', `${basic('service-client', encodedSecret)} x`],
    ['client_auth.malformed_basic', 'Basic'],
    ['client_auth.malformed_basic', ''],
    ['client_auth.malformed_basic', 'Bearer abc'],
  ])('answers %s to %s', async (error, authorization) => {
    expect(await authenticate(basicClient, { authorization, params: {} })).toBe(error);
  });
});

describe('exactly one method, the registered one', () => {
  it.each([
    ['header and secret', basic('service-client', encodedSecret), good],
    ['header and assertion', basic('service-client', encodedSecret), { client_assertion: 'a.b.c' }],
    ['header and assertion type', basic('service-client', encodedSecret), { client_assertion_type: 'x' }],
    ['header and empty secret', basic('service-client', encodedSecret), { client_secret: '' }],
  ])('refuses %s together', async (_, authorization, params) => {
    for (const registration of [post, basicClient]) {
      expect(await authenticate(registration, { authorization, params })).toBe('client_auth.several_methods');
    }
  });

  it('refuses secret and assertion together', async () => {
    const params = { ...good, client_assertion: 'a.b.c' };
    expect(await authenticate(post, { params })).toBe('client_auth.several_methods');
  });

  it('refuses the right secret by another method than the registered one', async () => {
    const byBasic = { authorization: basic('service-client', encodedSecret), params: {} };
    expect(await authenticate(post, byBasic)).toBe('client_auth.method_not_registered');
    expect(await authenticate(basicClient, { params: good })).toBe('client_auth.method_not_registered');
    expect(await authenticate(client('private_key_jwt'), { params: good })).toBe(
      'client_auth.method_not_registered',
    );
  });

  it('names the registered method to a caller that has shown the secret, and to no other', async () => {
    const detailOf = async (registration: Registration, request: Sent) => {
      const outcome = await outcomeOf(registration, request);
      return outcome.ok ? 'authenticated' : outcome.detail;
    };
    const byBasic = (value: string) => ({ authorization: basic('service-client', value), params: {} });
    expect(await detailOf(post, byBasic(encodedSecret))).toBe('registered: client_secret_post');
    expect(await detailOf(basicClient, { params: good })).toBe('registered: client_secret_basic');
    const ended = client('client_secret_post');
    const secretHashes = ended.auth.secretHashes.map((secretHash) => ({ ...secretHash, expiresAtMs: nowMs }));
    const expired = { ...ended, auth: { ...ended.auth, secretHashes } };
    expect(await detailOf(expired, byBasic(encodedSecret))).toBeUndefined();
    for (const guess of ['', 'x', `${encodedSecret}x`, encodedSecret.toLowerCase()]) {
      expect(await detailOf(post, byBasic(guess))).toBeUndefined();
      expect(await detailOf(basicClient, { params: { ...good, client_secret: guess } })).toBeUndefined();
    }
    // Former secrets prove nothing for a client that signs.
    expect(await detailOf(client('private_key_jwt'), { params: good })).toBeUndefined();
    const params = { client_assertion: 'a.b.c', client_assertion_type: 'x', client_id: 'service-client' };
    expect(await detailOf(post, { params })).toBeUndefined();
  });

  it('attack 15: refuses a repeated parameter', async () => {
    const params: Pairs = [...Object.entries(good), ['client_secret', secret]];
    expect(await authenticate(post, { params })).toBe('client_auth.parameter_repeated');
    const code: Pairs = [...Object.entries(good), ['code', 'a'], ['code', 'b']];
    expect(await authenticate(post, { params: code })).toBe('client_auth.parameter_repeated');
  });
});

it('a secret is kept as its SHA-256 in hexadecimal', () => {
  expect(hashClientSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

describe('secrets during a rotation', () => {
  const auth = {
    method: 'client_secret_post',
    assertionAudience: 'issuer',
    secretHashes: [
      { sha256: hashClientSecret('old'), expiresAtMs: nowMs },
      { sha256: hashClientSecret('new') },
    ],
  } as const;
  const rotating = makeRegistration({ auth: { ...auth, secretHashes: [...auth.secretHashes] } });

  it('both are valid until the older one ends, then only the newer', () => {
    expect(isClientSecret(rotating, 'old', nowMs - 1)).toBe(true);
    expect(isClientSecret(rotating, 'old', nowMs)).toBe(false);
    expect(isClientSecret(rotating, 'new', nowMs - 1)).toBe(true);
    expect(isClientSecret(rotating, 'new', nowMs)).toBe(true);
  });

  it('without any secret nothing matches, nor does an invalid hash', () => {
    expect(isClientSecret(makeRegistration(), '', nowMs)).toBe(false);
    const damaged = { ...auth, secretHashes: [{ sha256: 'zz'.repeat(32) }] };
    expect(isClientSecret(makeRegistration({ auth: damaged }), 'new', nowMs)).toBe(false);
  });
});
