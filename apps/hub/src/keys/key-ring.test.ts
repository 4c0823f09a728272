import { createManualClock } from '@garance/core';
import { createSoftwareSigner } from '@garance/oidc';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { createMemoryKeyStore, keyStoreOf, startMs } from '../testing/fixed-keys.ts';
import { createTestHub } from '../testing/hub-fixture.ts';
import { softwareKeys } from './key-custody.ts';
import { defaultKeyPolicy } from './key-lifecycle.ts';
import { loadKeyRing } from './key-ring.ts';
import { ensureHubKeys, rotateHubKeys } from './rotate-keys.ts';

const hub = { platform: 'standard', environment: 'integration' } as const;
const plus = { ...hub, platform: 'plus' } as const;

async function rotatedRing() {
  const clock = createManualClock(startMs);
  const store = keyStoreOf('standard', 'integration');
  const ring = await loadKeyRing({ hub, store, custody: softwareKeys, clock });
  const before = ring.signer('ES256').kid;
  const made = await rotateHubKeys({ hub, store, custody: softwareKeys, clock });
  await ring.refresh();
  return { clock, store, ring, before, made };
}

const kids = ({ keys }: { readonly keys: readonly { readonly kid?: string | undefined }[] }) =>
  keys.map(({ kid }) => kid);

describe('the first start of a hub', () => {
  it.each([
    [hub, ['ES256', 'RS256']],
    [plus, ['ES256']],
  ] as const)('makes the keys that %j needs, once', async (id, algs) => {
    const clock = createManualClock(startMs);
    const store = createMemoryKeyStore();
    await Promise.all([
      ensureHubKeys({ hub: id, store, custody: softwareKeys, clock }),
      ensureHubKeys({ hub: id, store, custody: softwareKeys, clock }),
    ]);
    await ensureHubKeys({ hub: id, store, custody: softwareKeys, clock });
    const keys = await store.list(id);
    expect(keys.map(({ use, alg }) => `${use} ${alg}`).sort()).toEqual(
      ['enc ECDH-ES', 'enc RSA-OAEP', 'enc RSA-OAEP-256', ...algs.map((alg) => `sig ${alg}`)].sort(),
    );
    const ring = await loadKeyRing({ hub: id, store, custody: softwareKeys, clock });
    for (const alg of algs) expect(ring.signer(alg).alg).toBe(alg);
  });

  it('a ring without a key of that algorithm does not sign', async () => {
    const clock = createManualClock(startMs);
    const ring = await loadKeyRing({ hub, store: createMemoryKeyStore(), custody: softwareKeys, clock });
    expect(() => ring.signer('ES256')).toThrow('keys.not_in_use (standard/integration ES256)');
  });
});

describe('a rotation', () => {
  it('publishes the successor before it signs, for as long as key sets are cached', async () => {
    const { clock, ring, before, made } = await rotatedRing();
    expect(kids(ring.signingJwks())).toEqual(expect.arrayContaining([before]));
    const successor = kids(ring.signingJwks()).find((kid) => kid !== before && made.includes(kid ?? ''));
    expect(successor).toBeDefined();
    clock.advance(defaultKeyPolicy.publishBeforeUseSeconds * 1000 - 1);
    expect(ring.signer('ES256').kid).toBe(before);
    clock.advance(1);
    expect(made).toContain(ring.signer('ES256').kid);
  });

  it('leaves no time without a signer, nor with one that was not published long enough', async () => {
    const { clock, ring } = await rotatedRing();
    const seen = new Map<string, number>();
    for (let minute = 0; minute < 60; minute += 1) {
      for (const kid of kids(ring.signingJwks())) {
        if (kid !== undefined && !seen.has(kid)) seen.set(kid, clock.now());
      }
      const { kid } = ring.signer('ES256');
      const publicSince = clock.now() - (seen.get(kid) ?? Number.NaN);
      const wasFirst = seen.get(kid) === startMs && clock.now() < startMs + 660_000;
      expect(wasFirst || publicSince >= 660_000).toBe(true);
      clock.advance(60_000);
    }
  });

  it('keeps what was signed before verifiable: publicly for a while, for logout hints longer', async () => {
    const { clock, ring, before } = await rotatedRing();
    const signed = await ring.signer('ES256').signJwt({ iss: 'x' });
    const { publishBeforeUseSeconds, publishAfterUseSeconds, keepSeconds } = defaultKeyPolicy;
    clock.advance((publishBeforeUseSeconds + publishAfterUseSeconds) * 1000 - 1);
    await compactVerify(signed, createLocalJWKSet({ keys: [...ring.signingJwks().keys] }));
    clock.advance(1);
    expect(kids(ring.signingJwks())).not.toContain(before);
    expect(ring.verificationKeys().map(({ kid }) => kid)).toContain(before);
    clock.advance(keepSeconds * 1000);
    expect(ring.verificationKeys().map(({ kid }) => kid)).not.toContain(before);
  });

  it('offers providers one encryption key of each algorithm, and decrypts with the earlier one too', async () => {
    const { clock, ring } = await rotatedRing();
    const [first] = kids(ring.encryptionJwks());
    expect(kids(ring.encryptionJwks())).toHaveLength(1);
    clock.advance(defaultKeyPolicy.publishBeforeUseSeconds * 1000);
    expect(kids(ring.encryptionJwks())).not.toContain(first);
    const offered = ring.encryptionJwks().keys.map(({ alg }) => alg);
    expect(offered.sort()).toEqual(['ECDH-ES', 'RSA-OAEP', 'RSA-OAEP-256']);
    expect(ring.decryptor({ alg: 'ECDH-ES', ...(first !== undefined && { kid: first }) })).toBeDefined();
    expect(ring.decryptor({ alg: 'ECDH-ES' })).toBeDefined();
    expect(ring.decryptor({ alg: 'RSA-OAEP', kid: first ?? '' })).toBeUndefined();
  });

  it('never publishes a private part', async () => {
    const { ring } = await rotatedRing();
    const published = JSON.stringify([ring.signingJwks(), ring.encryptionJwks()]);
    expect(published).not.toMatch(/"(d|p|q|dp|dq|qi|k)":/);
  });

  it('reports the phase of every key', async () => {
    const { ring, before, made } = await rotatedRing();
    expect(ring.phases().get(before)).toBe('active');
    for (const kid of made.slice(0, 2)) expect(ring.phases().get(kid)).toBe('upcoming');
  });
});

describe('a rotation during logins', () => {
  it('fails no login, and an earlier id_token is still accepted at logout', async () => {
    await using rotated = await createTestHub({ platform: 'plus' });
    const { clock, keyStore: store } = rotated;
    const service = rotated.service('public');
    const first = await service.redeem(await rotated.browser().login(service));
    await rotateHubKeys({ hub: plus, store, custody: softwareKeys, clock });
    await rotated.deps.keyRing.refresh();
    const signers = new Set<string | undefined>();
    for (let turn = 0; turn < 12; turn += 1) {
      const citizen = rotated.browser();
      await citizen.signIn(service);
      const { code = '' } = (await citizen.consent()).params;
      const { idToken, accessToken } = await service.redeem(code);
      signers.add(decodeProtectedHeader(idToken).kid);
      expect((await service.userinfoClaims(accessToken)).sub).toBe(first.claims.sub);
      clock.advance(120_000);
    }
    expect(signers.size).toBe(2);
    const out = await rotated.browser().get(`/api/v2/session/end?id_token_hint=${first.idToken}`);
    expect(out.leavesTo?.hostname).toBe('alpha.example');
  });
});

describe('a signature', () => {
  it('by a key that is not the hub’s does not verify with the published keys', async () => {
    const clock = createManualClock(startMs);
    const ring = await loadKeyRing({
      hub,
      store: keyStoreOf('standard', 'integration'),
      custody: softwareKeys,
      clock,
    });
    const [foreign] = await keyStoreOf('plus', 'integration').list(plus);
    const signer = await createSoftwareSigner({
      jwk: { ...foreign?.privateJwk },
      alg: 'ES256',
      kid: ring.signer('ES256').kid,
    });
    const forged = await signer.signJwt({ iss: 'x' });
    const keySet = createLocalJWKSet({ keys: [...ring.signingJwks().keys] });
    await expect(compactVerify(forged, keySet)).rejects.toThrow();
  });
});
