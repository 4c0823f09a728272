import { fc, test } from '@fast-check/vitest';
import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { inflightContract } from '../contract/inflight-contract.ts';
import type { InflightStore } from './contract.ts';
import { createExpiringMap } from './expiring-map.ts';
import { hashId } from './hash-id.ts';
import { type InflightKind, inflightKinds } from './kinds.ts';
import { createMemoryInflightStore } from './memory.ts';
import { createShelves } from './shelves.ts';

inflightContract('memory', async (clock) => createMemoryInflightStore({ clock }));

const bounded = (bounds: { maxEntries?: number; maxCharacters?: number }) => {
  const clock = createManualClock(1_000_000);
  return { clock, store: createMemoryInflightStore({ clock, ...bounds }) };
};
const full = { code: 'store.inflight_full' };

describe('memory store, when its space is used up', () => {
  it('refuses a new transaction rather than evict a live one', async () => {
    const { store } = bounded({ maxEntries: 3 });
    for (const id of ['a', 'b', 'c']) await store.createTransaction(id, { value: id, ttlSeconds: 60 });
    await expect(store.createTransaction('d', { value: 'd', ttlSeconds: 60 })).rejects.toMatchObject(full);
    for (const id of ['a', 'b', 'c']) expect((await store.getTransaction(id))?.value).toBe(id);
  });
  it('has space again as soon as transactions have ended', async () => {
    const { store, clock } = bounded({ maxEntries: 3 });
    for (const id of ['a', 'b', 'c']) await store.createTransaction(id, { value: id, ttlSeconds: 60 });
    clock.advance(60_000);
    for (const id of ['d', 'e', 'f']) await store.createTransaction(id, { value: id, ttlSeconds: 60 });
    await expect(store.createTransaction('g', { value: 'g', ttlSeconds: 60 })).rejects.toMatchObject(full);
  });
  it('finds the space of one expired entry behind many live ones, and of expired ones of other kinds', async () => {
    const { store, clock } = bounded({ maxEntries: 40, maxCharacters: 100 });
    for (let index = 0; index < 39; index += 1)
      await store.createTransaction(`live-${index}`, { value: '', ttlSeconds: 600 });
    await store.createTransaction('dead', { value: '', ttlSeconds: 60 });
    clock.advance(60_000);
    await expect(store.createTransaction('new', { value: '', ttlSeconds: 60 })).resolves.toBeUndefined();
    await store.takeTransaction('new', 1);
    await store.putUpstreamState('large', { value: 'x'.repeat(100), ttlSeconds: 60 });
    await expect(store.createTransaction('refused', { value: '', ttlSeconds: 60 })).rejects.toMatchObject(
      full,
    );
    clock.advance(60_000);
    await expect(store.createTransaction('accepted', { value: '', ttlSeconds: 60 })).resolves.toBeUndefined();
  });
  it('lets a running login continue: its transaction is changed, moved, and gets its code', async () => {
    const { store } = bounded({ maxCharacters: 10 });
    await store.createTransaction('a', { value: '0123456789', ttlSeconds: 60 });
    await expect(store.createTransaction('b', { value: 'b', ttlSeconds: 60 })).rejects.toMatchObject(full);
    await expect(store.putPushedRequest('p', { value: 'p', ttlSeconds: 60 })).rejects.toMatchObject(full);
    expect(await store.putTransaction('a', { value: '0123456789abc', expectedVersion: 1 })).toBe(true);
    expect(await store.replaceTransaction({ oldId: 'a', newId: 'z', value: 'x', expectedVersion: 2 })).toBe(
      true,
    );
    await store.putCode('c', { grantId: 'g', value: '0123456789', ttlSeconds: 30, tombstoneSeconds: 60 });
    expect((await store.takeCode('c')).kind).toBe('taken');
  });
  it('subtracts characters when values are taken, replaced or expire', async () => {
    const { store, clock } = bounded({ maxCharacters: 10 });
    await store.createTransaction('a', { value: '0123456789', ttlSeconds: 60 });
    await store.takeTransaction('a', 1);
    await store.createTransaction('b', { value: '0123456789', ttlSeconds: 60 });
    await store.putTransaction('b', { value: '', expectedVersion: 1 });
    await store.createTransaction('c', { value: '0123456789', ttlSeconds: 60 });
    clock.advance(60_000);
    await store.createTransaction('d', { value: '0123456789', ttlSeconds: 60 });
    await expect(store.createTransaction('e', { value: '', ttlSeconds: 60 })).rejects.toMatchObject(full);
  });
  it('drops the oldest logout record, since that only costs comfort', async () => {
    const { store } = bounded({ maxEntries: 2 });
    for (const id of ['a', 'b', 'c']) await store.putLogoutRecord(id, { value: id, ttlSeconds: 60 });
    expect(await store.getLogoutRecord('a')).toBeUndefined();
    expect(await store.getLogoutRecord('b')).toBe('b');
    expect(await store.getLogoutRecord('c')).toBe('c');
  });
  it('never refuses a revocation, and refuses what would lift a replay check or rate limit', async () => {
    const { store } = bounded({ maxEntries: 1 });
    await store.revokeGrant('a', 60);
    await store.revokeGrant('b', 60);
    expect(await store.putAccessToken('t', { grantId: 'a', value: '', ttlSeconds: 60 })).toBe(false);
    expect(await store.putAccessToken('t', { grantId: 'b', value: '', ttlSeconds: 60 })).toBe(false);
    expect(await store.takeAssertionId('client', 'j1', 60)).toBe(true);
    await expect(store.takeAssertionId('client', 'j2', 60)).rejects.toMatchObject(full);
    expect(await store.takeAssertionId('client', 'j1', 60)).toBe(false);
    await store.countHit('k1', 60);
    await expect(store.countHit('k2', 60)).rejects.toMatchObject(full);
    expect((await store.countHit('k1', 60)).count).toBe(2);
  });
  it('keeps entries of one kind from taking the space of another', async () => {
    const { store } = bounded({ maxEntries: 2 });
    await store.countHit('k1', 60);
    await store.countHit('k2', 60);
    await expect(store.createTransaction('a', { value: 'a', ttlSeconds: 60 })).resolves.toBeUndefined();
  });
  it('drops all data when closed', async () => {
    const { store } = bounded({});
    await store.createTransaction('a', { value: 'a', ttlSeconds: 60 });
    await store.close();
    expect(await store.getTransaction('a')).toBeUndefined();
  });
});

describe('memory store, under continuous traffic', () => {
  it('removes expired entries without a timer: its size stays near that of the live ones', () => {
    const clock = createManualClock(0);
    const shelves = createShelves(clock, { maxEntries: 1_000_000, maxCharacters: 1_000_000 });
    for (let index = 0; index < 20_000; index += 1) {
      shelves.put('code', `k${index}`, { value: 'x', ttlSeconds: index % 7 === 0 ? 40 : 1 });
      clock.advance(10);
    }
    const alive = 100 + 4_000 / 7;
    expect(shelves.shelf('code').size).toBeLessThan(3 * alive);
  });
});

describe('an expiring map', () => {
  it('reports each added and removed entry, so that totals are exact', () => {
    let total = 0;
    const map = createExpiringMap<string>({
      added: (value) => {
        total += value.length;
      },
      removed: (value) => {
        total -= value.length;
      },
    });
    map.set('a', 'xx', 10);
    map.set('a', 'xxxx', 10);
    map.set('b', 'x', 20);
    expect(total).toBe(5);
    map.update('b', 'xxx', 0);
    expect(total).toBe(7);
    expect(map.get('a', 10)).toBeUndefined();
    expect(total).toBe(3);
    map.move({ from: 'b', to: 'c', value: 'x' }, 0);
    expect(total).toBe(1);
    map.clear();
    expect(total).toBe(0);
  });
});

describe('the key of an id', () => {
  it('differs for every kind and every split of the parts, and never contains the id', () => {
    const kinds = Object.keys(inflightKinds) as InflightKind[];
    const keys = kinds.flatMap((kind) => [
      hashId(kind, 'ab', 'c'),
      hashId(kind, 'a', 'bc'),
      hashId(kind, 'abc'),
    ]);
    expect(new Set(keys).size).toBe(kinds.length * 3);
    expect(keys.every((key) => /^[\w-]{43}$/.test(key))).toBe(true);
  });
});

describe('attack 25: shares of the memory store', () => {
  const usedUp = { code: 'store.share_used_up' };
  const bounds = { maxEntries: 100, maxCharacters: 1000 };
  const half = (owner: string) => [{ owner, fraction: 0.5 }];
  const fill = async (store: InflightStore, owner: string, count: number) => {
    for (let index = 0; index < count; index += 1)
      await store.createTransaction(`${owner}-${index}`, { value: '', ttlSeconds: 60, shares: half(owner) });
  };

  it('a used-up share refuses its owner only, until its entries expire or are taken', async () => {
    const { clock, store } = bounded(bounds);
    await fill(store, 'a', 50);
    await expect(
      store.createTransaction('more', { value: '', ttlSeconds: 60, shares: half('a') }),
    ).rejects.toMatchObject(usedUp);
    await expect(
      store.createTransaction('b', { value: '', ttlSeconds: 60, shares: half('b') }),
    ).resolves.toBeUndefined();
    await expect(
      store.createTransaction('without-owner', { value: '', ttlSeconds: 60 }),
    ).resolves.toBeUndefined();
    expect(await store.takeTransaction('a-7', 1)).toBe(true);
    await expect(
      store.createTransaction('more', { value: '', ttlSeconds: 60, shares: half('a') }),
    ).resolves.toBeUndefined();
    await expect(
      store.createTransaction('again', { value: '', ttlSeconds: 60, shares: half('a') }),
    ).rejects.toMatchObject(usedUp);
    // Nothing else is written meanwhile: expired entries stop counting without a sweep.
    clock.advance(90_000);
    await expect(
      store.createTransaction('again', { value: '', ttlSeconds: 60, shares: half('a') }),
    ).resolves.toBeUndefined();
  });

  it('counts characters too, also those that an entry gains during its life', async () => {
    const { store } = bounded(bounds);
    await store.createTransaction('t', { value: 'x'.repeat(100), ttlSeconds: 60, shares: half('a') });
    await store.putTransaction('t', { value: 'x'.repeat(490), expectedVersion: 1 });
    await expect(
      store.createTransaction('u', { value: 'x'.repeat(11), ttlSeconds: 60, shares: half('a') }),
    ).rejects.toMatchObject(usedUp);
    await expect(
      store.createTransaction('u', { value: 'x'.repeat(10), ttlSeconds: 60, shares: half('a') }),
    ).resolves.toBeUndefined();
  });

  it('follow a transaction to its new identifier, and end with it', async () => {
    const { store } = bounded(bounds);
    await store.createTransaction('old', { value: 'x', ttlSeconds: 60, shares: half('a') });
    await store.replaceTransaction({
      oldId: 'old',
      newId: 'new',
      value: 'x'.repeat(500),
      expectedVersion: 1,
    });
    await expect(
      store.createTransaction('u', { value: 'x', ttlSeconds: 60, shares: half('a') }),
    ).rejects.toMatchObject(usedUp);
    expect(await store.takeTransaction('new', 1)).toBe(true);
    await expect(
      store.createTransaction('u', { value: 'x'.repeat(500), ttlSeconds: 60, shares: half('a') }),
    ).resolves.toBeUndefined();
  });

  it('are separate for each kind, and an entry may count against several', async () => {
    const { store } = bounded(bounds);
    await fill(store, 'a', 50);
    await expect(
      store.putUpstreamState('s', { value: '', ttlSeconds: 60, shares: half('a') }),
    ).resolves.toBeUndefined();
    await expect(
      store.putPushedRequest('p', { value: '', ttlSeconds: 60, shares: half('a') }),
    ).resolves.toBeUndefined();
    const both = [...half('b'), ...half('a')];
    await expect(
      store.createTransaction('u', { value: '', ttlSeconds: 60, shares: both }),
    ).rejects.toMatchObject(usedUp);
    await fill(store, 'b', 50);
  });

  it('of an owner without entries always allow one', async () => {
    const { store } = bounded(bounds);
    const tiny = [{ owner: 'a', fraction: 0.000_1 }];
    await expect(
      store.createTransaction('t', { value: 'x', ttlSeconds: 60, shares: tiny }),
    ).resolves.toBeUndefined();
    await expect(
      store.createTransaction('u', { value: 'x', ttlSeconds: 60, shares: tiny }),
    ).rejects.toMatchObject(usedUp);
  });

  test.prop([
    fc.array(
      fc.record({
        act: fc.constantFrom('begin', 'end', 'wait'),
        owner: fc.constantFrom('a' as const, 'b' as const),
        at: fc.nat(60),
      }),
      { maxLength: 200 },
    ),
  ])('equal the live entries, and released space is usable again', async (acts) => {
    const { clock, store } = bounded({ maxEntries: 20, maxCharacters: 1_000_000 });
    const ends = { a: new Map<string, number>(), b: new Map<string, number>() } as const;
    for (const [index, { act, owner, at }] of acts.entries()) {
      const now = clock.now();
      const live = [...ends[owner]].filter(([, end]) => end > now);
      if (act === 'wait') clock.advance(at * 1000);
      else if (act === 'end' && live[0] !== undefined) {
        await store.takeTransaction(live[0][0], 1);
        ends[owner].delete(live[0][0]);
      } else if (act === 'begin') {
        const put = store.createTransaction(`t${index}`, { value: '', ttlSeconds: 60, shares: half(owner) });
        const stored = await put.then(
          () => true,
          () => false,
        );
        // An expired entry may count for one slot longer.
        const lately = [...ends[owner]].filter(([, end]) => end > now - 30_000);
        if (stored) ends[owner].set(`t${index}`, now + 60_000);
        if (live.length >= 10) expect(stored).toBe(false);
        if (lately.length < 10) expect(stored).toBe(true);
      }
    }
  });
});
