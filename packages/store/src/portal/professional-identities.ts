import type { Kysely } from 'kysely';
import type { Tables } from '../durable/schema.ts';

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
}

/** Table `professional_identity`: who a subject of an OpenID Provider for professionals is here. */
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
        .values({ issuer, subject, person_id: personId })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
        .execute();
    },
  };
}
