import type { Kysely } from 'kysely';
import type { StoreLogger } from '../durable/contract.ts';
import type { Tables } from '../durable/schema.ts';
import type { Vault } from '../vault.ts';
import { type AccessTable, createAccessTable } from './accesses.ts';
import { type ClientSecretTable, createClientSecretTable } from './client-secrets.ts';
import { createRegistrationDraftTable, type RegistrationDraftTable } from './registration-drafts.ts';
import { createSandboxClients, type SandboxClients } from './sandbox-clients.ts';
import { createSectorTable, type SectorTable } from './sectors.ts';
import { createTestIdentityTable, type TestIdentityTable } from './test-identities.ts';
import { createTraceTable, type TraceTable } from './trace.ts';

/** What the integration stage keeps. */
export interface IntegrationTables {
  readonly accesses: AccessTable;
  readonly sectors: SectorTable;
  readonly registrationDrafts: RegistrationDraftTable;
  readonly clientSecrets: ClientSecretTable;
  readonly sandboxClients: SandboxClients;
  readonly testIdentities: TestIdentityTable;
  readonly trace: TraceTable;
}

export function integrationTables(db: Kysely<Tables>, vault: Vault, logger: StoreLogger): IntegrationTables {
  return {
    accesses: createAccessTable(db),
    sectors: createSectorTable(db),
    registrationDrafts: createRegistrationDraftTable(db),
    clientSecrets: createClientSecretTable(db),
    sandboxClients: createSandboxClients(db),
    testIdentities: createTestIdentityTable(db, vault, logger),
    trace: createTraceTable(db),
  };
}
