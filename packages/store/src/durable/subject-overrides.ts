import type { Kysely } from 'kysely';
import { changeConfiguration } from './configuration-revision.ts';
import type { SubjectOverrideStore } from './contract.ts';
import type { Tables } from './schema.ts';

/** Table `subject_override`: the person is stored as an HMAC, without identity attributes. */
export function createSubjectOverrideStore(db: Kysely<Tables>): SubjectOverrideStore {
  return {
    list: async (environment) => {
      const rows = await db
        .selectFrom('subject_override')
        .select(['person_fingerprint', 'sector_id', 'sub'])
        .where('environment', '=', environment)
        .execute();
      return new Map(rows.map((row) => [`${row.person_fingerprint}|${row.sector_id}`, row.sub]));
    },
    put: async ({ environment, personFingerprint, sectorId, sub }) => {
      await changeConfiguration(db, (trx) =>
        trx
          .insertInto('subject_override')
          .values({ environment, person_fingerprint: personFingerprint, sector_id: sectorId, sub })
          .onConflict((conflict) =>
            conflict.columns(['environment', 'person_fingerprint', 'sector_id']).doUpdateSet({ sub }),
          )
          .execute(),
      );
    },
  };
}
