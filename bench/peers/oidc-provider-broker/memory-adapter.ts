import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { createExpiringMap, type ExpiringMap } from './expiring-map.ts';

const grantable = new Set(['AccessToken', 'AuthorizationCode']);
const longestGrantSeconds = 600;

interface GrantMember {
  readonly store: ExpiringMap<AdapterPayload>;
  readonly id: string;
}

/**
 * oidc-provider's storage in this process. Leaner than the library's own adapter: payloads are stored without copying, one
 * map per model, and only entries that can be revoked by grant are indexed by grant.
 */
export function createMemoryAdapter(): AdapterFactory {
  const membersOfGrant = createExpiringMap<GrantMember[]>();
  return (model): Adapter => {
    const store = createExpiringMap<AdapterPayload>();
    const sessionIds = createExpiringMap<string>();
    const indexed = grantable.has(model);
    return {
      upsert: async (id, payload, expiresIn = longestGrantSeconds) => {
        store.set(id, payload, expiresIn);
        if (model === 'Session' && payload.uid !== undefined) sessionIds.set(payload.uid, id, expiresIn);
        if (!indexed || payload.grantId === undefined) return;
        const members = membersOfGrant.get(payload.grantId);
        if (members) members.push({ store, id });
        else membersOfGrant.set(payload.grantId, [{ store, id }], longestGrantSeconds);
      },
      find: async (id) => store.get(id),
      findByUid: async (uid) => store.get(sessionIds.get(uid) ?? ''),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = store.get(id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => store.delete(id),
      revokeByGrantId: async (grantId) => {
        for (const { store: of, id } of membersOfGrant.get(grantId) ?? []) of.delete(id);
        membersOfGrant.delete(grantId);
      },
    };
  };
}
