import { isDeepStrictEqual } from 'node:util';
import type { Provider, Registration } from '@garance/core';
import type { DurableStore } from '@garance/store';
import { hubIds } from './addresses.ts';

type NewRegistration = Omit<Registration, 'version'>;

/** Publishes new and changed registrations; unchanged ones are not written again. */
export async function publishRegistrations(
  store: DurableStore,
  registrations: readonly NewRegistration[],
): Promise<void> {
  const published = (await Promise.all(hubIds.map((hub) => store.registrations.listPublished(hub)))).flat();
  const known = new Map(published.map(({ version: _version, ...rest }) => [rest.id, rest]));
  for (const registration of registrations) {
    if (!isDeepStrictEqual(known.get(registration.id), plain(registration))) {
      await store.registrations.publish(registration);
    }
  }
}

/** Stores new and changed providers; unchanged ones are not written again. */
export async function publishProviders(store: DurableStore, providers: readonly Provider[]): Promise<void> {
  const listed = (await Promise.all(hubIds.map((hub) => store.providers.list(hub)))).flat();
  const keyOf = ({ platform, environment, id }: Provider) => `${platform} ${environment} ${id}`;
  const known = new Map(listed.map((provider) => [keyOf(provider), provider]));
  for (const provider of providers) {
    if (!isDeepStrictEqual(known.get(keyOf(provider)), plain(provider))) await store.providers.put(provider);
  }
}

/** The value as it is read back from the database, without undefined properties. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
