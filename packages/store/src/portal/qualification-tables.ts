import type { Kysely } from 'kysely';
import type { Tables } from '../durable/schema.ts';
import { createProductions, type Productions } from './productions.ts';
import { createQualificationItems, type QualificationItems } from './qualification-items.ts';
import { createQualificationReports, type QualificationReports } from './qualification-reports.ts';
import { createQualifications, type Qualifications } from './qualifications.ts';

/** What the qualification and production stages keep. */
export interface QualificationTables {
  readonly qualifications: Qualifications;
  readonly qualificationItems: QualificationItems;
  readonly qualificationReports: QualificationReports;
  readonly productions: Productions;
}

export function qualificationTables(db: Kysely<Tables>): QualificationTables {
  return {
    qualifications: createQualifications(db),
    qualificationItems: createQualificationItems(db),
    qualificationReports: createQualificationReports(db),
    productions: createProductions(db),
  };
}
