import type { Clock } from '@garance/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../durable/schema.ts';
import type { Person, StaffRole } from './accounts.ts';
import { readPerson } from './people.ts';

export interface PlatformRoles {
  /** By name; blocked people are left out. */
  list(role: StaffRole): Promise<readonly Person[]>;
  ofPerson(personId: string): Promise<readonly StaffRole[]>;
  put(personId: string, role: StaffRole): Promise<void>;
  remove(personId: string, role: StaffRole): Promise<void>;
}

/** Table `platform_role`: who works for the platform, as what. */
export function createPlatformRoles(db: Kysely<Tables>, clock: Clock): PlatformRoles {
  return {
    list: async (role) => {
      const rows = await db
        .selectFrom('platform_role')
        .innerJoin('person', 'person.id', 'platform_role.person_id')
        .selectAll('person')
        .where('role', '=', role)
        .where('person.blocked_at_ms', 'is', null)
        .orderBy('person.name')
        .execute();
      return rows.map(readPerson);
    },
    ofPerson: async (personId) => {
      const rows = await db
        .selectFrom('platform_role')
        .select('role')
        .where('person_id', '=', personId)
        .orderBy('role')
        .execute();
      return rows.map((row) => row.role);
    },
    put: async (personId, role) => {
      await db
        .insertInto('platform_role')
        .values({ person_id: personId, role, since_ms: clock.now() })
        .onConflict((conflict) => conflict.columns(['person_id', 'role']).doNothing())
        .execute();
    },
    remove: async (personId, role) => {
      await db
        .deleteFrom('platform_role')
        .where('person_id', '=', personId)
        .where('role', '=', role)
        .execute();
    },
  };
}
