interface Entry<V> {
  readonly value: V;
  readonly endsAtMs: number;
}

/** A map whose entries expire exactly on time. Writes sweep expired entries; there is no timer. */
export interface ExpiringMap<V> {
  /** Number of entries, expired ones not yet swept included. */
  readonly size: number;
  get(key: string, nowMs: number): V | undefined;
  /** Replaces the value and its expiry. */
  set(key: string, value: V, endsAtMs: number): void;
  /** Replaces the value of a live entry and keeps its expiry; false when there is none. */
  update(key: string, value: V, nowMs: number): boolean;
  /** Moves a live entry to another key with another value and keeps its expiry. */
  move(change: { readonly from: string; readonly to: string; readonly value: V }, nowMs: number): boolean;
  /** Removes a live entry and returns its value. */
  take(key: string, nowMs: number): V | undefined;
  /** Expiry of a live entry, in milliseconds since the epoch. */
  endOf(key: string, nowMs: number): number | undefined;
  /** Checks the next `steps` entries in turn and drops expired ones: spreads the cost of sweeping over the writes. */
  sweep(steps: number, nowMs: number): void;
  dropOldest(): void;
  clear(): void;
}

/** Called for every entry added or removed; replacing one removes the old and adds the new. */
export interface EntryObserver<V> {
  added(value: V, endsAtMs: number): void;
  removed(value: V, endsAtMs: number): void;
}

/** The changes of a map of entries, each reported to the observer. */
function observe<V>(entries: Map<string, Entry<V>>, observer: EntryObserver<V>) {
  const remove = (key: string, entry: Entry<V>): void => {
    entries.delete(key);
    observer.removed(entry.value, entry.endsAtMs);
  };
  return {
    remove,
    put: (key: string, entry: Entry<V>): void => {
      const before = entries.get(key);
      entries.set(key, entry);
      if (before !== undefined) observer.removed(before.value, before.endsAtMs);
      observer.added(entry.value, entry.endsAtMs);
    },
    live: (key: string, nowMs: number): Entry<V> | undefined => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (nowMs < entry.endsAtMs) return entry;
      remove(key, entry);
      return undefined;
    },
  };
}

/** @param observer called for every entry added or removed */
export function createExpiringMap<V>(observer: EntryObserver<V>): ExpiringMap<V> {
  const entries = new Map<string, Entry<V>>();
  const { live, put, remove } = observe(entries, observer);
  let cursor = entries.entries();

  return {
    get size() {
      return entries.size;
    },
    get: (key, nowMs) => live(key, nowMs)?.value,
    set: (key, value, endsAtMs) => put(key, { value, endsAtMs }),
    update: (key, value, nowMs) => {
      const entry = live(key, nowMs);
      if (entry === undefined) return false;
      put(key, { value, endsAtMs: entry.endsAtMs });
      return true;
    },
    move: ({ from, to, value }, nowMs) => {
      const entry = live(from, nowMs);
      if (entry === undefined) return false;
      remove(from, entry);
      put(to, { value, endsAtMs: entry.endsAtMs });
      return true;
    },
    take: (key, nowMs) => {
      const entry = live(key, nowMs);
      if (entry !== undefined) remove(key, entry);
      return entry?.value;
    },
    endOf: (key, nowMs) => live(key, nowMs)?.endsAtMs,
    sweep: (steps, nowMs) => {
      for (let step = 0; step < steps; step += 1) {
        const next = cursor.next();
        if (next.done) {
          cursor = entries.entries();
          return;
        }
        const [key, entry] = next.value;
        if (nowMs >= entry.endsAtMs) remove(key, entry);
      }
    },
    dropOldest: () => {
      const first = entries.entries().next();
      if (!first.done) remove(first.value[0], first.value[1]);
    },
    clear: () => {
      for (const [key, entry] of entries) remove(key, entry);
    },
  };
}
