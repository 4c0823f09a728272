import type { Platform } from '@garance/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';

export interface SectorTable {
  /** The sector id of a service on a platform: allocated once, the same in both environments, never changed. */
  find(serviceId: string, platform: Platform): Promise<string | undefined>;
  /** Inserts unless a row exists. @returns the stored sector */
  allocate(serviceId: string, platform: Platform, sectorId: string): Promise<string>;
}

/** Table `sector_allocation`: changing a sector would change every citizen's identifier at that service. */
export function createSectorTable(db: Kysely<Tables>): SectorTable {
  const find = async (serviceId: string, platform: Platform): Promise<string | undefined> => {
    const row = await db
      .selectFrom('sector_allocation')
      .select('sector_id')
      .where('service_id', '=', serviceId)
      .where('platform', '=', platform)
      .executeTakeFirst();
    return row?.sector_id;
  };
  return {
    find,
    allocate: async (serviceId, platform, sectorId) => {
      await db
        .insertInto('sector_allocation')
        .values({ service_id: serviceId, platform, sector_id: sectorId })
        .onConflict((conflict) => conflict.columns(['service_id', 'platform']).doNothing())
        .execute();
      return (await find(serviceId, platform)) ?? sectorId;
    },
  };
}
