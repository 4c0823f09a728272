/** A map whose entries all have the same lifetime, so that insertion order is expiry order and sweeping is cheap. */
export interface ExpiringMap<Value> {
  set(key: string, value: Value, ttlSeconds: number): void;
  get(key: string): Value | undefined;
  delete(key: string): void;
}

export function createExpiringMap<Value>(): ExpiringMap<Value> {
  const entries = new Map<string, { readonly value: Value; readonly expiresAtMs: number }>();
  const sweep = (now: number): void => {
    for (const [key, { expiresAtMs }] of entries) {
      if (expiresAtMs > now) return;
      entries.delete(key);
    }
  };
  return {
    set: (key, value, ttlSeconds) => {
      const now = Date.now();
      sweep(now);
      entries.delete(key);
      entries.set(key, { value, expiresAtMs: now + ttlSeconds * 1000 });
    },
    get: (key) => {
      const entry = entries.get(key);
      return entry && entry.expiresAtMs > Date.now() ? entry.value : undefined;
    },
    delete: (key) => {
      entries.delete(key);
    },
  };
}
