import { type Clock, GaranceError } from '@garance/core';
import type { StoreShare } from '../contract.ts';
import { type InflightKind, ruleOf } from '../kinds.ts';
import type { ValkeyConnection } from './connection.ts';
import { scripts } from './scripts.ts';
import type { Shares } from './shares.ts';

/** Kind and hashed id. The braces are the part of a key that chooses the cluster's slot. */
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

/** What the kinds of in-flight data have in common: an entry under a kind and a hashed id. */
export function createEntries(server: Server) {
  return { ...writes(server), ...reads(server), ...changes(server) };
}

interface OwnedEntry extends NewEntry {
  /** Of its shares, as reserved. */
  readonly owners: string;
  /** Whether it takes the place of another one: its room is there already. */
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
    // A loss that only costs comfort: the login goes on.
    if (whenFull === 'drop-oldest') return;
    throw new GaranceError('store.inflight_full', { detail: kind, cause: error });
  }
}

function writes(server: Server) {
  const { connection, clock, shares } = server;
  return {
    /** Reserves the shares and writes at once: one wait. What was written for a refused share is removed. */
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
    /** Once, for the first claimant. */
    claim: async (
      kind: InflightKind,
      hashed: string,
      { value = '', ttlMs, shares: requested = [] }: NewEntry,
    ): Promise<boolean> => {
      // Its room is there already; whose it is changes, whether or not the new owner's share is used up.
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
  /** @param number that it must have; any without */
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
    /** @param number that it must have; any without */
    take: async (kind: InflightKind, hashed: string, number?: number): Promise<string | undefined> => {
      const taken = await remove(kind, hashed, number);
      if (taken !== undefined) shares.releaseLater(taken.owners);
      return taken?.value;
    },
    /** To another id, with the same end and the same shares: gone under the old one before it is there under the new. */
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
    /** Compare-and-set of the number; keeps the end, or brings it forward. */
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
