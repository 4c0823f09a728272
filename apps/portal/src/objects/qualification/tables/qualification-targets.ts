import type { Platform } from '@garance/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';

/** Settings of a service for the suite, as typed: addresses and the mark of a signed-in page. */
export type TargetAddresses = Readonly<Record<string, string>>;

export interface QualificationTarget {
  readonly addresses: TargetAddresses;
  /** Grows with every change; 0 before the first one. */
  readonly version: number;
}

export interface QualificationTargets {
  find(serviceId: string, platform: Platform): Promise<QualificationTarget | undefined>;
  /** Stored for the next run; the last write wins. */
  put(target: {
    readonly serviceId: string;
    readonly platform: Platform;
    readonly addresses: TargetAddresses;
    readonly by: string;
    readonly atMs: number;
  }): Promise<void>;
}

/** Table `qualification_target`. */
export function createQualificationTargets(db: Kysely<Tables>): QualificationTargets {
  return {
    find: async (serviceId, platform) => {
      const row = await db
        .selectFrom('qualification_target')
        .select(['addresses', 'version'])
        .where('service_id', '=', serviceId)
        .where('platform', '=', platform)
        .executeTakeFirst();
      return row && { addresses: row.addresses as TargetAddresses, version: row.version };
    },
    put: async ({ serviceId, platform, addresses, by, atMs }) => {
      const columns = { addresses: JSON.stringify(addresses), changed_by: by, changed_at_ms: atMs };
      await db
        .insertInto('qualification_target')
        .values({ ...columns, service_id: serviceId, platform, version: 1 })
        .onConflict((conflict) =>
          conflict.columns(['service_id', 'platform']).doUpdateSet((eb) => ({
            ...columns,
            version: eb('qualification_target.version', '+', 1),
          })),
        )
        .execute();
    },
  };
}
