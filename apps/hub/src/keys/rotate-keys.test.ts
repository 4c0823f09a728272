import { createManualClock, GaranceError } from '@garance/core';
import {
  createSoftwareDecryptor,
  createSoftwareSigner,
  generateEncryptionKey,
  generateSigningKey,
  type KeyToken,
} from '@garance/oidc';
import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { createMemoryKeyStore, startMs } from '../testing/fixed-keys.ts';
import { type KeyCustody, softwareKeys, tokenKeys, tokenReferenceOf } from './key-custody.ts';
import { defaultKeyPolicy } from './key-lifecycle.ts';
import { loadKeyRing } from './key-ring.ts';
import { destroyPastKeys, ensureHubKeys, replaceHubKeys, rotateHubKeys } from './rotate-keys.ts';

const hub = { platform: 'plus', environment: 'production' } as const;
const { publishBeforeUseSeconds, publishAfterUseSeconds, keepSeconds } = defaultKeyPolicy;
const wholeLifeMs = (publishBeforeUseSeconds + publishAfterUseSeconds + keepSeconds) * 1000;
const lost = new GaranceError('keys.token_unavailable');

/** A token in memory that can be disconnected. */
function createToken(label = 'token') {
  const held = new Map<string, JWK>();
  const state = { isAway: false };
  const find = (object: string): JWK => {
    const jwk = held.get(object);
    if (state.isAway || jwk === undefined) throw lost;
    return jwk;
  };
  const token: KeyToken = {
    label,
    generate: async (alg) => {
      const isSigning = alg === 'ES256' || alg === 'RS256';
      const { privateJwk, publicJwk } = await (isSigning
        ? generateSigningKey(alg)
        : generateEncryptionKey(alg));
      const object = `object-${held.size}`;
      held.set(object, privateJwk);
      const { kid: _kid, alg: _alg, use: _use, ...bare } = publicJwk;
      return { reference: { token: label, object }, publicJwk: bare };
    },
    signer: ({ object }, named) => ({
      ...named,
      signJwt: async (claims, more) =>
        (await createSoftwareSigner({ jwk: find(object), ...named })).signJwt(claims, more),
    }),
    decryptor: ({ object }, alg) => createSoftwareDecryptor(find(object), alg),
    destroy: async ({ object }) => {
      if (state.isAway) throw lost;
      held.delete(object);
    },
    check: async () => {},
    close: async () => {},
  };
  return { token, held, state };
}

async function begin(custody: KeyCustody = softwareKeys) {
  const clock = createManualClock(startMs);
  const store = createMemoryKeyStore();
  const input = { hub, store, custody, clock };
  await ensureHubKeys(input);
  return { clock, store, input, kids: async () => (await store.list(hub)).map(({ kid }) => kid) };
}

describe('private keys past their life', () => {
  it('are destroyed exactly on time', async () => {
    const { clock, input, kids } = await begin();
    const first = await kids();
    const second = await rotateHubKeys(input);
    clock.advance(wholeLifeMs - 1);
    expect(await destroyPastKeys(input)).toEqual([]);
    expect(await kids()).toEqual([...first, ...second]);
    clock.advance(1);
    expect([...(await destroyPastKeys(input))].sort()).toEqual([...first].sort());
    expect(await kids()).toEqual(second);
    expect(await destroyPastKeys(input)).toEqual([]);
  });

  it('are no longer in the ring after the change, while active keys continue to sign', async () => {
    const { clock, input } = await begin();
    const ring = await loadKeyRing(input);
    const { kid } = ring.signer('ES256');
    await rotateHubKeys(input);
    await ring.refresh();
    clock.advance(wholeLifeMs);
    await destroyPastKeys(input);
    await ring.refresh();
    expect([...ring.phases().keys()]).not.toContain(kid);
    expect(ring.signer('ES256').kid).not.toBe(kid);
  });

  it('never include the newest of a family, however old', async () => {
    const { clock, input, kids } = await begin();
    clock.advance(20 * wholeLifeMs);
    expect(await destroyPastKeys(input)).toEqual([]);
    expect(await kids()).toHaveLength(4);
  });

  it('are destroyed in their token first: after a kill in between, the next run completes it', async () => {
    const { token, held } = createToken();
    const { clock, store, input } = await begin(tokenKeys(token, []));
    await rotateHubKeys(input);
    clock.advance(wholeLifeMs);
    const killed = {
      ...store,
      update: async () => {
        throw new Error('killed');
      },
    };
    await expect(destroyPastKeys({ ...input, store: killed })).rejects.toThrow('killed');
    expect(held.size).toBe(7);
    expect(await destroyPastKeys(input)).toHaveLength(4);
    expect(held.size).toBe(4);
  });

  it('stay, with their rows, while their token is unavailable', async () => {
    const { token, held, state } = createToken();
    const { clock, input, kids } = await begin(tokenKeys(token, []));
    await rotateHubKeys(input);
    clock.advance(wholeLifeMs);
    state.isAway = true;
    await expect(destroyPastKeys(input)).rejects.toBe(lost);
    // They are skipped when no token is configured.
    expect(await destroyPastKeys({ ...input, custody: softwareKeys })).toEqual([]);
    expect([held.size, (await kids()).length]).toEqual([8, 8]);
    state.isAway = false;
    expect(await destroyPastKeys(input)).toHaveLength(4);
  });
});

describe('keys that are lost or compromised', () => {
  it('are replaced at once: others sign, and the former ones decrypt and verify nothing', async () => {
    const { input, kids } = await begin();
    const ring = await loadKeyRing(input);
    const former = await kids();
    const upcoming = await rotateHubKeys(input);
    const { made, destroyed, notDestroyed } = await replaceHubKeys(input);
    await ring.refresh();
    expect([...destroyed].sort()).toEqual([...former, ...upcoming].sort());
    expect(notDestroyed).toEqual([]);
    expect(await kids()).toEqual(made);
    expect(made).toContain(ring.signer('ES256').kid);
    for (const kid of former) {
      expect(ring.verificationKeys().map((key) => key.kid)).not.toContain(kid);
      expect(ring.decryptor({ alg: 'ECDH-ES', kid })).toBeUndefined();
    }
  });

  it('are replaced by software keys when their token is lost, and reported as not destroyed', async () => {
    const { token, held, state } = createToken();
    const { input, kids } = await begin(tokenKeys(token, []));
    const former = await kids();
    state.isAway = true;
    const replaced = await replaceHubKeys({ ...input, custody: softwareKeys });
    expect([...replaced.notDestroyed].sort()).toEqual([...former].sort());
    expect(await kids()).toEqual(replaced.made);
    const ring = await loadKeyRing({ ...input, custody: softwareKeys });
    await ring.signer('ES256').signJwt({});
    expect(held.size).toBe(4);
  });
});

describe('keys in a token', () => {
  it('leave their public half and a reference in the store', async () => {
    const { token } = createToken();
    const { store } = await begin(tokenKeys(token, []));
    for (const key of await store.list(hub)) {
      expect(tokenReferenceOf(key)).toEqual({ token: 'token', object: expect.any(String) });
      expect(Object.keys(key.privateJwk).filter((name) => /^(?:d|p|q|dp|dq|qi|k)$/.test(name))).toEqual([]);
    }
  });

  it('are made for algorithms of the token, and the rest in software', async () => {
    const { token, held } = createToken();
    const { store } = await begin(tokenKeys(token, ['RSA-OAEP-256', 'RSA-OAEP']));
    const inSoftware = (await store.list(hub)).filter((key) => tokenReferenceOf(key) === undefined);
    expect(inSoftware.map(({ alg }) => alg).sort()).toEqual(['RSA-OAEP', 'RSA-OAEP-256']);
    expect(held.size).toBe(2);
  });

  it('of the second of two nodes are destroyed: each family has one', async () => {
    const { token, held } = createToken();
    const { input, kids } = await begin(tokenKeys(token, []));
    const store = { ...input.store, list: async () => [] };
    await ensureHubKeys({ ...input, store });
    expect([held.size, (await kids()).length]).toEqual([4, 4]);
  });

  it('succeed software keys, which stay in use until then', async () => {
    const { clock, store, input } = await begin();
    const { token } = createToken();
    const custody = tokenKeys(token, []);
    const ring = await loadKeyRing({ ...input, custody });
    const software = ring.signer('ES256').kid;
    await rotateHubKeys({ ...input, custody });
    await ring.refresh();
    expect(ring.signer('ES256').kid).toBe(software);
    const [encryption] = ring.encryptionJwks().keys;
    clock.advance(publishBeforeUseSeconds * 1000);
    const { kid } = ring.signer('ES256');
    const key = (await store.list(hub)).find((candidate) => candidate.kid === kid);
    expect(key && tokenReferenceOf(key)).toBeDefined();
    await ring.signer('ES256').signJwt({});
    expect(ring.decryptor({ alg: encryption?.alg ?? '', kid: encryption?.kid ?? '' })).toBeDefined();
  });

  it('stay published without their token, and sign nothing: the hub is not ready', async () => {
    const { token } = createToken();
    const { input } = await begin(tokenKeys(token, []));
    for (const custody of [softwareKeys, tokenKeys(createToken('another').token, [])]) {
      const ring = await loadKeyRing({ ...input, custody });
      expect(ring.signingJwks().keys).toHaveLength(1);
      expect(() => ring.signer('ES256')).toThrow('keys.not_in_use');
      expect(ring.decryptor({ alg: 'ECDH-ES' })).toBeUndefined();
    }
  });
});
