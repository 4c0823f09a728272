/**
 * A hub whose keys are in a SoftHSM token: it signs in, decrypts what providers encrypt, and its database holds
 * references only.
 */
import { createPublicKey, type JsonWebKey, randomBytes } from 'node:crypto';
import { createManualClock } from '@garance/core';
import type { KeyToken } from '@garance/oidc';
import { createPkcs11Token } from '@garance/pkcs11';
import { createTestToken, withoutToken } from '@garance/pkcs11/testing';
import { createVault, type DurableStore } from '@garance/store';
import { openLeasedStore } from '@garance/store/testing';
import { CompactEncrypt, CompactSign, decodeProtectedHeader, importJWK } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openToken } from '../providers/open-token.ts';
import { makeSigningPair } from '../providers/testing/token-forge.ts';
import { startMs } from '../testing/fixed-keys.ts';
import { createTestHub } from '../testing/hub-fixture.ts';
import { type KeyCustody, tokenKeys, tokenReferenceOf } from './key-custody.ts';
import { defaultKeyPolicy } from './key-lifecycle.ts';
import { type KeyRing, loadKeyRing } from './key-ring.ts';
import { destroyPastKeys, ensureHubKeys, rotateHubKeys } from './rotate-keys.ts';

const hub = { platform: 'plus', environment: 'integration' } as const;
const clock = createManualClock(startMs);
let token: KeyToken;
let store: DurableStore;
let custody: KeyCustody;
let ring: KeyRing;

beforeAll(async () => {
  if (withoutToken !== undefined) return;
  token = createPkcs11Token(createTestToken());
  store = await openLeasedStore({ vault: createVault(randomBytes(32)), clock });
  custody = tokenKeys(token, ['RSA-OAEP-256']);
  await ensureHubKeys(input());
  ring = await loadKeyRing(input());
});
afterAll(async () => {
  await store?.close();
  await token?.close();
});
beforeEach(({ skip }) => {
  if (withoutToken !== undefined) skip(withoutToken);
});

const input = () => ({ hub, store: store.hubKeys, custody, clock });

it('signs id_tokens in the token, and the published key verifies them', async () => {
  await using rotated = await createTestHub({ ...hub, deps: { keyRing: ring } });
  const service = rotated.service('public');
  const { idToken, accessToken, claims } = await service.redeem(await rotated.browser().login(service));
  expect(claims).toEqual(await service.verify(idToken));
  expect((await service.userinfoClaims(accessToken)).sub).toBe(claims.sub);
  const { kid } = decodeProtectedHeader(idToken);
  const key = (await store.hubKeys.list(hub)).find((candidate) => candidate.kid === kid);
  expect(key && tokenReferenceOf(key)).toMatchObject({ token: token.label });
});

it.each(['ECDH-ES', 'RSA-OAEP', 'RSA-OAEP-256'] as const)(
  'decrypts what providers encrypt: %s',
  async (alg) => {
    const provider = makeSigningPair('ES256', 'provider');
    const providerKey = createPublicKey({ key: provider.publicJwk as JsonWebKey, format: 'jwk' });
    const jwk = ring.encryptionJwks().keys.find((key) => key.alg === alg) ?? {};
    const signed = await new CompactSign(Buffer.from('{"sub":"person"}'))
      .setProtectedHeader({ alg: 'ES256', kid: provider.kid })
      .sign(provider.privateKey);
    const encrypted = await new CompactEncrypt(Buffer.from(signed))
      .setProtectedHeader({ alg, enc: 'A256GCM', kid: jwk.kid ?? '' })
      .encrypt(await importJWK(jwk, alg));
    const format = { signingAlg: 'ES256', encryption: { alg, enc: 'A256GCM' } } as const;
    const keys = { decryptor: ring.decryptor, verificationKey: async () => providerKey };
    expect(await openToken(encrypted, format, keys)).toMatchObject({
      ok: true,
      value: { claims: { sub: 'person' } },
    });
    const parts = encrypted.split('.');
    // The error does not disclose what is wrong, and the token continues to work.
    for (const part of alg === 'ECDH-ES' ? [2, 3, 4] : [1, 2, 3, 4]) {
      const changed = parts.map((text, index) =>
        index === part ? `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}` : text,
      );
      expect(await openToken(changed.join('.'), format, keys)).toMatchObject({
        ok: false,
        check: 'decryption',
      });
    }
    expect(await openToken(encrypted, format, keys)).toMatchObject({ ok: true });
  },
);

it('stores the public half of each key and a reference only; a software key has a private half', async () => {
  const held = (await store.hubKeys.list(hub)).map(({ alg, privateJwk }) => [
    alg,
    Object.keys(privateJwk).some((name) => /^(?:d|p|q|dp|dq|qi|k)$/.test(name)),
  ]);
  expect(Object.fromEntries(held)).toEqual({
    ES256: false,
    'ECDH-ES': false,
    'RSA-OAEP': false,
    'RSA-OAEP-256': true,
  });
});

it('destroys keys past their life in the token', async () => {
  const former = (await store.hubKeys.list(hub)).filter((key) => tokenReferenceOf(key) !== undefined);
  await rotateHubKeys(input());
  const { publishBeforeUseSeconds, publishAfterUseSeconds, keepSeconds } = defaultKeyPolicy;
  clock.advance((publishBeforeUseSeconds + publishAfterUseSeconds + keepSeconds) * 1000);
  expect(await destroyPastKeys(input())).toHaveLength(4);
  await ring.refresh();
  await ring.signer('ES256').signJwt({});
  for (const key of former.filter(({ use }) => use === 'sig')) {
    const signer = await custody.signer(key);
    await expect(signer?.signJwt({})).rejects.toMatchObject({ code: 'keys.token_unavailable' });
  }
});
