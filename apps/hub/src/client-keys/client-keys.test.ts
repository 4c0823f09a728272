import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock, type Encryption, type Jwks, type Registration } from '@garance/core';
import { encryptJwt } from '@garance/oidc';
import { createOutbound } from '@garance/web/outbound';
import { compactDecrypt, importJWK, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { type ClientKeyProblem, createClientKeys } from './client-keys.ts';

type PublishedKey = Jwks['keys'][number];

function makeKey(kind: 'ec' | 'rsa', kid: string, more: Record<string, unknown> = {}, modulusLength = 2048) {
  // Converted from PEM: exporting a key of `generateKeyPair` as JWK can hang during garbage collection.
  const pem =
    kind === 'ec'
      ? generateKeyPairSync('ec', {
          namedCurve: 'P-256',
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        }).privateKey
      : generateKeyPairSync('rsa', {
          modulusLength,
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        }).privateKey;
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(pem);
  return {
    published: { ...publicKey.export({ format: 'jwk' }), kid, ...more } as PublishedKey,
    exposed: { ...privateKey.export({ format: 'jwk' }), kid, ...more } as PublishedKey,
    privateJwk: privateKey.export({ format: 'jwk' }) as JWK,
  };
}

const ec = makeKey('ec', 'ec-enc', { use: 'enc' });
const otherEc = makeKey('ec', 'ec-enc-2', { use: 'enc' });
const rsa = makeKey('rsa', 'rsa-enc', { use: 'enc' });
const ecSig = makeKey('ec', 'ec-sig', { use: 'sig' });
const rsaSig = makeKey('rsa', 'rsa-sig', { use: 'sig' });
const weakRsa = makeKey('rsa', 'weak', {}, 1024);

const ecdh: Encryption = { alg: 'ECDH-ES', enc: 'A256GCM' };
const oaep: Encryption = { alg: 'RSA-OAEP-256', enc: 'A256GCM' };

type Behaviour = (response: ServerResponse) => void;
const publish =
  (...keys: readonly unknown[]): Behaviour =>
  (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
const status =
  (code: number): Behaviour =>
  (response) =>
    response.writeHead(code, { location: '/' }).end('{"keys":[]}');

async function setUp(initial: Behaviour, { allowPrivateAddresses = true } = {}) {
  let behaviour = initial;
  let fetches = 0;
  const server = createServer((_request, response) => {
    fetches += 1;
    behaviour(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const clock = createManualClock(1_000_000_000);
  const outbound = createOutbound({ policy: { allowHttp: true, allowPrivateAddresses } });
  const problems: ClientKeyProblem[] = [];
  const clientKeys = createClientKeys({
    outbound,
    clock,
    maxAgeMs: 60_000,
    coolDownMs: 10_000,
    onProblem: (problem) => problems.push(problem),
  });
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  return {
    clock,
    clientKeys,
    problems,
    registration: registrationWith({ kind: 'jwks_uri', uri }),
    fetches: () => fetches,
    behave(next: Behaviour) {
      behaviour = next;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await outbound.close();
    },
  };
}

function registrationWith(keys: Registration['keys']): Registration {
  return {
    id: 'r1',
    version: 1,
    serviceId: 's1',
    organisationId: 'o1',
    platform: 'plus',
    environment: 'integration',
    clientId: 'client-1',
    status: 'active',
    type: 'public',
    displayName: 'Service',
    redirectUris: ['https://service.example/callback'],
    postLogoutRedirectUris: [],
    auth: { method: 'private_key_jwt', secretHashes: [], assertionAlg: 'ES256', assertionAudience: 'issuer' },
    keys,
    idToken: { signingAlg: 'ES256', encryption: ecdh },
    userinfo: { signingAlg: 'ES256', encryption: ecdh },
    scopes: ['openid'],
    amrAllowed: false,
    pkce: 'optional',
    par: 'optional',
    profile: 'franceconnect',
    idpHintAllowed: false,
    sector: { algorithm: 'g1', id: 'sector-1' },
    sectorIdentifierUri: undefined,
    sessionLengthSeconds: 28_800,
  } as Registration;
}

const inline = (...keys: readonly PublishedKey[]) =>
  registrationWith({ kind: 'jwks', jwks: { keys: [...keys] } });
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

describe('the encryption key of a service', () => {
  it('encrypts so that only the service can decrypt', async () => {
    await using env = await setUp(publish(ecSig.published, rsa.published, ec.published));
    const recipient = await env.clientKeys.encryptionKey(env.registration, ecdh);
    if (recipient === undefined) throw new Error('no key');
    expect(recipient.kid).toBe('ec-enc');
    const opened = await compactDecrypt(
      await encryptJwt('a.b.c', recipient, { iss: 'https://hub.example', aud: 'client' }),
      await importJWK(ec.privateJwk, 'ECDH-ES'),
    );
    expect(new TextDecoder().decode(opened.plaintext)).toBe('a.b.c');
  });

  it('is chosen by algorithm from one key set, fetched and imported once', async () => {
    await using env = await setUp(publish(ec.published, rsa.published));
    const [first, second, third] = await Promise.all([
      env.clientKeys.encryptionKey(env.registration, ecdh),
      env.clientKeys.encryptionKey(env.registration, oaep),
      env.clientKeys.encryptionKey(env.registration, ecdh),
    ]);
    expect([first?.kid, second?.kid]).toEqual(['ec-enc', 'rsa-enc']);
    expect(third).toBe(first);
    expect(env.fetches()).toBe(1);
  });

  it('may be registered inline', async () => {
    await using env = await setUp(status(500));
    const registration = inline(ec.published);
    const first = await env.clientKeys.encryptionKey(registration, ecdh);
    expect(first?.kid).toBe('ec-enc');
    expect(await env.clientKeys.encryptionKey(registration, ecdh)).toBe(first);
    expect(env.fetches()).toBe(0);
  });

  it('is undefined for a service without keys, or without a fitting one', async () => {
    await using env = await setUp(status(500));
    const none = registrationWith({ kind: 'none' });
    expect(await env.clientKeys.encryptionKey(none, ecdh)).toBeUndefined();
    expect(await env.clientKeys.encryptionKey(inline(rsa.published, ecSig.published), ecdh)).toBeUndefined();
    expect(env.problems).toContainEqual({ clientId: 'client-1', reason: 'no-usable-key' });
  });

  it('ignores a JWK published with its private half, and the trace reports it', async () => {
    await using env = await setUp(publish(ec.exposed, otherEc.published));
    expect((await env.clientKeys.encryptionKey(env.registration, ecdh))?.kid).toBe('ec-enc-2');
    expect(env.problems).toEqual([{ clientId: 'client-1', reason: 'private-key-published' }]);
    const onlyExposed = inline(rsa.exposed);
    expect(await env.clientKeys.encryptionKey(onlyExposed, oaep)).toBeUndefined();
    expect(await env.clientKeys.verificationKeys(inline(ecSig.exposed), { alg: 'ES256' })).toEqual([]);
  });

  it('is found among members that are not keys', async () => {
    await using env = await setUp(
      publish('x', null, { kid: 'no type' }, { kty: 'EC', crv: 'P-256' }, ec.published),
    );
    expect((await env.clientKeys.encryptionKey(env.registration, ecdh))?.kid).toBe('ec-enc');
  });
});

describe('a key set behind a jwks_uri', () => {
  it('is refreshed in the background when stale: a rotation takes effect for the login after next', async () => {
    await using env = await setUp(publish(ec.published));
    await env.clientKeys.encryptionKey(env.registration, ecdh);
    env.behave(publish(otherEc.published));
    env.clock.advance(60_000);
    expect((await env.clientKeys.encryptionKey(env.registration, ecdh))?.kid).toBe('ec-enc');
    while (env.fetches() < 2) await settled();
    while ((await env.clientKeys.encryptionKey(env.registration, ecdh))?.kid === 'ec-enc') await settled();
    expect((await env.clientKeys.encryptionKey(env.registration, ecdh))?.kid).toBe('ec-enc-2');
    expect(env.fetches()).toBe(2);
  });

  it('is waited for when the copy is old: the first login of the day uses the present key', async () => {
    await using env = await setUp(publish(ec.published));
    await env.clientKeys.encryptionKey(env.registration, ecdh);
    env.behave(publish(otherEc.published));
    env.clock.advance(86_400_000);
    expect((await env.clientKeys.encryptionKey(env.registration, ecdh))?.kid).toBe('ec-enc-2');
  });

  it('is replaced by its last valid copy during an outage of the service', async () => {
    await using env = await setUp(publish(ec.published));
    const first = await env.clientKeys.encryptionKey(env.registration, ecdh);
    for (const outage of [
      status(500),
      status(302),
      status(404),
      (response: ServerResponse) => response.destroy(),
    ]) {
      env.behave(outage);
      env.clock.advance(3_600_000);
      expect(await env.clientKeys.encryptionKey(env.registration, ecdh)).toBe(first);
    }
    expect(env.problems.map(({ reason, detail }) => `${reason} ${detail}`)).toEqual([
      'unreachable status 500',
      'unreachable redirect',
      'unreachable status 404',
      'unreachable network',
    ]);
  });

  it.each<[string, Behaviour, string]>([
    ['an error', status(500), 'unreachable'],
    ['HTML', (response) => response.end('<!doctype html>'), 'not-a-key-set'],
    ['a list', (response) => response.end('[]'), 'not-a-key-set'],
    ['more than 256 KB', (response) => response.end(`{"keys":[]}${' '.repeat(262_144)}`), 'unreachable'],
  ])('that is %s gives no key, and the trace says so', async (_what, behaviour, reason) => {
    await using env = await setUp(behaviour);
    expect(await env.clientKeys.encryptionKey(env.registration, ecdh)).toBeUndefined();
    expect(env.problems[0]).toMatchObject({ clientId: 'client-1', reason });
  });

  it('is never fetched from a private address', async () => {
    await using env = await setUp(publish(ec.published), { allowPrivateAddresses: false });
    expect(await env.clientKeys.encryptionKey(env.registration, ecdh)).toBeUndefined();
    expect(env.fetches()).toBe(0);
    expect(env.problems[0]).toEqual({
      clientId: 'client-1',
      reason: 'unreachable',
      detail: 'blocked-address',
    });
  });

  it('is fetched again for an unknown kid, once for all waiting requests and once in the cool-down', async () => {
    await using env = await setUp(publish(ecSig.published));
    const known = await env.clientKeys.verificationKeys(env.registration, { kid: 'ec-sig', alg: 'ES256' });
    expect(known).toHaveLength(1);
    const rotated = makeKey('ec', 'ec-sig-2', { use: 'sig' });
    env.behave(publish(ecSig.published, rotated.published));
    env.clock.advance(10_000);
    const query = { kid: 'ec-sig-2', alg: 'ES256' };
    const both = await Promise.all([
      env.clientKeys.verificationKeys(env.registration, query),
      env.clientKeys.verificationKeys(env.registration, query),
    ]);
    expect(both.map((keys) => keys.length)).toEqual([1, 1]);
    expect(env.fetches()).toBe(2);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(
        await env.clientKeys.verificationKeys(env.registration, { kid: 'made-up', alg: 'ES256' }),
      ).toEqual([]);
    }
    expect(env.fetches()).toBe(2);
  });
});

describe('the verification keys of a service', () => {
  it.each([
    ['ES256', 'ec-sig'],
    ['RS256', 'rsa-sig'],
    ['PS256', 'rsa-sig'],
  ])('for %s are those that fit', async (alg, kid) => {
    await using env = await setUp(status(500));
    const registration = inline(ec.published, rsa.published, ecSig.published, rsaSig.published);
    expect(await env.clientKeys.verificationKeys(registration, { alg })).toHaveLength(1);
    expect(await env.clientKeys.verificationKeys(registration, { alg, kid })).toHaveLength(1);
    expect(await env.clientKeys.verificationKeys(registration, { alg, kid: 'ec-enc' })).toEqual([]);
  });

  it.each<[string, PublishedKey, string]>([
    ['made for encryption', ec.published, 'ES256'],
    ['made for another algorithm', { ...rsaSig.published, alg: 'PS256' }, 'RS256'],
    ['whose operations say otherwise', { ...ecSig.published, key_ops: ['sign'] }, 'ES256'],
    ['on another curve', { ...ecSig.published, crv: 'P-384' }, 'ES256'],
    ['off the curve', { ...ecSig.published, x: ecSig.published.y }, 'ES256'],
    ['of 1024 bits', weakRsa.published, 'RS256'],
    ['that is a secret', { kty: 'oct', k: 'AAAA' }, 'HS256'],
    ['of an algorithm that is not served', ecSig.published, 'none'],
    ['of an algorithm with an inherited name', ecSig.published, 'constructor'],
  ])('leave out a key %s', async (_what, key, alg) => {
    await using env = await setUp(status(500));
    expect(await env.clientKeys.verificationKeys(inline(key), { alg })).toEqual([]);
  });

  it('are limited in number when no kid selects one', async () => {
    await using env = await setUp(status(500));
    const many = inline(...Array.from({ length: 20 }, () => ecSig.published));
    expect((await env.clientKeys.verificationKeys(many, { alg: 'ES256' })).length).toBeLessThanOrEqual(4);
  });
});
