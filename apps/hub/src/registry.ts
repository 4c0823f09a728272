/**
 * Services and identity providers of this hub, in memory: the login path reads no durable table. Replaced as a whole
 * when the store reports a change, so that a reader sees one revision, never a mixture.
 */
import type { ChoicePage, HubId, Level, Provider, Registration } from '@garance/core';
import { coveredScopes, levelSatisfies, plainChoicePage, toPublicName } from '@garance/core';
import type { DurableStore } from '@garance/store';

export interface Registry {
  findRegistration(clientId: string): Registration | undefined;
  findProvider(id: string): Provider | undefined;
  /** Every provider of this hub, in display order, whatever its level or state. */
  readonly providers: readonly Provider[];
  /** The operator's texts on the choice page. */
  readonly choicePage: ChoicePage;
  /** Revision of the durable store that this content was read from. */
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
  readonly ordered: readonly Provider[];
  readonly choicePage: ChoicePage;
}

interface Content {
  readonly revision: number;
  readonly registrations: readonly Registration[];
  readonly providers: readonly Provider[];
  readonly choicePage: ChoicePage;
}

export function isAllowedProvider(registration: Registration, providerId: string): boolean {
  const filter = registration.providerFilter;
  if (filter === undefined) return true;
  return filter.providerIds.includes(providerId) === (filter.mode === 'allow');
}

/** Whether the provider can reach the requested level; its levels are in ascending order. */
export function canReach(provider: Provider, requested: Level): boolean {
  return provider.levels.some((level) => levelSatisfies(level, requested));
}

/**
 * A service that may have every claim of a scope may request the scope. Computed once per revision, not at each
 * request.
 */
function withCoveredScopes(registration: Registration): Registration {
  return { ...registration, scopes: coveredScopes(registration.platform, registration.scopes) };
}

/**
 * Applies today's rule for display names to names from an earlier version or a seed file: citizens see them on pages
 * and in mails.
 */
function withPublicDisplayName(registration: Registration): Registration {
  const displayName = toPublicName(registration.displayName, 200);
  return { ...registration, displayName: displayName === '' ? registration.clientId : displayName };
}

function withPublicName(provider: Provider): Provider {
  const name = toPublicName(provider.name, 200);
  return { ...provider, name: name === '' ? provider.id : name };
}

function snapshotOf({ revision, registrations, providers, choicePage }: Content): Snapshot {
  const ordered = providers
    .map(withPublicName)
    .sort((a, b) => a.displayOrder - b.displayOrder || a.name.localeCompare(b.name));
  return {
    revision,
    choicePage,
    ordered,
    registrations: new Map(
      registrations.map((registration) => [
        registration.clientId,
        withCoveredScopes(withPublicDisplayName(registration)),
      ]),
    ),
    providers: new Map(ordered.map((provider) => [provider.id, provider])),
  };
}

/** A registry of fixed content, for tests and benchmarks. */
export function createFixedRegistry(
  registrations: readonly Registration[],
  providers: readonly Provider[],
  choicePage: ChoicePage = plainChoicePage,
): Registry {
  const snapshot = snapshotOf({ revision: 1, registrations, providers, choicePage });
  return readerOf(() => snapshot);
}

function readerOf(current: () => Snapshot): Registry {
  return {
    findRegistration: (clientId) => current().registrations.get(clientId),
    findProvider: (id) => current().providers.get(id),
    get providers() {
      return current().ordered;
    },
    get choicePage() {
      return current().choicePage;
    },
    get revision() {
      return current().revision;
    },
  };
}

/** Loads the registry of one hub from the durable store. */
export async function loadRegistry(hub: HubId, store: DurableStore): Promise<RefreshableRegistry> {
  const load = async (): Promise<Snapshot> => {
    const revision = await store.changes.revision();
    const [registrations, providers, choicePage] = await Promise.all([
      store.registrations.listPublished(hub),
      store.providers.list(hub),
      store.choicePages.get(hub),
    ]);
    return snapshotOf({ revision, registrations, providers, choicePage });
  };
  let snapshot = await load();
  // Copies property descriptors, not values: getters copied by a spread would return the first revision for ever.
  return Object.assign(
    readerOf(() => snapshot),
    {
      refresh: async () => {
        snapshot = await load();
      },
    },
  );
}
