import type { StoreLogger, Vault } from '@garance/store';
import type { Kysely } from 'kysely';
import { createSandboxClients, type SandboxClients } from '../../sandbox/table.ts';
import type { Tables } from '../../schema.ts';
import { type AccessTable, createAccessTable } from './accesses.ts';
import { type ClientSecretTable, createClientSecretTable } from './client-secrets.ts';
import { createRegistrationDraftTable, type RegistrationDraftTable } from './registration-drafts.ts';
import { createSectorTable, type SectorTable } from './sectors.ts';
import { createTestIdentityTable, type TestIdentityTable } from './test-identities.ts';

/** What the integration stage keeps. */
export interface IntegrationTables {
  readonly accesses: AccessTable;
  readonly sectors: SectorTable;
  readonly registrationDrafts: RegistrationDraftTable;
  readonly clientSecrets: ClientSecretTable;
  readonly sandboxClients: SandboxClients;
  readonly testIdentities: TestIdentityTable;
}

export function integrationTables(db: Kysely<Tables>, vault: Vault, logger: StoreLogger): IntegrationTables {
  return {
    accesses: createAccessTable(db),
    sectors: createSectorTable(db),
    registrationDrafts: createRegistrationDraftTable(db),
    clientSecrets: createClientSecretTable(db),
    sandboxClients: createSandboxClients(db),
    testIdentities: createTestIdentityTable(db, vault, logger),
  };
}
