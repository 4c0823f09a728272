/**
 * The partner space's part of the durable store. An object's state, its history, the audit entry, the mails it causes
 * and what it publishes to the hubs are one SQL transaction (security.md, faults 8 and 9).
 */
import {
  buildDurableStore,
  checkMasterKey,
  createSecretStore,
  type DatabaseConnection,
  type DurableStore,
  type DurableStoreSettings,
  type OpenDatabaseOptions,
  openDatabase,
  type ResealCounts,
  resealColumns,
  sharedStoresOver,
} from '@garance/store';
import type { Kysely } from 'kysely';
import { createAttemptWindows } from './account/tables/attempt-windows.ts';
import { createBrowserErrands } from './account/tables/browser-errands.ts';
import { createPasskeys } from './account/tables/passkeys.ts';
import { createPeople } from './account/tables/people.ts';
import { createPlatformRoles } from './account/tables/platform-roles.ts';
import { createPortalSessions } from './account/tables/portal-sessions.ts';
import { createProfessionalIdentities } from './account/tables/professional-identities.ts';
import { createSignInCodes } from './account/tables/sign-in-codes.ts';
import { createTermsAcceptances } from './account/tables/terms-acceptances.ts';
import { createTotpFactors } from './account/tables/totp-factors.ts';
import { createApprovals } from './approval/table.ts';
import { createAttachments } from './attachment/table.ts';
import { createDatapassDeliveries } from './datapass/tables/datapass-deliveries.ts';
import { createDatapassRequests } from './datapass/tables/datapass-requests.ts';
import { createWebhookCalls } from './datapass/tables/webhook-calls.ts';
import { createWebhookEndpoints } from './datapass/tables/webhook-endpoints.ts';
import { createDiscussion } from './discussion/table.ts';
import { createHabilitations } from './habilitation/table.ts';
import type { AuditAnchor, AuditHead } from './journal/audit-anchor.ts';
import { createAuditLog } from './journal/audit-log.ts';
import { createFigures } from './journal/figures.ts';
import { createHistory } from './journal/history.ts';
import { platformMigrations } from './migrations/portal-migrations.ts';
import { createInvitations } from './organisation/tables/invitations.ts';
import { createMemberships } from './organisation/tables/memberships.ts';
import { createOrganisations } from './organisation/tables/organisations.ts';
import { createProductions } from './production/table.ts';
import { createQualificationItems } from './qualification/tables/qualification-items.ts';
import { createQualificationReports } from './qualification/tables/qualification-reports.ts';
import { createQualificationRuns } from './qualification/tables/qualification-runs.ts';
import { createQualificationTargets } from './qualification/tables/qualification-targets.ts';
import { createQualifications } from './qualification/tables/qualifications.ts';
import { createClientRegistrationTable } from './registration/tables/client-registrations.ts';
import { createClientSecretTable } from './registration/tables/client-secrets.ts';
import { createRegistrationDraftTable } from './registration/tables/registration-drafts.ts';
import { createRegistrationSearch } from './registration/tables/registration-search.ts';
import { createSectorTable } from './registration/tables/sectors.ts';
import { createTestAccountTable } from './registration/tables/test-accounts.ts';
import { createRequestCopies } from './request/tables/request-copies.ts';
import { createRequests } from './request/tables/requests.ts';
import { createTemplates } from './request/tables/templates.ts';
import { createSandboxClients } from './sandbox/table.ts';
import type { PortalSchema, Tables } from './schema.ts';
import { sealedColumns } from './sealed-columns.ts';
import { createServices } from './service/table.ts';
import { createIncidents } from './thread/tables/incidents.ts';
import { createThreads } from './thread/tables/threads.ts';

/** Every table of the partner space, inside one transaction or outside of any. */
export type PortalTables = ReturnType<typeof tablesOver>;

export interface PortalStore extends PortalTables {
  /**
   * Runs `work` in one SQL transaction, rolled back when it throws. Inside, use only the tables passed in: the embedded
   * database has one connection, and any other query would wait for it for ever.
   */
  transaction<T>(work: (tables: PortalTables) => Promise<T>): Promise<T>;
}

/** What hubs and the partner space of one installation store. */
export interface PlatformStore extends DurableStore {
  readonly portal: PortalStore;
  /**
   * Seals again, under the current master key, what is sealed under the other one; can be repeated after an
   * interruption.
   */
  reseal(options?: ResealOptions): Promise<readonly ResealCounts[]>;
}

/** Options of `reseal`. */
export type ResealOptions = Pick<Parameters<typeof resealColumns>[0], 'batch' | 'onBatch'>;

export interface PlatformStoreSettings extends DurableStoreSettings {
  /**
   * Where heads of the audit log are written outside the database; without it, a restored older database is not
   * detected.
   */
  readonly auditAnchor?: AuditAnchor | undefined;
}

/**
 * Opens the database, brings it to this program's schema and makes sure that the master key is the one it was made with.
 *
 * @throws GaranceError `store.url_not_supported`, `store.directory_in_use`, `store.wrong_master_key`
 */
export async function openPlatformStore(
  options: PlatformStoreSettings & Omit<OpenDatabaseOptions, 'migrations'>,
): Promise<PlatformStore> {
  const connection = await openDatabase({ ...options, migrations: platformMigrations });
  try {
    const store = buildPlatformStore(connection, options);
    await checkMasterKey(store);
    await store.portal.audit.begin(options.clock.now());
    return store;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The store over an open connection with the platform's migrations, which it closes with itself. */
export function buildPlatformStore(
  connection: DatabaseConnection,
  settings: PlatformStoreSettings,
): PlatformStore {
  return {
    ...buildDurableStore(connection, settings),
    portal: createPortalStore(connection, settings),
    reseal: (options) =>
      resealColumns({ ...options, db: connection.db, vault: settings.vault }, sealedColumns),
  };
}

/** The database with the partner space's tables as well. */
export function withPortalTables(db: DatabaseConnection['db']): Kysely<Tables> {
  return db.withTables<{ [Name in keyof PortalSchema]: PortalSchema[Name] }>();
}

export function createPortalStore(
  { db: whole }: Pick<DatabaseConnection, 'db'>,
  settings: PlatformStoreSettings,
): PortalStore {
  const { logger, auditAnchor } = settings;
  /** After the commit: a head of a rolled back transaction never belonged to the log. */
  const record = async (heads: readonly AuditHead[]): Promise<void> => {
    if (auditAnchor === undefined || heads.length === 0) return;
    await auditAnchor.record(heads).catch((err: unknown) => {
      // The entries are committed: the next head covers them as well.
      logger?.error({ err }, 'the head of the audit log was not written outside the database');
    });
  };
  const transaction: PortalStore['transaction'] = async (work) => {
    const heads: AuditHead[] = [];
    const onHead = (head: AuditHead) => void heads.push(head);
    const result = await whole.transaction().execute((db) => work(tablesOver(db, settings, onHead)));
    await record(heads);
    return result;
  };
  const tables = tablesOver(whole, settings);
  return {
    ...tables,
    transaction,
    audit: {
      ...tables.audit,
      append: (entry) => transaction(({ audit }) => audit.append(entry)),
      begin: async (atMs) => {
        await transaction(({ audit }) => audit.begin(atMs));
        // Head of an earlier run that was killed between its last commit and the write outside the database.
        const head = await tables.audit.head();
        if (head !== undefined) await record([head]);
      },
    },
  };
}

function tablesOver(
  hubDb: DatabaseConnection['db'],
  settings: PlatformStoreSettings,
  onHead?: (head: AuditHead) => void,
) {
  const { vault, clock, logger = silent, auditAnchor: anchor } = settings;
  const db = withPortalTables(hubDb);
  return {
    ...sharedStoresOver(hubDb, settings),
    people: createPeople(db, clock),
    platformRoles: createPlatformRoles(db, clock),
    portalSessions: createPortalSessions(db),
    termsAcceptances: createTermsAcceptances(db),
    signInCodes: createSignInCodes(db, vault),
    attemptWindows: createAttemptWindows(db),
    browserErrands: createBrowserErrands(db, vault),
    totpFactors: createTotpFactors(db, vault, clock),
    passkeys: createPasskeys(db, clock),
    professionalIdentities: createProfessionalIdentities(db),
    organisations: createOrganisations(db, clock),
    memberships: createMemberships(db, clock),
    invitations: createInvitations(db, clock),
    services: createServices(db),
    requests: createRequests(db, logger),
    requestCopies: createRequestCopies(db),
    templates: createTemplates(db),
    habilitations: createHabilitations(db),
    attachments: createAttachments(db, vault),
    discussion: createDiscussion(db),
    datapassDeliveries: createDatapassDeliveries(db, vault),
    datapassRequests: createDatapassRequests(db, vault),
    webhookEndpoints: createWebhookEndpoints(db, vault),
    webhookCalls: createWebhookCalls(db, vault),
    clientRegistrations: createClientRegistrationTable(db, logger),
    sectors: createSectorTable(db),
    registrationDrafts: createRegistrationDraftTable(db, logger),
    registrationSearch: createRegistrationSearch(db),
    clientSecrets: createClientSecretTable(db),
    testAccounts: createTestAccountTable(db, vault, logger),
    sandboxClients: createSandboxClients(db),
    qualifications: createQualifications(db, logger),
    qualificationItems: createQualificationItems(db),
    qualificationReports: createQualificationReports(db),
    qualificationTargets: createQualificationTargets(db),
    qualificationRuns: createQualificationRuns(db),
    productions: createProductions(db, logger),
    threads: createThreads(db, logger),
    incidents: createIncidents(db),
    approvals: createApprovals(db),
    figures: createFigures(db),
    history: createHistory(db),
    audit: createAuditLog({
      db,
      secrets: createSecretStore(hubDb, vault),
      anchor,
      ...(onHead !== undefined && { onHead }),
    }),
  };
}

const silent = { warn: () => {}, error: () => {} };
