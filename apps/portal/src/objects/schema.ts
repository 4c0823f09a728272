import type { Tables as HubTables } from '@garance/store';
import type { PortalAccountTables } from './account/tables/schema.ts';
import type { PortalApprovalTables } from './approval/schema.ts';
import type { PortalAttachmentTables } from './attachment/schema.ts';
import type { PortalDatapassTables } from './datapass/tables/schema.ts';
import type { PortalDiscussionTables } from './discussion/schema.ts';
import type { PortalHabilitationTables } from './habilitation/schema.ts';
import type { PortalBaseTables } from './journal/schema.ts';
import type { PortalProductionTables } from './production/schema.ts';
import type { PortalQualificationTables } from './qualification/tables/schema.ts';
import type { PortalIntegrationTables } from './registration/tables/schema.ts';
import type { PortalRequestTables } from './request/tables/schema.ts';
import type { PortalSandboxTables } from './sandbox/schema.ts';
import type { PortalServiceTables } from './service/schema.ts';
import type { PortalSupportTables } from './thread/tables/schema.ts';

/** The partner space's own tables, as Kysely sees them; created by `migrations/`. */
export interface PortalSchema
  extends PortalBaseTables,
    PortalAccountTables,
    PortalApprovalTables,
    PortalAttachmentTables,
    PortalDiscussionTables,
    PortalHabilitationTables,
    PortalProductionTables,
    PortalRequestTables,
    PortalSandboxTables,
    PortalServiceTables,
    PortalIntegrationTables,
    PortalDatapassTables,
    PortalQualificationTables,
    PortalSupportTables {}

/** Every table of the partner space's database. */
export interface Tables extends HubTables, PortalSchema {}
