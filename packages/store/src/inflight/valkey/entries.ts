import { type Clock, GaranceError } from '@garance/core';
import type { StoreShare } from '../contract.ts';
import { type InflightKind, ruleOf } from '../kinds.ts';
import type { ValkeyConnection } from './connection.ts';
import { scripts } from './scripts.ts';
import type { Shares } from './shares.ts';

/** Kind and hashed id. The braces mark the part of a key that selects the cluster's slot. */
export function keyOf(kind: InflightKind, hashed: string): string {
  return `${kind}:{${hashed}}`;
}

export interface NewEntry {
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
}

interface Server {
  readonly connection: ValkeyConnection;
  readonly clock: Clock;
  readonly shares: Shares;
}

export type Entries = ReturnType<typeof createEntries>;

/** Operations common to the kinds of in-flight data: an entry under a kind and a hashed id. */
export function createEntries(server: Server) {
  return { ...writes(server), ...reads(server), ...changes(server) };
}

interface OwnedEntry extends NewEntry {
  /** Owners of its shares, as reserved. */
  readonly owners: string;
  /** Whether it replaces another entry, whose space is reserved already. */
  readonly replaces?: boolean;
}

async function write(
  { connection, clock }: Server,
  [kind, hashed]: readonly [InflightKind, string],
  { value = '', grantId = '', number = 1, ttlMs, owners, replaces = false }: OwnedEntry,
): Promise<void> {
  const { whenFull, endsLogin = false } = ruleOf(kind);
  const isAllowed = replaces || endsLogin || whenFull === 'always';
  const script = isAllowed ? scripts.mark : scripts.put;
  const args = [clock.now(), ttlMs, value, number, grantId, owners];
  try {
    await connection.run({ script, keys: [keyOf(kind, hashed)], args });
  } catch (error) {
    const isFull = error instanceof GaranceError && error.code === 'store.inflight_full';
    if (!isFull) throw error;
    // The loss only costs comfort: the login continues.
    if (whenFull === 'drop-oldest') return;
    throw new GaranceError('store.inflight_full', { detail: kind, cause: error });
  }
}

function writes(server: Server) {
  const { connection, clock, shares } = server;
  return {
    /** Reserves the shares and writes concurrently, in one round trip. An entry whose share was refused is removed. */
    put: async (kind: InflightKind, hashed: string, entry: NewEntry): Promise<void> => {
      const requested = entry.shares ?? [];
      if (requested.length === 0) return write(server, [kind, hashed], { ...entry, owners: '' });
      const length = (entry.value ?? '').length + (entry.grantId ?? '').length;
      const { owners, done } = shares.reserve(kind, requested, { length, ttlMs: entry.ttlMs });
      const written = write(server, [kind, hashed], { ...entry, owners });
      const [fitted, outcome] = await Promise.allSettled([done, written]);
      if (fitted.status === 'rejected') throw fitted.reason;
      if (outcome.status === 'rejected') {
        if (fitted.value) shares.releaseLater(owners);
        throw outcome.reason;
      }
      if (fitted.value) return;
      await connection.run({ script: scripts.take, keys: [keyOf(kind, hashed)], args: [clock.now(), ''] });
      throw new GaranceError('store.share_used_up', { detail: kind });
    },
    /** Succeeds once, for the first caller. */
    claim: async (
      kind: InflightKind,
      hashed: string,
      { value = '', ttlMs, shares: requested = [] }: NewEntry,
    ): Promise<boolean> => {
      // Its space is reserved already; the owner changes, whether or not the new owner's share is used up.
      const reserved = shares.reserve(kind, requested, { length: value.length, ttlMs, always: true });
      const args = [clock.now(), ttlMs, value, reserved.owners];
      const call = { script: scripts.claim, keys: [keyOf(kind, hashed)] as const, args, replicated: true };
      const [before] = await Promise.all([connection.run(call), reserved.done]);
      const isClaimed = before !== null && before !== undefined;
      shares.releaseLater(isClaimed ? String(before) : reserved.owners);
      return isClaimed;
    },
  };
}

function reads({ connection, clock }: Server) {
  return {
    get: async (kind: InflightKind, hashed: string): Promise<Found | undefined> => {
      const fields = await connection.fields(keyOf(kind, hashed), ['v', 'n', 'g', 'e']);
      const [value, number, grantId, ends] = fields;
      if (value === null || value === undefined || !(Number(ends) > clock.now())) return undefined;
      return { value, number: Number(number), grantId: grantId ?? '' };
    },
  };
}

function changes(server: Server) {
  const { connection, clock, shares } = server;
  /** @param number that the entry must have; absent: any */
  const remove = async (kind: InflightKind, hashed: string, number?: number) => {
    const reply = await connection.run({
      script: scripts.take,
      keys: [keyOf(kind, hashed)],
      args: [clock.now(), number ?? ''],
      replicated: true,
    });
    if (!Array.isArray(reply)) return undefined;
    const [value = '', , ends, owners = ''] = reply.map(String);
    return { value, endsAtMs: Number(ends), owners };
  };
  return {
    /** @param number that the entry must have; absent: any */
    take: async (kind: InflightKind, hashed: string, number?: number): Promise<string | undefined> => {
      const taken = await remove(kind, hashed, number);
      if (taken !== undefined) shares.releaseLater(taken.owners);
      return taken?.value;
    },
    /**
     * Moves an entry to another id, with the same expiry and shares. It is removed under the old id before it exists
     * under the new one.
     */
    move: async (
      kind: InflightKind,
      change: { readonly from: string; readonly to: string; readonly value: string; readonly number: number },
    ): Promise<boolean> => {
      const taken = await remove(kind, change.from, change.number);
      if (taken === undefined) return false;
      const ttlMs = Math.max(1, taken.endsAtMs - clock.now());
      await write(server, [kind, change.to], {
        value: change.value,
        ttlMs,
        owners: taken.owners,
        replaces: true,
      });
      return true;
    },
    /** Compare-and-set of the number; keeps the expiry, or moves it forward. */
    replace: async (
      kind: InflightKind,
      hashed: string,
      next: { readonly number: number; readonly value: string; readonly ttlMs?: number | undefined },
    ): Promise<boolean> => {
      const args = [clock.now(), next.number, next.value, next.ttlMs ?? ''];
      return (await connection.run({ script: scripts.replace, keys: [keyOf(kind, hashed)], args })) === 1;
    },
  };
}
