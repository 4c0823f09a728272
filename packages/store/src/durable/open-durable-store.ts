import { randomBytes } from 'node:crypto';
import { type Clock, GaranceError } from '@garance/core';
import { type Kysely, sql } from 'kysely';
import type { Vault } from '../vault.ts';
import { createChangeFeed } from './change-feed.ts';
import { createChoicePageStore } from './choice-pages.ts';
import { readRevision } from './configuration-revision.ts';
import { connectPglite } from './connect-pglite.ts';
import { connectPostgres } from './connect-postgres.ts';
import type { DatabaseConnection } from './connection.ts';
import type { DurableStore, StoreLogger } from './contract.ts';
import { createHubKeyStore } from './hub-keys.ts';
import { createLoginCounts } from './login-counts.ts';
import { hubMigrations } from './migrations/hub-migrations.ts';
import type { Migrations } from './migrations/migrate.ts';
import type { ObserveQueries } from './observe-queries.ts';
import { createOutbox } from './outbox.ts';
import { createProviderRefusals } from './provider-refusals.ts';
import { createProviderStore } from './providers.ts';
import { createRegistrationStore } from './registrations.ts';
import type { Tables } from './schema.ts';
import { createSecretStore } from './secrets.ts';
import { createSignInStore } from './sign-ins.ts';
import { createSubjectOverrideStore } from './subject-overrides.ts';
import { createTraceTable } from './trace.ts';

export interface DurableStoreSettings {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger?: StoreLogger;
  /** Domain of Message-IDs; default `garance.invalid`. */
  readonly mailDomain?: string;
  /** Polling interval in milliseconds for a shared database, where notices may be lost; default 2 000. */
  readonly pollMs?: number;
}

export interface OpenDatabaseOptions {
  /** `pglite:<directory>`, `pglite::memory:` or `postgres://…`. */
  readonly url: string;
  /** All migrations of the database; default: those of the hub's tables. */
  readonly migrations?: Migrations;
  readonly logger?: StoreLogger;
  /** Size of the pool on PostgreSQL; default 10. */
  readonly maxConnections?: number;
  /** Milliseconds after which a statement fails, on PostgreSQL; default 10 000. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds to wait for a connection, on PostgreSQL; default 3 000. */
  readonly connectTimeoutMs?: number;
  /**
   * On PostgreSQL: `apply` (default) brings the database to this program's schema, `check` refuses another one: for
   * processes that may not change tables.
   */
  readonly schema?: 'apply' | 'check';
  /** Called for each query. */
  readonly observe?: ObserveQueries;
}

export interface OpenDurableStoreOptions extends DurableStoreSettings, OpenDatabaseOptions {}

const silent: StoreLogger = { warn: () => {}, error: () => {} };

/**
 * Opens the database, migrates it and checks that the master key is the one with which it was created.
 *
 * @throws GaranceError `store.url_not_supported`, `store.directory_in_use`, `store.directory_foreign`, `store.wrong_master_key`
 */
export async function openDurableStore(options: OpenDurableStoreOptions): Promise<DurableStore> {
  const connection = await openDatabase(options);
  try {
    const store = buildDurableStore(connection, options);
    await checkMasterKey(store);
    return store;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * Opens the database and migrates it.
 * @throws GaranceError `store.url_not_supported`, `store.directory_in_use`, `store.directory_foreign`, `store.schema_unknown`
 */
export async function openDatabase({
  url,
  migrations = hubMigrations,
  logger = silent,
  maxConnections = 10,
  schema = 'apply',
  statementTimeoutMs,
  connectTimeoutMs,
  observe,
}: OpenDatabaseOptions): Promise<DatabaseConnection> {
  if (url.startsWith('pglite:')) return connectPglite(url.slice('pglite:'.length), migrations, observe);
  if (!/^postgres(ql)?:\/\//.test(url)) throw new GaranceError('store.url_not_supported');
  return connectPostgres({
    url,
    migrations,
    logger,
    maxConnections,
    schema,
    ...(statementTimeoutMs !== undefined && { statementTimeoutMs }),
    ...(connectTimeoutMs !== undefined && { connectTimeoutMs }),
    ...(observe !== undefined && { observe }),
  });
}

/** The hub's stores that the partner space also writes, over a database or one transaction of it. */
export type SharedStores = Pick<
  DurableStore,
  'registrations' | 'providers' | 'choicePages' | 'providerRefusals' | 'subjectOverrides' | 'outbox' | 'trace'
>;

/** The stores that hubs and the partner space share, over a database or one transaction of it. */
export function sharedStoresOver(
  db: Kysely<Tables>,
  { vault, clock, logger = silent, mailDomain = 'garance.invalid' }: DurableStoreSettings,
): SharedStores {
  return {
    registrations: createRegistrationStore(db, clock, logger),
    providers: createProviderStore(db, vault, logger),
    choicePages: createChoicePageStore(db, logger),
    providerRefusals: createProviderRefusals(db),
    subjectOverrides: createSubjectOverrideStore(db),
    outbox: createOutbox({ db, vault, clock, logger, mailDomain }),
    trace: createTraceTable(db),
  };
}

/** A store over an open connection; closing the store closes the connection. */
export function buildDurableStore(
  connection: DatabaseConnection,
  settings: DurableStoreSettings,
): DurableStore {
  const { db } = connection;
  const { vault, logger = silent, pollMs = 2_000 } = settings;
  const feed = createChangeFeed({
    revision: () => readRevision(db),
    listen: connection.listen,
    pollMs: connection.shared ? pollMs : undefined,
    logger,
  });
  return {
    ...sharedStoresOver(db, settings),
    hubKeys: createHubKeyStore(db, vault),
    secrets: createSecretStore(db, vault),
    signIns: createSignInStore(db, (over) => sharedStoresOver(over, settings).outbox),
    loginCounts: createLoginCounts(db),
    changes: { revision: feed.revision, subscribe: feed.subscribe },
    ping: async () => {
      await sql`do $$ begin
        if current_setting('transaction_read_only')::boolean then
          raise exception 'the database takes no writes' using errcode = 'read_only_sql_transaction';
        end if;
      end $$`.execute(db);
    },
    readClock: async () => {
      const nowMs = sql<{
        readonly ms: string | number;
      }>`select extract(epoch from clock_timestamp()) * 1000 as ms`;
      const { rows } = await nowMs.execute(db);
      return Number(rows[0]?.ms);
    },
    ...(connection.copy !== undefined && { copy: connection.copy }),
    exclusively: (name, work) =>
      db.transaction().execute(async (trx) => {
        const lock = sql<{
          readonly held: boolean;
        }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`;
        const { rows } = await lock.execute(trx);
        if (rows[0]?.held !== true) return false;
        await work();
        return true;
      }),
    close: async () => {
      await feed.close();
      await connection.close();
    },
  };
}

/**
 * Detects a wrong master key at the start instead of at the first login, by opening a value sealed with the first key.
 * @throws GaranceError `store.wrong_master_key`
 */
export async function checkMasterKey(store: Pick<DurableStore, 'secrets'>): Promise<void> {
  try {
    await store.secrets.getOrCreate('master-key-check', () => randomBytes(16));
  } catch (cause) {
    if (cause instanceof GaranceError && cause.code === 'store.unreadable') {
      throw new GaranceError('store.wrong_master_key', { cause });
    }
    throw cause;
  }
}
