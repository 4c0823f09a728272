import type { Kysely } from 'kysely';
import type { SubjectOverrideStore } from '../durable/contract.ts';
import type { Tables } from '../durable/schema.ts';
import { createSubjectOverrideStore } from '../durable/subject-overrides.ts';
import { type Approvals, createApprovals } from './approvals.ts';
import { createFigures, type Figures } from './figures.ts';
import { createIncidents, type Incidents } from './incidents.ts';
import { createRegistrationSearch, type RegistrationSearch } from './registration-search.ts';
import { createThreads, type Threads } from './threads.ts';

/** What support and administration keep. */
export interface SupportTables {
  readonly threads: Threads;
  readonly incidents: Incidents;
  readonly approvals: Approvals;
  readonly figures: Figures;
  readonly registrationSearch: RegistrationSearch;
  /** Within the transaction of the approval that allows it. */
  readonly subjectOverrides: SubjectOverrideStore;
}

export function supportTables(db: Kysely<Tables>): SupportTables {
  return {
    threads: createThreads(db),
    incidents: createIncidents(db),
    approvals: createApprovals(db),
    figures: createFigures(db),
    registrationSearch: createRegistrationSearch(db),
    subjectOverrides: createSubjectOverrideStore(db),
  };
}
