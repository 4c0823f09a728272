import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAtMs: number;
}

/** Default limit of entries; above it the oldest ones are dropped. */
const defaultMaxEntries = 20_000;

/**
 * Storage of one `oidc-provider`, in memory and bounded: expired entries are dropped when they are read; when it is full,
 * expired entries are dropped first, then the oldest. Uses the system's clock, as `oidc-provider` does throughout.
 */
export function createMemoryAdapter(maxEntries: number = defaultMaxEntries): AdapterFactory {
  const entries = new Map<string, Entry>();

  const live = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAtMs > Date.now()) return entry.payload;
    entries.delete(key);
    return undefined;
  };
  const put = (key: string, entry: Entry): void => {
    entries.delete(key);
    if (entries.size >= maxEntries) makeRoom(entries);
    entries.set(key, entry);
  };

  return (model) => createModelAdapter({ model, entries, live, put });
}

interface ModelStore {
  readonly model: string;
  readonly entries: Map<string, Entry>;
  live(key: string): AdapterPayload | undefined;
  put(key: string, entry: Entry): void;
}

function createModelAdapter({ model, entries, live, put }: ModelStore): Adapter {
  const keyOf = (id: string): string => `${model}:${id}`;
  const findByUid = (uid: string): AdapterPayload | undefined => {
    for (const [key, { payload }] of entries) {
      if (key.startsWith(`${model}:`) && payload.uid === uid) return live(key);
    }
    return undefined;
  };
  return {
    async upsert(id, payload, expiresIn) {
      const expiresAtMs = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000;
      put(keyOf(id), { payload, expiresAtMs });
    },
    find: async (id) => live(keyOf(id)),
    findByUid: async (uid) => findByUid(uid),
    // Device flow is disabled.
    findByUserCode: async () => undefined,
    async consume(id) {
      const payload = live(keyOf(id));
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      entries.delete(keyOf(id));
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    },
  };
}

function makeRoom(entries: Map<string, Entry>): void {
  const now = Date.now();
  for (const [key, { expiresAtMs }] of entries) if (expiresAtMs <= now) entries.delete(key);
  // A tenth at once, so that a full store is not swept at every write.
  let surplus = entries.size < 1 ? 0 : Math.ceil(entries.size / 10);
  for (const key of entries.keys()) {
    if (surplus <= 0) return;
    entries.delete(key);
    surplus -= 1;
  }
}
