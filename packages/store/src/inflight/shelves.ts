import { type Clock, GaranceError } from '@garance/core';
import type { StoreShare } from './contract.ts';
import { createExpiringMap, type ExpiringMap } from './expiring-map.ts';
import { type InflightKind, inflightKinds } from './kinds.ts';
import { createShareLedger } from './share-ledger.ts';

/** An entry; each kind uses the fields that it needs. */
export interface Stored {
  readonly value: string;
  readonly grantId: string;
  /** A transaction's version, a code's tombstone in seconds, a count of hits. */
  readonly number: number;
  /** Owners whose shares it counts against. */
  readonly owners?: readonly string[];
}

/** An entry to store. */
interface NewEntry extends Partial<Omit<Stored, 'owners'>> {
  readonly ttlSeconds: number;
  readonly shares?: readonly StoreShare[];
}

/** Limits of the memory store. */
export interface InflightBounds {
  /** Number of entries of each kind. */
  readonly maxEntries: number;
  /** Characters of all values together; above it, no entry that begins a login is accepted. */
  readonly maxCharacters: number;
}

export interface Shelves {
  shelf(kind: InflightKind): ExpiringMap<Stored>;
  /** Stores an entry after making room. @throws GaranceError `store.inflight_full`, `store.share_used_up` */
  put(kind: InflightKind, key: string, entry: NewEntry): void;
  clear(): void;
}

/** Entries swept per write: two, so that expired entries do not accumulate; sixty-four when room is short. */
const sweepSteps = 2;
const urgentSweepSteps = 64;

/** One bounded map per kind: many entries of one kind take no room from another. */
export function createShelves(clock: Clock, bounds: InflightBounds): Shelves {
  let characters = 0;
  const shelves = new Map<InflightKind, ExpiringMap<Stored>>();
  const ledgers = new Map<InflightKind, ReturnType<typeof createShareLedger>>();
  for (const kind of Object.keys(inflightKinds) as InflightKind[]) {
    const ledger = createShareLedger(bounds);
    ledgers.set(kind, ledger);
    const observer = {
      added: (stored: Stored, endsAtMs: number): void => {
        characters += lengthOf(stored);
        for (const owner of stored.owners ?? []) ledger.add(owner, lengthOf(stored), endsAtMs);
      },
      removed: (stored: Stored, endsAtMs: number): void => {
        characters -= lengthOf(stored);
        for (const owner of stored.owners ?? []) ledger.remove(owner, lengthOf(stored), endsAtMs);
      },
    };
    shelves.set(kind, createExpiringMap(observer));
  }
  const shelf = (kind: InflightKind): ExpiringMap<Stored> => {
    const found = shelves.get(kind);
    if (found === undefined) throw new TypeError(`no such kind of in-flight data: ${kind}`);
    return found;
  };

  const makeRoom = (kind: InflightKind, key: string): void => {
    const { whenFull, beginsLogin } = inflightKinds[kind];
    const target = shelf(kind);
    const nowMs = clock.now();
    const full = (): boolean =>
      (whenFull !== 'always' && target.size >= bounds.maxEntries) ||
      (beginsLogin && characters >= bounds.maxCharacters);
    target.sweep(sweepSteps, nowMs);
    if (!full() || target.get(key, nowMs) !== undefined) return;
    for (const shelf of shelves.values()) shelf.sweep(urgentSweepSteps, nowMs);
    if (!full()) return;
    if (whenFull === 'refuse') throw new GaranceError('store.inflight_full', { detail: kind });
    target.dropOldest();
  };

  const checkShares = (kind: InflightKind, shares: readonly StoreShare[], length: number): void => {
    const usedUp = shares.some((share) => ledgers.get(kind)?.fits(share, length, clock.now()) === false);
    if (usedUp) throw new GaranceError('store.share_used_up', { detail: kind });
  };

  return {
    shelf,
    put: (kind, key, { value = '', grantId = '', number = 1, ttlSeconds, shares = [] }) => {
      const owners = shares.map(({ owner }) => owner);
      const stored: Stored = { value, grantId, number, ...(owners.length > 0 && { owners }) };
      makeRoom(kind, key);
      checkShares(kind, shares, lengthOf(stored));
      shelf(kind).set(key, stored, clock.now() + ttlSeconds * 1000);
    },
    clear: () => {
      for (const shelf of shelves.values()) shelf.clear();
    },
  };
}

function lengthOf({ value, grantId }: Stored): number {
  return value.length + grantId.length;
}
