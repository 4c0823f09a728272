import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Tables } from '../schema.ts';
import { up as firstTables } from './0001-first-tables.ts';
import { up as portalBase } from './0002-portal-base.ts';
import { up as portalAccounts } from './0003-portal-accounts.ts';
import { up as portalHabilitation } from './0004-portal-habilitation.ts';
import { up as portalDatapass } from './0005-portal-datapass.ts';
import { up as portalIntegration } from './0006-portal-integration.ts';
import { up as portalQualification } from './0007-portal-qualification.ts';
import { up as portalSupport } from './0008-portal-support.ts';
import { up as portalAdministration } from './0010-portal-administration.ts';
import { up as portalQualificationRuns } from './0012-portal-qualification-runs.ts';
import { up as signInReport } from './0013-sign-in-report.ts';
import { up as choicePage } from './0014-choice-page.ts';
import { up as providerRefusals } from './0015-provider-refusals.ts';
import { up as organisations } from './0016-organisations.ts';
import { up as auditKeyedChain } from './0018-audit-keyed-chain.ts';
import { up as portalOperators } from './0019-portal-operators.ts';
import { up as portalSandbox } from './0021-portal-sandbox.ts';
import { up as loginCounts } from './0022-login-counts.ts';

/** In order of their names. Forward only: there is no way down, a mistake is mended by the next one. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': { up: firstTables },
  '0002-portal-base': { up: portalBase },
  '0003-portal-accounts': { up: portalAccounts },
  '0004-portal-habilitation': { up: portalHabilitation },
  '0005-portal-datapass': { up: portalDatapass },
  '0006-portal-integration': { up: portalIntegration },
  '0007-portal-qualification': { up: portalQualification },
  '0008-portal-support': { up: portalSupport },
  '0010-portal-administration': { up: portalAdministration },
  '0012-portal-qualification-runs': { up: portalQualificationRuns },
  '0013-sign-in-report': { up: signInReport },
  '0014-choice-page': { up: choicePage },
  '0015-provider-refusals': { up: providerRefusals },
  '0016-organisations': { up: organisations },
  '0018-audit-keyed-chain': { up: auditKeyedChain },
  '0019-portal-operators': { up: portalOperators },
  '0021-portal-sandbox': { up: portalSandbox },
  '0022-login-counts': { up: loginCounts },
};

/**
 * Brings the database to this program's schema, in one SQL transaction, under an advisory lock: of several nodes
 * starting at once one migrates and the others wait. What has run is recorded in `schema_migration`.
 * A database that knows a migration this program does not know is refused: it belongs to a newer program.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: 'schema_migration',
    migrationLockTableName: 'schema_migration_lock',
    ...(rows[0] === undefined ? {} : { migrationTableSchema: rows[0].schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
