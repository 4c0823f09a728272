/**
 * Services and identity providers of this hub, in memory: the login path reads no durable table.
 * Replaced whole when the store says that something changed; a reader sees one revision or the next, never a mixture.
 */
import type { HubId, Level, Provider, Registration } from '@garance/core';
import { coveredScopes, levelSatisfies } from '@garance/core';
import type { DurableStore } from '@garance/store';

export interface Registry {
  findRegistration(clientId: string): Registration | undefined;
  findProvider(id: string): Provider | undefined;
  /** Every provider that this service may use, in display order, whatever its level or state. */
  providersFor(registration: Registration): readonly Provider[];
  /** Revision of the durable store that this content comes from. */
  readonly revision: number;
}

/** A registry whose content is replaced by `refresh`. */
export interface RefreshableRegistry extends Registry {
  refresh(): Promise<void>;
}

interface Snapshot {
  readonly revision: number;
  readonly registrations: ReadonlyMap<string, Registration>;
  readonly providers: ReadonlyMap<string, Provider>;
}

export function isAllowedProvider(registration: Registration, providerId: string): boolean {
  const filter = registration.providerFilter;
  if (filter === undefined) return true;
  return filter.providerIds.includes(providerId) === (filter.mode === 'allow');
}

/** Whether the provider can reach the level asked; its levels are in ascending order. */
export function canReach(provider: Provider, asked: Level): boolean {
  return provider.levels.some((level) => levelSatisfies(level, asked));
}

/** Who may have every claim of a scope one by one may ask for them by it. Worked out once a revision, not at each request. */
function withCoveredScopes(registration: Registration): Registration {
  return { ...registration, scopes: coveredScopes(registration.platform, registration.scopes) };
}

function snapshotOf(
  revision: number,
  registrations: readonly Registration[],
  providers: readonly Provider[],
): Snapshot {
  const ordered = [...providers].sort(
    (a, b) => a.displayOrder - b.displayOrder || a.name.localeCompare(b.name),
  );
  return {
    revision,
    registrations: new Map(
      registrations.map((registration) => [registration.clientId, withCoveredScopes(registration)]),
    ),
    providers: new Map(ordered.map((provider) => [provider.id, provider])),
  };
}

/** A registry of fixed content, for tests and benchmarks. */
export function createFixedRegistry(
  registrations: readonly Registration[],
  providers: readonly Provider[],
): Registry {
  const snapshot = snapshotOf(1, registrations, providers);
  return readerOf(() => snapshot);
}

function readerOf(current: () => Snapshot): Registry {
  return {
    findRegistration: (clientId) => current().registrations.get(clientId),
    findProvider: (id) => current().providers.get(id),
    providersFor: (registration) =>
      [...current().providers.values()].filter((provider) => isAllowedProvider(registration, provider.id)),
    get revision() {
      return current().revision;
    },
  };
}

/** Loads the registry of one hub from the durable store. */
export async function loadRegistry(hub: HubId, store: DurableStore): Promise<RefreshableRegistry> {
  const load = async (): Promise<Snapshot> => {
    const revision = await store.changes.revision();
    const [registrations, providers] = await Promise.all([
      store.registrations.listPublished(hub),
      store.providers.list(hub),
    ]);
    return snapshotOf(revision, registrations, providers);
  };
  let snapshot = await load();
  const reader = readerOf(() => snapshot);
  return {
    ...reader,
    get revision() {
      return snapshot.revision;
    },
    refresh: async () => {
      snapshot = await load();
    },
  };
}
