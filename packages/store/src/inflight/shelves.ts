import { type Clock, GaranceError } from '@garance/core';
import { createExpiringMap, type ExpiringMap } from './expiring-map.ts';
import { type InflightKind, inflightKinds } from './kinds.ts';

/** What a shelf holds; a kind uses the fields it needs. */
export interface Stored {
  readonly value: string;
  readonly grantId: string;
  /** A transaction's version, a code's tombstone in seconds, a count of hits. */
  readonly number: number;
}

/** How much the memory store may hold. */
export interface InflightBounds {
  /** Entries of each kind. */
  readonly maxEntries: number;
  /** Characters of all values together, beyond which nothing that begins a login is accepted. */
  readonly maxCharacters: number;
}

export interface Shelves {
  shelf(kind: InflightKind): ExpiringMap<Stored>;
  /** Puts an entry after making sure that there is room. @throws GaranceError `store.inflight_full` */
  put(kind: InflightKind, key: string, entry: Partial<Stored> & { readonly ttlSeconds: number }): void;
  clear(): void;
}

/** Two entries are looked at for each one written, so that dead ones never outnumber the live for long; sixty-four when room is short. */
const sweepSteps = 2;
const urgentSweepSteps = 64;

/** One bounded shelf for each kind: a flood of one kind takes no room from another. */
export function createShelves(clock: Clock, bounds: InflightBounds): Shelves {
  let characters = 0;
  const onWeight = (difference: number): void => {
    characters += difference;
  };
  const weigh = (stored: Stored): number => stored.value.length + stored.grantId.length;
  const shelves = new Map<InflightKind, ExpiringMap<Stored>>();
  for (const kind of Object.keys(inflightKinds) as InflightKind[]) {
    shelves.set(kind, createExpiringMap(weigh, onWeight));
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
    for (const one of shelves.values()) one.sweep(urgentSweepSteps, nowMs);
    if (!full()) return;
    if (whenFull === 'refuse') throw new GaranceError('store.inflight_full', { detail: kind });
    target.dropOldest();
  };

  return {
    shelf,
    put: (kind, key, { value = '', grantId = '', number = 1, ttlSeconds }) => {
      makeRoom(kind, key);
      shelf(kind).set(key, { value, grantId, number }, clock.now() + ttlSeconds * 1000);
    },
    clear: () => {
      for (const one of shelves.values()) one.clear();
    },
  };
}
