import { type Clock, GaranceError, nowSeconds } from '@garance/core';
import type { InflightStore, StoreShare } from '../contract.ts';
import { hashId } from '../hash-id.ts';
import { type InflightKind, inflightKinds } from '../kinds.ts';
import type { ValkeyConnection } from './connection.ts';
import { scripts } from './scripts.ts';
import { createShares, type Shares } from './shares.ts';

export interface ValkeyInflightOptions {
  readonly clock: Clock;
  /** Entries of each kind of which shares are fractions; the server's own bound is its memory. Default 2,000,000. */
  readonly maxEntries?: number;
  /** Characters of all values of which shares are fractions; default 2,048,000,000. */
  readonly maxCharacters?: number;
}

/**
 * The in-flight store of several nodes, on Valkey or Redis 7. Each operation is atomic on the server. Entries end by the
 * clock of the node that reads them, and at the latest by the server's.
 *
 * The servers must not evict (`maxmemory-policy noeviction`): a forgotten `jti` or tombstone would be a replay.
 */
export function createValkeyInflightStore(
  connection: ValkeyConnection,
  { clock, maxEntries = 2_000_000, maxCharacters = 2_048_000_000 }: ValkeyInflightOptions,
): InflightStore {
  const shares = createShares(connection, clock, { maxEntries, maxCharacters });
  const entries = createEntries(connection, clock, shares);
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

/** Kind and hashed id. The braces are the part of a key that chooses the cluster's slot. */
function keyOf(kind: InflightKind, hashed: string): string {
  return `${kind}:{${hashed}}`;
}

interface NewEntry {
  readonly value?: string;
  readonly grantId?: string;
  readonly number?: number;
  readonly ttlMs: number;
  readonly shares?: readonly StoreShare[];
}

interface Found {
  readonly value: string;
  readonly number: number;
  readonly grantId: string;
  readonly endsAtMs: number;
  readonly owners: string;
}

type Entries = ReturnType<typeof createEntries>;

function createEntries(connection: ValkeyConnection, clock: Clock, shares: Shares) {
  const write = async (kind: InflightKind, hashed: string, entry: NewEntry, owners: string) => {
    const { value = '', grantId = '', number = 1, ttlMs } = entry;
    const script = inflightKinds[kind].whenFull === 'always' ? scripts.mark : scripts.put;
    const args = [clock.now(), ttlMs, value, number, grantId, owners];
    try {
      await connection.run({ script, keys: [keyOf(kind, hashed)], args });
    } catch (error) {
      const isFull = error instanceof GaranceError && error.code === 'store.inflight_full';
      if (!isFull) throw error;
      // A loss that only costs comfort: the login goes on.
      if (inflightKinds[kind].whenFull === 'drop-oldest') return;
      throw new GaranceError('store.inflight_full', { detail: kind, cause: error });
    }
  };
  return {
    /** Reserves the shares and writes at once: one wait. What was written for a refused share is removed. */
    put: async (kind: InflightKind, hashed: string, entry: NewEntry): Promise<void> => {
      const wanted = entry.shares ?? [];
      if (wanted.length === 0) return write(kind, hashed, entry, '');
      const length = (entry.value ?? '').length + (entry.grantId ?? '').length;
      const reserved = shares.reserve(kind, wanted, { length, ttlMs: entry.ttlMs });
      const written = write(kind, hashed, entry, reserved.owners);
      const [fitted, outcome] = await Promise.allSettled([reserved.done, written]);
      if (fitted.status === 'rejected') throw fitted.reason;
      if (outcome.status === 'rejected') {
        if (fitted.value) shares.releaseLater(reserved.owners);
        throw outcome.reason;
      }
      if (fitted.value) return;
      await connection.run({ script: scripts.take, keys: [keyOf(kind, hashed)], args: [clock.now(), ''] });
      throw new GaranceError('store.share_used_up', { detail: kind });
    },
    get: async (kind: InflightKind, hashed: string): Promise<Found | undefined> => {
      const [value, number, grantId, ends, owners] = await connection.fields(keyOf(kind, hashed), [
        'v',
        'n',
        'g',
        'e',
        'o',
      ]);
      if (value === null || value === undefined || !(Number(ends) > clock.now())) return undefined;
      return {
        value,
        number: Number(number),
        grantId: grantId ?? '',
        endsAtMs: Number(ends),
        owners: owners ?? '',
      };
    },
    /** @param number that it must have; any without */
    take: async (kind: InflightKind, hashed: string, number?: number) => {
      const reply = await connection.run({
        script: scripts.take,
        keys: [keyOf(kind, hashed)],
        args: [clock.now(), number ?? ''],
        replicated: true,
      });
      if (!Array.isArray(reply)) return undefined;
      const [value, grantId, ends, owners] = reply.map(String);
      shares.releaseLater(owners ?? '');
      return { value: value ?? '', grantId: grantId ?? '', endsAtMs: Number(ends), owners: owners ?? '' };
    },
    /** To another id, with the same end and the same shares: gone under the old one before it is there under the new. */
    move: async (
      kind: InflightKind,
      change: { readonly from: string; readonly to: string; readonly value: string; readonly number: number },
    ): Promise<boolean> => {
      const reply = await connection.run({
        script: scripts.take,
        keys: [keyOf(kind, change.from)],
        args: [clock.now(), change.number],
        replicated: true,
      });
      if (!Array.isArray(reply)) return false;
      const [, , ends, owners] = reply.map(String);
      const ttlMs = Math.max(1, Number(ends) - clock.now());
      await write(kind, change.to, { value: change.value, ttlMs }, owners ?? '');
      return true;
    },
    /** Compare-and-set of the number; keeps the end, or brings it forward. */
    replace: async (
      kind: InflightKind,
      hashed: string,
      next: { readonly number: number; readonly value: string; readonly ttlMs?: number | undefined },
    ): Promise<boolean> => {
      const args = [clock.now(), next.number, next.value, next.ttlMs ?? ''];
      return (await connection.run({ script: scripts.replace, keys: [keyOf(kind, hashed)], args })) === 1;
    },
    /** Once, for the first claimant. */
    claim: async (
      kind: InflightKind,
      hashed: string,
      { value = '', ttlMs, shares: wanted = [] }: NewEntry,
    ): Promise<boolean> => {
      // Its room is there already; whose it is changes, whether or not the new owner's share is used up.
      const reserved = shares.reserve(kind, wanted, { length: value.length, ttlMs, always: true });
      const args = [clock.now(), ttlMs, value, reserved.owners];
      const call = { script: scripts.claim, keys: [keyOf(kind, hashed)] as const, args, replicated: true };
      const [before] = await Promise.all([connection.run(call), reserved.done]);
      const isClaimed = before !== null && before !== undefined;
      shares.releaseLater(isClaimed ? String(before) : reserved.owners);
      return isClaimed;
    },
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
    createTransaction: (id, value, ttlSeconds, shares = []) =>
      entries.put(kind, hashed(id), { value, ttlMs: ttlSeconds * 1000, shares }),
    getTransaction: async (id) => {
      const found = await entries.get(kind, hashed(id));
      return found && { value: found.value, version: found.number };
    },
    putTransaction: (id, value, expectedVersion, ttlSeconds) =>
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
      // At once: whoever reads the token looks for the mark as well, so that it does not matter which is first.
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

/** A pushed request is put with 1. */
const claimedMark = 2;

/** The kinds that are one value under one id: put, read, taken. */
function singleValues(entries: Entries): SingleValues {
  const putter =
    (kind: InflightKind) =>
    (id: string, value: string, ttlSeconds: number, shares: readonly StoreShare[] = []): Promise<void> =>
      entries.put(kind, hashId(kind, id), { value, ttlMs: ttlSeconds * 1000, shares });
  const getter = (kind: InflightKind) => async (id: string) =>
    (await entries.get(kind, hashId(kind, id)))?.value;
  const taker = (kind: InflightKind) => async (id: string) =>
    (await entries.take(kind, hashId(kind, id)))?.value;
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

/** Written by the first node that asks, and lost with the data. Years: longer than any server runs without a restart. */
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
