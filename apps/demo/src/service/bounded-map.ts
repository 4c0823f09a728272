import type { Clock } from '@garance/core';

/** A map with limits: entries expire after a fixed time, and the oldest is dropped when it is full, so that visitors cannot fill the memory. */
export interface BoundedMap<V> {
  find(key: string): V | undefined;
  set(key: string, value: V): void;
  /** Finds and removes an entry, so that it can be used once. */
  take(key: string): V | undefined;
  delete(key: string): void;
  readonly size: number;
}

/** @param options lifetime in milliseconds and largest number of entries */
export function createBoundedMap<V>(options: {
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly maxEntries: number;
}): BoundedMap<V> {
  const { clock, ttlMs, maxEntries } = options;
  // A Map keeps insertion order, so the first key is the oldest.
  const entries = new Map<string, { readonly value: V; readonly expiresAtMs: number }>();

  function dropExpired(): void {
    for (const [key, entry] of entries) {
      if (entry.expiresAtMs > clock.now()) return;
      entries.delete(key);
    }
  }

  function find(key: string): V | undefined {
    const entry = entries.get(key);
    return entry !== undefined && entry.expiresAtMs > clock.now() ? entry.value : undefined;
  }

  return {
    find,
    set(key, value) {
      dropExpired();
      entries.delete(key);
      for (const oldest of entries.keys()) {
        if (entries.size < maxEntries) break;
        entries.delete(oldest);
      }
      entries.set(key, { value, expiresAtMs: clock.now() + ttlMs });
    },
    take(key) {
      const value = find(key);
      entries.delete(key);
      return value;
    },
    delete: (key) => void entries.delete(key),
    get size() {
      dropExpired();
      return entries.size;
    },
  };
}
