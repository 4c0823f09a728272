import { hubMigrations, type Migrations } from '@garance/store';
import { up as portalBase } from './0002-portal-base.ts';
import { up as portalAccounts } from './0003-portal-accounts.ts';
import { up as portalHabilitation } from './0004-portal-habilitation.ts';
import { up as portalDatapass } from './0005-portal-datapass.ts';
import { up as portalIntegration } from './0006-portal-integration.ts';
import { up as portalQualification } from './0007-portal-qualification.ts';
import { up as portalSupport } from './0008-portal-support.ts';
import { up as portalAdministration } from './0010-portal-administration.ts';
import { up as portalQualificationRuns } from './0012-portal-qualification-runs.ts';
import { up as organisations } from './0016-organisations.ts';
import { up as auditKeyedChain } from './0018-audit-keyed-chain.ts';
import { up as portalOperators } from './0019-portal-operators.ts';
import { up as portalSandbox } from './0021-portal-sandbox.ts';

/** The partner space's own tables. */
const portalMigrations: Migrations = {
  '0002-portal-base': { up: portalBase },
  '0003-portal-accounts': { up: portalAccounts },
  '0004-portal-habilitation': { up: portalHabilitation },
  '0005-portal-datapass': { up: portalDatapass },
  '0006-portal-integration': { up: portalIntegration },
  '0007-portal-qualification': { up: portalQualification },
  '0008-portal-support': { up: portalSupport },
  '0010-portal-administration': { up: portalAdministration },
  '0012-portal-qualification-runs': { up: portalQualificationRuns },
  '0016-organisations': { up: organisations },
  '0018-audit-keyed-chain': { up: auditKeyedChain },
  '0019-portal-operators': { up: portalOperators },
  '0021-portal-sandbox': { up: portalSandbox },
};

/** Everything that the partner space and the hubs of one database need. */
export const platformMigrations: Migrations = { ...hubMigrations, ...portalMigrations };
