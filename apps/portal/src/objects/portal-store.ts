/**
 * The partner space's share of the durable store. What belongs together commits together: an object's state, its history,
 * the audit entry, the mails it causes and what it publishes to the hubs are one SQL transaction (security.md, faults 8 and 9).
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
  type SharedStores,
  sharedStoresOver,
} from '@garance/store';
import type { Kysely } from 'kysely';
import { type AccountTables, accountTables } from './account/tables/account-tables.ts';
import { type DatapassTables, datapassTables } from './datapass/tables/datapass-tables.ts';
import type { AuditAnchor, AuditHead } from './journal/audit-anchor.ts';
import { type AuditLog, createAuditLog } from './journal/audit-log.ts';
import { createHistory, type History } from './journal/history.ts';
import { platformMigrations } from './migrations/portal-migrations.ts';
import {
  type QualificationTables,
  qualificationTables,
} from './qualification/tables/qualification-tables.ts';
import { type IntegrationTables, integrationTables } from './registration/tables/integration-tables.ts';
import { type HabilitationTables, habilitationTables } from './request/tables/habilitation-tables.ts';
import type { PortalSchema, Tables } from './schema.ts';
import { type SupportTables, supportTables } from './thread/tables/support-tables.ts';

/** Every table of the partner space, inside one transaction or outside of any. */
export interface PortalTables
  extends AccountTables,
    HabilitationTables,
    IntegrationTables,
    DatapassTables,
    QualificationTables,
    SupportTables,
    SharedStores {
  readonly history: History;
  readonly audit: AuditLog;
}

export interface PortalStore extends PortalTables {
  /**
   * Runs in one SQL transaction, given back whole when `work` throws. Inside, use only what is passed in: the embedded
   * database has one connection, and anything else would wait for it for ever.
   */
  transaction<T>(work: (tables: PortalTables) => Promise<T>): Promise<T>;
}

/** What hubs and the partner space of one installation store. */
export interface PlatformStore extends DurableStore {
  readonly portal: PortalStore;
}

export interface PlatformStoreSettings extends DurableStoreSettings {
  /** Where heads of the audit log are written outside the database; without it a database turned back as a whole does not show. */
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
  return { ...buildDurableStore(connection, settings), portal: createPortalStore(connection, settings) };
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
  /** After the commit: a head of a transaction that was given back would be one that the log never had. */
  const record = async (heads: readonly AuditHead[]): Promise<void> => {
    if (auditAnchor === undefined || heads.length === 0) return;
    await auditAnchor.record(heads).catch((err: unknown) => {
      // What was done is committed, and in the log: the next head fixes it as well.
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
        // Of an earlier run that was killed between its last commit and this.
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
): PortalTables {
  const { vault, clock, logger = silent, auditAnchor: anchor } = settings;
  const db = withPortalTables(hubDb);
  return {
    ...sharedStoresOver(hubDb, settings),
    ...accountTables(db, vault, clock),
    ...habilitationTables(db, vault),
    ...datapassTables(db, vault),
    ...integrationTables(db, vault, logger),
    ...qualificationTables(db),
    ...supportTables(db),
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
