import type { Clock } from '@garance/core';
import type { Kysely } from 'kysely';
import type { MembershipRole, Person } from '../../account/tables/accounts.ts';
import { readPerson } from '../../account/tables/people.ts';
import type { Tables } from '../../schema.ts';

export interface Member {
  readonly person: Person;
  readonly role: MembershipRole;
  readonly sinceMs: number;
}

export interface MembershipOfPerson {
  readonly organisationId: string;
  readonly role: MembershipRole;
  /** False while the organisation is blocked, and once it is removed: the role then gives no rights. */
  readonly isActive: boolean;
}

export interface Memberships {
  /** Owners first, then by name. */
  list(organisationId: string): Promise<readonly Member[]>;
  ofPerson(personId: string): Promise<readonly MembershipOfPerson[]>;
  /**
   * Adds a member or changes the role. @returns false, without a change, for another role of the last owner: an
   * organisation always has an owner. Locks the organisation's row, so that of two owners who leave at the same time
   * one stays; call it inside a transaction.
   */
  put(membership: {
    readonly organisationId: string;
    readonly personId: string;
    readonly role: MembershipRole;
  }): Promise<boolean>;
  /** @returns false, without a change, for the last owner */
  remove(organisationId: string, personId: string): Promise<boolean>;
  /** Removes every member, owners included, when the organisation is removed. */
  removeAll(organisationId: string): Promise<void>;
  /** Removes the person from every organisation, also as last owner, when their account is removed. */
  removePerson(personId: string): Promise<void>;
}

const rank: Readonly<Record<MembershipRole, number>> = {
  owner: 0,
  'technical-contact': 1,
  contributor: 2,
  reader: 3,
};

/** Table `membership`. */
export function createMemberships(db: Kysely<Tables>, clock: Clock): Memberships {
  /** Locks the organisation's row: changes of its members are serialised. */
  const isLastOwner = async (organisationId: string, personId: string): Promise<boolean> => {
    await db
      .selectFrom('organisation')
      .select('id')
      .where('id', '=', organisationId)
      .forUpdate()
      .executeTakeFirst();
    const owners = await db
      .selectFrom('membership')
      .select('person_id')
      .where('organisation_id', '=', organisationId)
      .where('role', '=', 'owner')
      .execute();
    return owners.length === 1 && owners[0]?.person_id === personId;
  };
  return {
    list: (organisationId) => list(db, organisationId),
    ofPerson: (personId) => ofPerson(db, personId),
    put: async ({ organisationId, personId, role }) => {
      if (role !== 'owner' && (await isLastOwner(organisationId, personId))) return false;
      await db
        .insertInto('membership')
        .values({ organisation_id: organisationId, person_id: personId, role, since_ms: clock.now() })
        .onConflict((conflict) => conflict.columns(['organisation_id', 'person_id']).doUpdateSet({ role }))
        .execute();
      return true;
    },
    remove: async (organisationId, personId) => {
      if (await isLastOwner(organisationId, personId)) return false;
      await db
        .deleteFrom('membership')
        .where('organisation_id', '=', organisationId)
        .where('person_id', '=', personId)
        .execute();
      return true;
    },
    removeAll: async (organisationId) => {
      await db.deleteFrom('membership').where('organisation_id', '=', organisationId).execute();
    },
    removePerson: async (personId) => {
      await db.deleteFrom('membership').where('person_id', '=', personId).execute();
    },
  };
}

async function ofPerson(
  db: Kysely<Tables>,
  personId: Parameters<Memberships['ofPerson']>[0],
): ReturnType<Memberships['ofPerson']> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.id', 'membership.organisation_id')
    .select(['membership.organisation_id', 'membership.role'])
    .select(['organisation.blocked_at_ms', 'organisation.removed_at_ms'])
    .where('membership.person_id', '=', personId)
    .orderBy('membership.since_ms')
    .execute();
  return rows.map((row) => ({
    organisationId: row.organisation_id,
    role: row.role,
    isActive: row.blocked_at_ms === null && row.removed_at_ms === null,
  }));
}

async function list(
  db: Kysely<Tables>,
  organisationId: Parameters<Memberships['list']>[0],
): ReturnType<Memberships['list']> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .selectAll('person')
    .select(['membership.role', 'membership.since_ms'])
    .where('organisation_id', '=', organisationId)
    .orderBy('person.name')
    .execute();
  return rows
    .map(({ role, since_ms, ...row }) => ({ person: readPerson(row), role, sinceMs: Number(since_ms) }))
    .sort((a, b) => rank[a.role] - rank[b.role]);
}
