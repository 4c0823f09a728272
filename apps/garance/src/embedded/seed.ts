import { demoProviderIds } from '@garance/demo';
import type { DurableStore } from '@garance/store';
import { type Addresses, hubIds } from './addresses.ts';
import { type DemoServiceClients, demoProviderOn, demoRegistrations } from './demo-registrations.ts';
import type { EmbeddedOptions } from './options.ts';
import { publishProviders, publishRegistrations } from './publish.ts';
import { readSeedFile } from './read-seed.ts';
import { registrationOf, type SeedClient, seedClientsSchema } from './seed-clients.ts';
import { providerOn, type SeedProvider, seedProvidersSchema } from './seed-providers.ts';

export interface Seeds {
  readonly clients: readonly SeedClient[];
  readonly providers: readonly SeedProvider[];
}

/** Reads the operator's seed files before anything is started. @throws UsageError */
export function readSeeds({ seedClientsFile, seedProvidersFile }: EmbeddedOptions): Seeds {
  return {
    clients: seedClientsFile === undefined ? [] : readSeedFile(seedClientsFile, seedClientsSchema),
    providers: seedProvidersFile === undefined ? [] : readSeedFile(seedProvidersFile, seedProvidersSchema),
  };
}

interface SeedInput {
  readonly addresses: Addresses;
  readonly serviceClients: Readonly<Record<'integration' | 'production', DemoServiceClients>>;
  readonly seeds: Seeds;
}

/** Publishes the demo service, the demo providers and the operator's own services and providers. */
export async function seedDurableStore(
  store: DurableStore,
  { addresses, serviceClients, seeds }: SeedInput,
): Promise<void> {
  await publishRegistrations(store, [
    ...demoRegistrations(addresses, 'integration', serviceClients.integration),
    ...demoRegistrations(addresses, 'production', serviceClients.production),
    ...seeds.clients.map(registrationOf),
  ]);
  const demoProviders = await Promise.all(
    hubIds.flatMap((hub) => demoProviderIds.map((id) => demoProviderOn(hub, id, { addresses, store }))),
  );
  const own = hubIds.flatMap((hub) => seeds.providers.map((seed) => providerOn(hub, seed)));
  await publishProviders(store, [...demoProviders, ...own.filter((provider) => provider !== undefined)]);
}
