import { leaseDatabase } from '@garance/store/testing';
import { platformMigrations } from '../objects/migrations/portal-migrations.ts';
import {
  buildPlatformStore,
  type PlatformStore,
  type PlatformStoreSettings,
} from '../objects/portal-store.ts';

/** The platform's store over an embedded database of this worker, returned to the pool when the store is closed. */
export async function openLeasedPlatformStore(settings: PlatformStoreSettings): Promise<PlatformStore> {
  return buildPlatformStore(await leaseDatabase(platformMigrations), settings);
}
