import { describe, expect, it } from 'vitest';
import type { Entry, InflightStore } from '../inflight/contract.ts';
import { type InflightBench, race } from './inflight-bench.ts';

interface SingleValueKind {
  readonly name: string;
  put(store: InflightStore, id: string, entry: Entry): Promise<void>;
  get?(store: InflightStore, id: string): Promise<string | undefined>;
  take?(store: InflightStore, id: string): Promise<string | undefined>;
}

/** The kinds of data that are one value under one id. */
const kinds: readonly SingleValueKind[] = [
  {
    name: 'an upstream state',
    put: (store, id, entry) => store.putUpstreamState(id, entry),
    take: (store, id) => store.takeUpstreamState(id),
  },
  {
    name: 'a pushed request',
    put: (store, id, entry) => store.putPushedRequest(id, entry),
    get: async (store, id) => (await store.getPushedRequest(id))?.value,
  },
  {
    name: 'a logout record',
    put: (store, id, entry) => store.putLogoutRecord(id, entry),
    get: (store, id) => store.getLogoutRecord(id),
    take: (store, id) => store.takeLogoutRecord(id),
  },
  {
    name: 'a logout return',
    put: (store, id, entry) => store.putLogoutReturn(id, entry),
    take: (store, id) => store.takeLogoutReturn(id),
  },
  {
    name: 'a session',
    put: (store, id, entry) => store.putSession(id, entry),
    get: (store, id) => store.getSession(id),
  },
];

export function describeSingleValues(bench: InflightBench): void {
  for (const kind of kinds) describeKind(kind, bench);
  describePushedRequests(bench);
  describeSeparation(bench);
  describeAssertionIds(bench);
  describeHits(bench);
}

function describeKind(kind: SingleValueKind, { store, clock, id }: InflightBench): void {
  describe(kind.name, () => {
    const read = kind.get ?? kind.take;
    if (read === undefined) throw new Error(`${kind.name} cannot be read`);
    it('is found with its value until it expires', async () => {
      const [early, late] = [id('value'), id('value')];
      const value = `{"text":"é '\\" \n ${kind.name}"}`;
      await kind.put(store(), early, { value, ttlSeconds: 60 });
      await kind.put(store(), late, { value, ttlSeconds: 60 });
      clock.advance(59_999);
      expect(await read(store(), early)).toBe(value);
      clock.advance(1);
      expect(await read(store(), late)).toBeUndefined();
    });
    it('is not found under an id that was never put', async () => {
      expect(await read(store(), id('never'))).toBeUndefined();
    });
    const { take } = kind;
    if (take === undefined) return;
    it('is taken by one of fifty concurrent calls', async () => {
      const key = id('value');
      await kind.put(store(), key, { value: 'v', ttlSeconds: 60 });
      const outcomes = await race(() => take(store(), key));
      expect(outcomes.filter((outcome) => outcome === 'v')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(49);
    });
  });
}

function describePushedRequests({ store, clock, id }: InflightBench): void {
  describe('a pushed request', () => {
    it('is claimed by one of fifty concurrent visits, whose value all others find', async () => {
      const uri = id('uri');
      await store().putPushedRequest(uri, { value: 'pushed', ttlSeconds: 60 });
      expect(await store().getPushedRequest(uri)).toEqual({ value: 'pushed', claimed: false });
      const visits = Array.from({ length: 50 }, (_, index) => `claim-${index}`);
      const outcomes = await Promise.all(
        visits.map((claim) => store().claimPushedRequest(uri, { value: claim, ttlSeconds: 600 })),
      );
      const winners = visits.filter((_, index) => outcomes[index]);
      expect(winners).toHaveLength(1);
      expect(await store().getPushedRequest(uri)).toEqual({ value: winners[0], claimed: true });
    });
    it('has the lifetime set by its first visit, and cannot be claimed after its expiry', async () => {
      const [uri, late] = [id('uri'), id('uri')];
      await store().putPushedRequest(uri, { value: 'pushed', ttlSeconds: 60 });
      await store().putPushedRequest(late, { value: 'pushed', ttlSeconds: 60 });
      clock.advance(59_999);
      expect(await store().claimPushedRequest(uri, { value: 'claim', ttlSeconds: 600 })).toBe(true);
      clock.advance(1);
      expect(await store().claimPushedRequest(late, { value: 'claim', ttlSeconds: 600 })).toBe(false);
      expect(await store().getPushedRequest(late)).toBeUndefined();
      clock.advance(599_998);
      expect((await store().getPushedRequest(uri))?.value).toBe('claim');
      clock.advance(1);
      expect(await store().getPushedRequest(uri)).toBeUndefined();
    });
  });
}

function describeSeparation({ store, id }: InflightBench): void {
  describe('an id', () => {
    it('of one kind is invalid for every other kind', async () => {
      const same = id('same');
      await store().createTransaction(same, { value: 'transaction', ttlSeconds: 60 });
      await store().putAccessToken(same, { grantId: same, value: 'token', ttlSeconds: 60 });
      for (const kind of kinds)
        expect(await (kind.get ?? kind.take)?.(store(), same), kind.name).toBeUndefined();
      expect((await store().takeCode(same)).kind).toBe('unknown');
      for (const kind of kinds) await kind.put(store(), same, { value: kind.name, ttlSeconds: 60 });
      expect((await store().getTransaction(same))?.value).toBe('transaction');
      expect((await store().getAccessToken(same))?.value).toBe('token');
      for (const kind of kinds) expect(await (kind.take ?? kind.get)?.(store(), same)).toBe(kind.name);
    });
    it('of a session no longer opens it once deleted', async () => {
      const session = id('session');
      await store().putSession(session, { value: 'v', ttlSeconds: 60 });
      await store().deleteSession(session);
      expect(await store().getSession(session)).toBeUndefined();
    });
  });
}

function describeAssertionIds({ store, clock, id }: InflightBench): void {
  describe('a client assertion', () => {
    it('is accepted once in fifty concurrent calls', async () => {
      const jti = id('jti');
      expect((await race(() => store().takeAssertionId('client', jti, 60))).filter(Boolean)).toHaveLength(1);
    });
    it('is recorded per client, whatever the split of client and jti', async () => {
      const jti = id('jti');
      expect(await store().takeAssertionId('client-a', jti, 60)).toBe(true);
      expect(await store().takeAssertionId('client-b', jti, 60)).toBe(true);
      expect(await store().takeAssertionId('client', `-a${jti}`, 60)).toBe(true);
      expect(await store().takeAssertionId('client-a', jti, 60)).toBe(false);
    });
    it('is recorded until its expiry', async () => {
      const jti = id('jti');
      await store().takeAssertionId('client', jti, 60);
      clock.advance(59_999);
      expect(await store().takeAssertionId('client', jti, 60)).toBe(false);
      clock.advance(1);
      expect(await store().takeAssertionId('client', jti, 60)).toBe(true);
    });
  });
}

function describeHits({ store, clock, id }: InflightBench): void {
  describe('a count of hits', () => {
    it('grows within its window, which begins with the first hit, and starts again after it', async () => {
      const key = id('hit');
      expect(await store().countHit(key, 60)).toEqual({ count: 1, resetsInSeconds: 60 });
      clock.advance(59_500);
      expect(await store().countHit(key, 60)).toEqual({ count: 2, resetsInSeconds: 1 });
      clock.advance(500);
      expect(await store().countHit(key, 60)).toEqual({ count: 1, resetsInSeconds: 60 });
    });
    it('counts each of fifty concurrent hits', async () => {
      const key = id('hit');
      const counts = (await race(() => store().countHit(key, 60))).map((hit) => hit.count);
      expect([...counts].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    });
    it('of one key is not changed by another', async () => {
      const [key, other] = [id('hit'), id('hit')];
      await store().countHit(key, 60);
      expect((await store().countHit(other, 60)).count).toBe(1);
    });
  });
}
