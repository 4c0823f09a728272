import type { Kysely } from 'kysely';
import type { Tables } from '../../schema.ts';

export interface ProfessionalIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly personId: string;
}

export interface ProfessionalIdentities {
  findPersonId(issuer: string, subject: string): Promise<string | undefined>;
  /** Whether the person already has an identity at this issuer. */
  has(issuer: string, personId: string): Promise<boolean>;
  add(identity: ProfessionalIdentity): Promise<void>;
  /** Employer claimed by the issuer at this sign-in; `siret` undefined means none. */
  noteSiret(
    identity: Pick<ProfessionalIdentity, 'issuer' | 'subject'>,
    siret: string | undefined,
    atMs: number,
  ): Promise<void>;
  /**
   * Whether the person's latest sign-in at an issuer named this establishment as employer, and happened after
   * `sinceMs`.
   */
  worksAt(personId: string, siret: string, sinceMs: number): Promise<boolean>;
  /** Deletes the identities of a person whose account is being removed. */
  removePerson(personId: string): Promise<void>;
}

/** Table `professional_identity`: links a subject of an OpenID Provider for professionals to a person. */
export function createProfessionalIdentities(db: Kysely<Tables>): ProfessionalIdentities {
  const ofIssuer = (issuer: string) =>
    db.selectFrom('professional_identity').select('person_id').where('issuer', '=', issuer);
  return {
    findPersonId: async (issuer, subject) => {
      const row = await ofIssuer(issuer).where('subject', '=', subject).executeTakeFirst();
      return row?.person_id;
    },
    has: async (issuer, personId) =>
      (await ofIssuer(issuer).where('person_id', '=', personId).executeTakeFirst()) !== undefined,
    add: async ({ issuer, subject, personId }) => {
      await db
        .insertInto('professional_identity')
        .values({ issuer, subject, person_id: personId, siret: null, siret_at_ms: null })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
        .execute();
    },
    noteSiret: async ({ issuer, subject }, siret, atMs) => {
      await db
        .updateTable('professional_identity')
        .set({ siret: siret ?? null, siret_at_ms: siret === undefined ? null : atMs })
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .execute();
    },
    worksAt: async (personId, siret, sinceMs) =>
      (await db
        .selectFrom('professional_identity')
        .select('subject')
        .where('person_id', '=', personId)
        .where('siret', '=', siret)
        .where('siret_at_ms', '>', sinceMs)
        .executeTakeFirst()) !== undefined,
    removePerson: async (personId) => {
      await db.deleteFrom('professional_identity').where('person_id', '=', personId).execute();
    },
  };
}
