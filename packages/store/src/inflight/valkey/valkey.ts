import { type Clock, nowSeconds } from '@garance/core';
import type { InflightStore, SharedEntry } from '../contract.ts';
import { hashId } from '../hash-id.ts';
import type { InflightKind } from '../kinds.ts';
import type { ValkeyConnection } from './connection.ts';
import { createEntries, type Entries, keyOf } from './entries.ts';
import { scripts } from './scripts.ts';
import { createShares } from './shares.ts';

export interface ValkeyInflightOptions {
  readonly clock: Clock;
  /**
   * Entries of each kind, of which shares are fractions; the server itself is limited by its memory. Default 2,000,000.
   */
  readonly maxEntries?: number;
  /** Characters of all values of which shares are fractions; default 2,048,000,000. */
  readonly maxCharacters?: number;
}

/**
 * The in-flight store of several nodes, on Valkey or Redis 7. Each operation is atomic on the server. Entries expire by
 * the clock of the node that reads them, and at the latest by the server's.
 *
 * The servers must not evict (`maxmemory-policy noeviction`): an evicted `jti` or tombstone would allow a replay.
 */
export function createValkeyInflightStore(
  connection: ValkeyConnection,
  { clock, maxEntries = 2_000_000, maxCharacters = 2_048_000_000 }: ValkeyInflightOptions,
): InflightStore {
  const shares = createShares(connection, clock, { maxEntries, maxCharacters });
  const entries = createEntries({ connection, clock, shares });
  return {
    ...transactions(entries),
    ...codesAndTokens(entries, connection, clock),
    ...singleValues(entries),
    ...counters(connection, clock),
    epochSeconds: () => epochSeconds(connection, clock),
    ping: connection.ping,
    close: connection.close,
  };
}

type Transactions = Pick<
  InflightStore,
  'createTransaction' | 'getTransaction' | 'putTransaction' | 'replaceTransaction' | 'takeTransaction'
>;

function transactions(entries: Entries): Transactions {
  const kind = 'transaction';
  const hashed = (id: string): string => hashId(kind, id);
  return {
    createTransaction: (id, { ttlSeconds, ...entry }) =>
      entries.put(kind, hashed(id), { ...entry, ttlMs: ttlSeconds * 1000 }),
    getTransaction: async (id) => {
      const found = await entries.get(kind, hashed(id));
      return found && { value: found.value, version: found.number };
    },
    putTransaction: (id, { value, expectedVersion, ttlSeconds }) =>
      entries.replace(kind, hashed(id), {
        number: expectedVersion,
        value,
        ttlMs: ttlSeconds === undefined ? undefined : ttlSeconds * 1000,
      }),
    replaceTransaction: ({ oldId, newId, value, expectedVersion }) =>
      entries.move(kind, { from: hashed(oldId), to: hashed(newId), value, number: expectedVersion }),
    takeTransaction: async (id, expectedVersion) =>
      (await entries.take(kind, hashed(id), expectedVersion)) !== undefined,
  };
}

type CodesAndTokens = Pick<
  InflightStore,
  'putCode' | 'takeCode' | 'codeState' | 'putAccessToken' | 'getAccessToken' | 'revokeGrant'
>;

function codesAndTokens(entries: Entries, connection: ValkeyConnection, clock: Clock): CodesAndTokens {
  const isRevoked = async (grantId: string): Promise<boolean> =>
    (await entries.get('revokedGrant', hashId('revokedGrant', grantId))) !== undefined;
  return {
    putCode: (code, { grantId, value, ttlSeconds, tombstoneSeconds }) =>
      entries.put('code', hashId('code', code), {
        grantId,
        value,
        ttlMs: ttlSeconds * 1000,
        number: tombstoneSeconds * 1000,
      }),
    takeCode: async (code) => {
      const hashed = hashId('code', code);
      const reply = await connection.run({
        script: scripts.takeCode,
        keys: [keyOf('code', hashed), keyOf('redeemedCode', hashed)],
        args: [clock.now()],
        replicated: true,
      });
      const [kind, grantId = '', value = ''] = Array.isArray(reply) ? reply.map(String) : [];
      if (kind === 'taken') return { kind, grantId, value };
      return kind === 'replayed' ? { kind, grantId } : { kind: 'unknown' };
    },
    codeState: async (code) => {
      const hashed = hashId('code', code);
      // Sent in this order: a code that is taken between the two is found as its tombstone.
      const [waiting, tombstone] = await Promise.all([
        entries.get('code', hashed),
        entries.get('redeemedCode', hashed),
      ]);
      if (waiting !== undefined) return 'pending';
      return tombstone === undefined ? 'unknown' : 'redeemed';
    },
    putAccessToken: async (token, { grantId, value, ttlSeconds }) => {
      const hashed = hashId('accessToken', token);
      // Concurrently: a reader of the token also reads the mark, so the order does not matter.
      const [, revoked] = await Promise.all([
        entries.put('accessToken', hashed, { grantId, value, ttlMs: ttlSeconds * 1000 }),
        isRevoked(grantId),
      ]);
      if (revoked) await entries.take('accessToken', hashed);
      return !revoked;
    },
    getAccessToken: async (token) => {
      const found = await entries.get('accessToken', hashId('accessToken', token));
      if (found === undefined || (await isRevoked(found.grantId))) return undefined;
      return { grantId: found.grantId, value: found.value };
    },
    revokeGrant: (grantId, ttlSeconds) =>
      entries.put('revokedGrant', hashId('revokedGrant', grantId), { ttlMs: ttlSeconds * 1000 }),
  };
}

type SingleValues = Omit<
  InflightStore,
  keyof Transactions | keyof CodesAndTokens | keyof Counters | 'epochSeconds' | 'ping' | 'close'
>;

/** A pushed request is stored with 1. */
const claimedMark = 2;

/** The kinds with one value under one id: put, read, take. */
function singleValues(entries: Entries): SingleValues {
  const putter =
    (kind: InflightKind) =>
    (id: string, { ttlSeconds, ...entry }: SharedEntry): Promise<void> =>
      entries.put(kind, hashId(kind, id), { ...entry, ttlMs: ttlSeconds * 1000 });
  const getter = (kind: InflightKind) => async (id: string) =>
    (await entries.get(kind, hashId(kind, id)))?.value;
  const taker = (kind: InflightKind) => (id: string) => entries.take(kind, hashId(kind, id));
  const takeSession = taker('session');
  return {
    putUpstreamState: putter('upstreamState'),
    takeUpstreamState: taker('upstreamState'),
    putPushedRequest: putter('pushedRequest'),
    getPushedRequest: async (uri) => {
      const found = await entries.get('pushedRequest', hashId('pushedRequest', uri));
      return found && { value: found.value, claimed: found.number === claimedMark };
    },
    claimPushedRequest: (uri, { value, ttlSeconds, shares = [] }) =>
      entries.claim('pushedRequest', hashId('pushedRequest', uri), {
        value,
        ttlMs: ttlSeconds * 1000,
        shares,
      }),
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

function counters(connection: ValkeyConnection, clock: Clock): Counters {
  return {
    takeAssertionId: async (clientId, jti, ttlSeconds) => {
      const keys = [keyOf('assertionId', hashId('assertionId', clientId, jti))] as const;
      const args = [clock.now(), ttlSeconds * 1000];
      return (await connection.run({ script: scripts.takeOnce, keys, args, replicated: true })) === 1;
    },
    countHit: async (id, windowSeconds) => {
      const nowMs = clock.now();
      const keys = [keyOf('hit', hashId('hit', id))] as const;
      const reply = await connection.run({ script: scripts.hit, keys, args: [nowMs, windowSeconds * 1000] });
      const [count, ends] = Array.isArray(reply) ? reply.map(Number) : [];
      const restMs = (ends ?? nowMs) - nowMs;
      return { count: count ?? 1, resetsInSeconds: Math.max(1, Math.ceil(restMs / 1000)) };
    },
  };
}

/**
 * Written by the first node that needs it, and lost with the data. Milliseconds: longer than any server runs without a
 * restart.
 */
const epochLifeMs = 20 * 365 * 24 * 3600 * 1000;

async function epochSeconds(connection: ValkeyConnection, clock: Clock): Promise<number> {
  const key = 'epoch:{epoch}';
  const read = async (): Promise<number | undefined> => {
    const [since] = await connection.fields(key, ['v']);
    return since === null || since === undefined ? undefined : Number(since);
  };
  const known = await read();
  if (known !== undefined) return known;
  const made = nowSeconds(clock);
  const won = await connection.run({
    script: scripts.begin,
    keys: [key],
    args: [made, epochLifeMs],
    replicated: true,
  });
  return Number(won);
}
