import type { Clock } from '@garance/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';
import type { Person, StaffRole } from './accounts.ts';
import { readPerson } from './people.ts';

/** A role with its start and the person who granted it. */
export interface RoleGrant {
  readonly sinceMs: number;
  /** Person ids; absent for roles granted on the host or by one person alone. */
  readonly proposedBy?: string;
  readonly approvedBy?: string;
}

export interface PlatformRoles {
  /** By name; blocked people are left out. */
  list(role: StaffRole): Promise<readonly Person[]>;
  ofPerson(personId: string): Promise<readonly StaffRole[]>;
  find(personId: string, role: StaffRole): Promise<RoleGrant | undefined>;
  /** No effect when the person has the role already. */
  put(personId: string, role: StaffRole, by?: Omit<RoleGrant, 'sinceMs'>): Promise<void>;
  remove(personId: string, role: StaffRole): Promise<void>;
}

/** Table `platform_role`: roles of the team. */
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
    find: async (personId, role) => {
      const row = await db
        .selectFrom('platform_role')
        .select(['since_ms', 'proposed_by', 'approved_by'])
        .where('person_id', '=', personId)
        .where('role', '=', role)
        .executeTakeFirst();
      return (
        row && {
          sinceMs: Number(row.since_ms),
          ...(row.proposed_by !== null && { proposedBy: row.proposed_by }),
          ...(row.approved_by !== null && { approvedBy: row.approved_by }),
        }
      );
    },
    put: async (personId, role, { proposedBy, approvedBy } = {}) => {
      await db
        .insertInto('platform_role')
        .values({
          person_id: personId,
          role,
          since_ms: clock.now(),
          proposed_by: proposedBy ?? null,
          approved_by: approvedBy ?? null,
        })
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
