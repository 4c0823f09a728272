import { randomBytes } from 'node:crypto';
import { type Clock, GaranceError } from '@garance/core';
import { sql } from 'kysely';
import type { AuditAnchor } from '../portal/audit-anchor.ts';
import { createPortalStore } from '../portal/portal-store.ts';
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
import { createOutbox } from './outbox.ts';
import { createProviderRefusals } from './provider-refusals.ts';
import { createProviderStore } from './providers.ts';
import { createRegistrationStore } from './registrations.ts';
import { createSecretStore } from './secrets.ts';
import { createSignInStore } from './sign-ins.ts';
import { createSubjectOverrideStore } from './subject-overrides.ts';

export interface DurableStoreSettings {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger?: StoreLogger;
  /** The right side of Message-IDs; default `garance.invalid`. */
  readonly mailDomain?: string;
  /** How often a shared database is looked at for changes whose notice was lost; default 2 s. */
  readonly pollMs?: number;
  /** Where heads of the audit log are written outside the database; without it a database turned back as a whole does not show. */
  readonly auditAnchor?: AuditAnchor;
}

export interface OpenDurableStoreOptions extends DurableStoreSettings {
  /** `pglite:<directory>`, `pglite::memory:` or `postgres://…`. */
  readonly url: string;
  /** Of the pool on PostgreSQL; default 10. */
  readonly maxConnections?: number;
}

const silent: StoreLogger = { warn: () => {}, error: () => {} };

/**
 * Opens the database, brings it to this program's schema and makes sure that the master key is the one it was made with.
 *
 * @throws GaranceError `store.url_not_supported`, `store.directory_in_use`, `store.wrong_master_key`
 */
export async function openDurableStore(options: OpenDurableStoreOptions): Promise<DurableStore> {
  const connection = await connect(options);
  try {
    const store = buildDurableStore(connection, options);
    await checkMasterKey(store);
    await store.portal.audit.begin(options.clock.now());
    return store;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function connect({
  url,
  logger,
  maxConnections,
}: OpenDurableStoreOptions): Promise<DatabaseConnection> {
  if (url.startsWith('pglite:')) return connectPglite(url.slice('pglite:'.length));
  if (!/^postgres(ql)?:\/\//.test(url)) throw new GaranceError('store.url_not_supported');
  return connectPostgres({ url, logger: logger ?? silent, maxConnections: maxConnections ?? 10 });
}

/** The store over an open connection, which it closes with itself. */
export function buildDurableStore(
  connection: DatabaseConnection,
  {
    vault,
    clock,
    logger = silent,
    mailDomain = 'garance.invalid',
    pollMs = 2_000,
    auditAnchor,
  }: DurableStoreSettings,
): DurableStore {
  const { db } = connection;
  const outboxOver = (over: typeof db) => createOutbox({ db: over, vault, clock, logger, mailDomain });
  const feed = createChangeFeed({
    revision: () => readRevision(db),
    listen: connection.listen,
    pollMs: connection.shared ? pollMs : undefined,
    logger,
  });
  return {
    registrations: createRegistrationStore(db, clock, logger),
    providers: createProviderStore(db, vault, logger),
    choicePages: createChoicePageStore(db, logger),
    providerRefusals: createProviderRefusals(db),
    hubKeys: createHubKeyStore(db, vault),
    secrets: createSecretStore(db, vault),
    subjectOverrides: createSubjectOverrideStore(db),
    signIns: createSignInStore(db, outboxOver),
    loginCounts: createLoginCounts(db),
    outbox: outboxOver(db),
    portal: createPortalStore({ db, vault, clock, logger, mailDomain, auditAnchor }),
    changes: { revision: feed.revision, subscribe: feed.subscribe },
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: async () => {
      await feed.close();
      await connection.close();
    },
  };
}

/** A wrong key is said at the start and not at the first login: a value sealed with the first key must open. */
async function checkMasterKey(store: DurableStore): Promise<void> {
  try {
    await store.secrets.getOrCreate('master-key-check', () => randomBytes(16));
  } catch (cause) {
    if (cause instanceof GaranceError && cause.code === 'store.unreadable') {
      throw new GaranceError('store.wrong_master_key', { cause });
    }
    throw cause;
  }
}
