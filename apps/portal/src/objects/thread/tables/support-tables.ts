import type { Kysely } from 'kysely';
import { type Approvals, createApprovals } from '../../approval/table.ts';
import { createFigures, type Figures } from '../../journal/figures.ts';
import {
  createRegistrationSearch,
  type RegistrationSearch,
} from '../../registration/tables/registration-search.ts';
import type { Tables } from '../../schema.ts';
import { createIncidents, type Incidents } from './incidents.ts';
import { createThreads, type Threads } from './threads.ts';

/** What support and administration keep. */
export interface SupportTables {
  readonly threads: Threads;
  readonly incidents: Incidents;
  readonly approvals: Approvals;
  readonly figures: Figures;
  readonly registrationSearch: RegistrationSearch;
}

export function supportTables(db: Kysely<Tables>): SupportTables {
  return {
    threads: createThreads(db),
    incidents: createIncidents(db),
    approvals: createApprovals(db),
    figures: createFigures(db),
    registrationSearch: createRegistrationSearch(db),
  };
}
