import type { Kysely } from 'kysely';
import { createProductions, type Productions } from '../../production/table.ts';
import type { Tables } from '../../schema.ts';
import { createQualificationItems, type QualificationItems } from './qualification-items.ts';
import { createQualificationReports, type QualificationReports } from './qualification-reports.ts';
import { createQualificationRuns, type QualificationRuns } from './qualification-runs.ts';
import { createQualificationTargets, type QualificationTargets } from './qualification-targets.ts';
import { createQualifications, type Qualifications } from './qualifications.ts';

/** What the qualification and production stages keep. */
export interface QualificationTables {
  readonly qualifications: Qualifications;
  readonly qualificationItems: QualificationItems;
  readonly qualificationReports: QualificationReports;
  readonly qualificationTargets: QualificationTargets;
  readonly qualificationRuns: QualificationRuns;
  readonly productions: Productions;
}

export function qualificationTables(db: Kysely<Tables>): QualificationTables {
  return {
    qualifications: createQualifications(db),
    qualificationItems: createQualificationItems(db),
    qualificationReports: createQualificationReports(db),
    qualificationTargets: createQualificationTargets(db),
    qualificationRuns: createQualificationRuns(db),
    productions: createProductions(db),
  };
}
