/**
 * People sign in while keys are rotated twice and destroyed. Services and identity providers cache fetched key sets for
 * ten minutes, as they may.
 */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { CompactEncrypt, CompactSign, compactVerify, createLocalJWKSet, importJWK, type JWK } from 'jose';
import { expect, it } from 'vitest';
import { openToken } from '../providers/open-token.ts';
import { makeSigningPair } from '../providers/testing/token-forge.ts';
import { createTestHub } from '../testing/hub-fixture.ts';
import { softwareKeys } from './key-custody.ts';
import { defaultKeyPolicy } from './key-lifecycle.ts';
import { destroyPastKeys, rotateHubKeys } from './rotate-keys.ts';

const cachedMs = 600_000;
/**
 * Falls into running logins: a code lives for 30 seconds. The times of a change, 660 seconds after a rotation, are in
 * this period.
 */
const duringMs = 20_000;
const afterMs = 90_000;
const loginsPerStep = 4;
const hub = { platform: 'plus', environment: 'integration' } as const;
const provider = makeSigningPair('ES256', 'provider');
const providerKey = createPublicKey({ key: provider.publicJwk as JsonWebKey, format: 'jwk' });

/** A key set cached for at most ten minutes. */
function cached(now: () => number, read: () => { readonly keys: readonly JWK[] }) {
  let fetched: { readonly atMs: number; readonly keys: JWK[] } | undefined;
  return () => {
    if (fetched === undefined || now() - fetched.atMs >= cachedMs)
      fetched = { atMs: now(), keys: [...read().keys] };
    return fetched.keys;
  };
}

it('no login fails, every token verifies with the cached key set, and the provider’s tokens can be decrypted', async () => {
  await using rotated = await createTestHub(hub);
  const { clock, keyStore: store, deps } = rotated;
  const { keyRing: ring } = deps;
  const input = { hub, store, custody: softwareKeys, clock };
  const service = rotated.service('public');
  const seenByService = cached(clock.now, () => ring.signingJwks());
  const seenByProvider = cached(clock.now, () => ring.encryptionJwks());
  const signers = new Set<string>();
  const recipients = new Set<string>();

  const signIn = async () => {
    const citizen = rotated.browser();
    const code = await citizen.login(service);
    const { idToken, accessToken } = await service.redeem(code);
    const { protectedHeader } = await compactVerify(idToken, createLocalJWKSet({ keys: seenByService() }));
    signers.add(protectedHeader.kid ?? '');
    await service.userinfoClaims(accessToken);
  };
  const openProviderToken = async () => {
    const jwk = seenByProvider().find(({ alg }) => alg === 'ECDH-ES') ?? {};
    const signed = await new CompactSign(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'ES256', kid: provider.kid })
      .sign(provider.privateKey);
    const token = await new CompactEncrypt(Buffer.from(signed))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: jwk.kid ?? '' })
      .encrypt(await importJWK(jwk, 'ECDH-ES'));
    const format = { signingAlg: 'ES256', encryption: { alg: 'ECDH-ES', enc: 'A256GCM' } } as const;
    const keys = { decryptor: ring.decryptor, verificationKey: async () => providerKey };
    expect(await openToken(token, format, keys)).toMatchObject({ ok: true });
    recipients.add(jwk.kid ?? '');
  };

  for (let step = 0; step < 23; step += 1) {
    const work = Array.from({ length: loginsPerStep }, () => Promise.all([signIn(), openProviderToken()]));
    clock.advance(duringMs);
    // Concurrently, as the worker and the database would do it.
    if (step === 2 || step === 9) await rotateHubKeys(input);
    await ring.refresh();
    await Promise.all(work);
    clock.advance(afterMs);
  }
  const { publishAfterUseSeconds, keepSeconds } = defaultKeyPolicy;
  clock.advance((publishAfterUseSeconds + keepSeconds) * 1000);
  const last = Array.from({ length: loginsPerStep }, () => signIn());
  expect((await destroyPastKeys(input)).length).toBeGreaterThan(0);
  await ring.refresh();
  await Promise.all([...last, signIn(), openProviderToken()]);
  expect([signers.size, recipients.size]).toEqual([3, 3]);
});
