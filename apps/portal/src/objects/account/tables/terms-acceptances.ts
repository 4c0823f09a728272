import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';

export interface TermsAcceptance {
  readonly personId: string;
  readonly version: string;
  readonly acceptedAtMs: number;
}

export interface TermsAcceptances {
  /** The first acceptance of a version stands; a repeat changes nothing. */
  record(acceptance: TermsAcceptance): Promise<void>;
  has(personId: string, version: string): Promise<boolean>;
  /** Newest first. */
  ofPerson(personId: string): Promise<readonly TermsAcceptance[]>;
}

/** Table `terms_acceptance`: person, version of the terms of use, time. Append-only. */
export function createTermsAcceptances(db: Kysely<Tables>): TermsAcceptances {
  return {
    record: async ({ personId, version, acceptedAtMs }) => {
      await db
        .insertInto('terms_acceptance')
        .values({ person_id: personId, version, accepted_at_ms: acceptedAtMs })
        .onConflict((conflict) => conflict.columns(['person_id', 'version']).doNothing())
        .execute();
    },
    has: async (personId, version) => {
      const row = await db
        .selectFrom('terms_acceptance')
        .select('version')
        .where('person_id', '=', personId)
        .where('version', '=', version)
        .executeTakeFirst();
      return row !== undefined;
    },
    ofPerson: async (personId) => {
      const rows = await db
        .selectFrom('terms_acceptance')
        .selectAll()
        .where('person_id', '=', personId)
        .orderBy('accepted_at_ms', 'desc')
        .execute();
      return rows.map((row) => ({
        personId: row.person_id,
        version: row.version,
        acceptedAtMs: Number(row.accepted_at_ms),
      }));
    },
  };
}
