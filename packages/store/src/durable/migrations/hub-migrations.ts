import { up as firstTables } from './0001-first-tables.ts';
import { up as signInReport } from './0013-sign-in-report.ts';
import { up as choicePage } from './0014-choice-page.ts';
import { up as providerRefusals } from './0015-provider-refusals.ts';
import { up as trace } from './0021-trace.ts';
import { up as loginCounts } from './0022-login-counts.ts';
import { up as signInPartitions } from './0023-sign-in-partitions.ts';
import { up as schemaRequirement } from './0024-schema-requirement.ts';
import type { Migrations } from './migrate.ts';

/** Migrations of the tables that hubs use. */
export const hubMigrations: Migrations = {
  '0001-first-tables': { up: firstTables },
  '0013-sign-in-report': { up: signInReport },
  '0014-choice-page': { up: choicePage },
  '0015-provider-refusals': { up: providerRefusals },
  '0021-trace': { up: trace },
  '0022-login-counts': { up: loginCounts },
  '0023-sign-in-partitions': { up: signInPartitions },
  '0024-schema-requirement': { up: schemaRequirement },
};
