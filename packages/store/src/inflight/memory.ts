import { type Clock, nowSeconds } from '@garance/core';
import type { InflightStore, SharedEntry } from './contract.ts';
import { hashId } from './hash-id.ts';
import type { InflightKind } from './kinds.ts';
import { createShelves, type InflightBounds, type Shelves, type Stored } from './shelves.ts';

/** Limits; default 250 000 entries of each kind and 256 000 000 characters of values. */
export interface MemoryInflightOptions extends Partial<InflightBounds> {
  readonly clock: Clock;
}

/**
 * The in-flight store of a single process. Each method runs without `await`, which makes it atomic.
 * The data is lost with the process; running logins then end on an error page.
 * Has no timer and no socket; `close` drops all data.
 */
export function createMemoryInflightStore(options: MemoryInflightOptions): InflightStore {
  const { clock, maxEntries = 250_000, maxCharacters = 256_000_000 } = options;
  const shelves = createShelves(clock, { maxEntries, maxCharacters });
  const epoch = nowSeconds(clock);
  return {
    ...transactions(shelves, clock),
    ...codesAndTokens(shelves, clock),
    ...singleValues(shelves, clock),
    ...counters(shelves, clock),
    epochSeconds: async () => epoch,
    ping: async () => {},
    close: async () => shelves.clear(),
  };
}

type Transactions = Pick<
  InflightStore,
  'createTransaction' | 'getTransaction' | 'putTransaction' | 'replaceTransaction' | 'takeTransaction'
>;

function transactions(shelves: Shelves, clock: Clock): Transactions {
  const shelf = shelves.shelf('transaction');
  const findAt = (key: string, version: number): Stored | undefined => {
    const found = shelf.get(key, clock.now());
    return found?.number === version ? found : undefined;
  };
  return {
    createTransaction: async (id, entry) => shelves.put('transaction', hashId('transaction', id), entry),
    getTransaction: async (id) => {
      const found = shelf.get(hashId('transaction', id), clock.now());
      return found === undefined ? undefined : { value: found.value, version: found.number };
    },
    putTransaction: async (id, { value, expectedVersion, ttlSeconds }) => {
      const key = hashId('transaction', id);
      const found = findAt(key, expectedVersion);
      if (found === undefined) return false;
      const next = { ...found, value, number: expectedVersion + 1 };
      const nowMs = clock.now();
      if (ttlSeconds === undefined) return shelf.update(key, next, nowMs);
      shelf.set(key, next, Math.min(shelf.endOf(key, nowMs) ?? nowMs, nowMs + ttlSeconds * 1000));
      return true;
    },
    replaceTransaction: async ({ oldId, newId, value, expectedVersion }) => {
      const from = hashId('transaction', oldId);
      const found = findAt(from, expectedVersion);
      if (found === undefined) return false;
      const to = hashId('transaction', newId);
      return shelf.move({ from, to, value: { ...found, value, number: 1 } }, clock.now());
    },
    takeTransaction: async (id, expectedVersion) => {
      const key = hashId('transaction', id);
      return findAt(key, expectedVersion) !== undefined && shelf.take(key, clock.now()) !== undefined;
    },
  };
}

type CodesAndTokens = Pick<
  InflightStore,
  'putCode' | 'takeCode' | 'codeState' | 'putAccessToken' | 'getAccessToken' | 'revokeGrant'
>;

function codesAndTokens(shelves: Shelves, clock: Clock): CodesAndTokens {
  const codes = shelves.shelf('code');
  const tombstones = shelves.shelf('redeemedCode');
  const tokens = shelves.shelf('accessToken');
  const isRevoked = (grantId: string): boolean =>
    shelves.shelf('revokedGrant').get(hashId('revokedGrant', grantId), clock.now()) !== undefined;
  return {
    putCode: async (code, { grantId, value, ttlSeconds, tombstoneSeconds }) =>
      shelves.put('code', hashId('code', code), { grantId, value, ttlSeconds, number: tombstoneSeconds }),
    takeCode: async (code) => {
      const key = hashId('code', code);
      const taken = codes.take(key, clock.now());
      if (taken === undefined) {
        const tombstone = tombstones.get(key, clock.now());
        return tombstone === undefined
          ? { kind: 'unknown' }
          : { kind: 'replayed', grantId: tombstone.grantId };
      }
      shelves.put('redeemedCode', key, { grantId: taken.grantId, ttlSeconds: taken.number });
      return { kind: 'taken', grantId: taken.grantId, value: taken.value };
    },
    codeState: async (code) => {
      const key = hashId('code', code);
      if (codes.get(key, clock.now()) !== undefined) return 'pending';
      return tombstones.get(key, clock.now()) === undefined ? 'unknown' : 'redeemed';
    },
    putAccessToken: async (token, entry) => {
      if (isRevoked(entry.grantId)) return false;
      shelves.put('accessToken', hashId('accessToken', token), entry);
      return true;
    },
    getAccessToken: async (token) => {
      const found = tokens.get(hashId('accessToken', token), clock.now());
      if (found === undefined || isRevoked(found.grantId)) return undefined;
      return { grantId: found.grantId, value: found.value };
    },
    revokeGrant: async (grantId, ttlSeconds) =>
      shelves.put('revokedGrant', hashId('revokedGrant', grantId), { ttlSeconds }),
  };
}

type SingleValues = Pick<
  InflightStore,
  | 'putUpstreamState'
  | 'takeUpstreamState'
  | 'putPushedRequest'
  | 'getPushedRequest'
  | 'claimPushedRequest'
  | 'putLogoutRecord'
  | 'getLogoutRecord'
  | 'takeLogoutRecord'
  | 'putLogoutReturn'
  | 'takeLogoutReturn'
  | 'putSession'
  | 'getSession'
  | 'deleteSession'
>;

/** `number` of a visited pushed request; before the visit, it is 1. */
const claimedMark = 2;

/** The kinds with one value under one id: put, get, take. */
function singleValues(shelves: Shelves, clock: Clock): SingleValues {
  const putter = (kind: InflightKind) => async (id: string, entry: SharedEntry) =>
    shelves.put(kind, hashId(kind, id), entry);
  const getter = (kind: InflightKind) => async (id: string) =>
    shelves.shelf(kind).get(hashId(kind, id), clock.now())?.value;
  const taker = (kind: InflightKind) => async (id: string) =>
    shelves.shelf(kind).take(hashId(kind, id), clock.now())?.value;
  const takeSession = taker('session');
  const pushed = shelves.shelf('pushedRequest');
  return {
    putUpstreamState: putter('upstreamState'),
    takeUpstreamState: taker('upstreamState'),
    putPushedRequest: putter('pushedRequest'),
    getPushedRequest: async (uri) => {
      const found = pushed.get(hashId('pushedRequest', uri), clock.now());
      return found && { value: found.value, claimed: found.number === claimedMark };
    },
    claimPushedRequest: async (uri, { value, ttlSeconds, shares = [] }) => {
      const key = hashId('pushedRequest', uri);
      const found = pushed.get(key, clock.now());
      if (found === undefined || found.number === claimedMark) return false;
      // Its space is reserved already; only the owners change.
      const owners = shares.map(({ owner }) => owner);
      const claimed = { value, grantId: '', number: claimedMark, owners };
      pushed.set(key, claimed, clock.now() + ttlSeconds * 1000);
      return true;
    },
    putLogoutRecord: putter('logoutRecord'),
    getLogoutRecord: getter('logoutRecord'),
    takeLogoutRecord: taker('logoutRecord'),
    putLogoutReturn: putter('logoutReturn'),
    takeLogoutReturn: taker('logoutReturn'),
    putSession: putter('session'),
    getSession: getter('session'),
    deleteSession: async (id) => {
      await takeSession(id);
    },
  };
}

type Counters = Pick<InflightStore, 'takeAssertionId' | 'countHit'>;

function counters(shelves: Shelves, clock: Clock): Counters {
  const hits = shelves.shelf('hit');
  return {
    takeAssertionId: async (clientId, jti, ttlSeconds) => {
      const key = hashId('assertionId', clientId, jti);
      if (shelves.shelf('assertionId').get(key, clock.now()) !== undefined) return false;
      shelves.put('assertionId', key, { ttlSeconds });
      return true;
    },
    countHit: async (id, windowSeconds) => {
      const key = hashId('hit', id);
      const nowMs = clock.now();
      const count = (hits.get(key, nowMs)?.number ?? 0) + 1;
      if (count === 1) shelves.put('hit', key, { ttlSeconds: windowSeconds });
      else hits.update(key, { value: '', grantId: '', number: count }, nowMs);
      const endsAtMs = hits.endOf(key, nowMs) ?? nowMs;
      return { count, resetsInSeconds: Math.max(1, Math.ceil((endsAtMs - nowMs) / 1000)) };
    },
  };
}
