/**
 * The partner space's share of the durable store. What belongs together commits together: an object's state, its history,
 * the audit entry, the mails it causes and what it publishes to the hubs are one SQL transaction (security.md, faults 8 and 9).
 */
import type { Clock } from '@garance/core';
import type { Kysely } from 'kysely';
import { createChoicePageStore } from '../durable/choice-pages.ts';
import type {
  ChoicePageStore,
  Outbox,
  ProviderRefusals,
  ProviderStore,
  RegistrationStore,
  StoreLogger,
} from '../durable/contract.ts';
import { createOutbox } from '../durable/outbox.ts';
import { createProviderRefusals } from '../durable/provider-refusals.ts';
import { createProviderStore } from '../durable/providers.ts';
import { createRegistrationStore } from '../durable/registrations.ts';
import type { Tables } from '../durable/schema.ts';
import type { Vault } from '../vault.ts';
import { type AccountTables, accountTables } from './account-tables.ts';
import type { AuditAnchor, AuditHead } from './audit-anchor.ts';
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { type DatapassTables, datapassTables } from './datapass-tables.ts';
import { type HabilitationTables, habilitationTables } from './habilitation-tables.ts';
import { createHistory, type History } from './history.ts';
import { type IntegrationTables, integrationTables } from './integration-tables.ts';
import { type QualificationTables, qualificationTables } from './qualification-tables.ts';
import { type SupportTables, supportTables } from './support-tables.ts';

/** Every table of the partner space, inside one transaction or outside of any. */
export interface PortalTables
  extends AccountTables,
    HabilitationTables,
    IntegrationTables,
    DatapassTables,
    QualificationTables,
    SupportTables {
  readonly history: History;
  readonly audit: AuditLog;
  readonly outbox: Outbox;
  readonly registrations: RegistrationStore;
  readonly providers: ProviderStore;
  readonly choicePages: ChoicePageStore;
  readonly providerRefusals: ProviderRefusals;
}

export interface PortalStore extends PortalTables {
  /**
   * Runs in one SQL transaction, given back whole when `work` throws. Inside, use only what is passed in: the embedded
   * database has one connection, and anything else would wait for it for ever.
   */
  transaction<T>(work: (tables: PortalTables) => Promise<T>): Promise<T>;
}

interface PortalStoreDependencies {
  readonly db: Kysely<Tables>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: StoreLogger;
  readonly mailDomain: string;
  /** Where heads of the audit log are written outside the database. */
  readonly auditAnchor?: AuditAnchor | undefined;
}

export function createPortalStore(dependencies: PortalStoreDependencies): PortalStore {
  const { db: whole, logger, auditAnchor } = dependencies;
  /** After the commit: a head of a transaction that was given back would be one that the log never had. */
  const record = async (heads: readonly AuditHead[]): Promise<void> => {
    if (auditAnchor === undefined || heads.length === 0) return;
    await auditAnchor.record(heads).catch((err: unknown) => {
      // What was done is committed, and in the log: the next head fixes it as well.
      logger.error({ err }, 'the head of the audit log was not written outside the database');
    });
  };
  const transaction: PortalStore['transaction'] = async (work) => {
    const heads: AuditHead[] = [];
    const onHead = (head: AuditHead) => void heads.push(head);
    const result = await whole.transaction().execute((db) => work(tablesOver(db, dependencies, onHead)));
    await record(heads);
    return result;
  };
  const tables = tablesOver(whole, dependencies);
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
  db: Kysely<Tables>,
  { vault, clock, logger, mailDomain, auditAnchor: anchor }: PortalStoreDependencies,
  onHead?: (head: AuditHead) => void,
): PortalTables {
  return {
    ...accountTables(db, vault, clock),
    ...habilitationTables(db, vault),
    ...datapassTables(db, vault),
    ...integrationTables(db, vault, logger),
    ...qualificationTables(db),
    ...supportTables(db),
    history: createHistory(db),
    audit: createAuditLog({ db, vault, anchor, ...(onHead !== undefined && { onHead }) }),
    outbox: createOutbox({ db, vault, clock, logger, mailDomain }),
    registrations: createRegistrationStore(db, clock, logger),
    providers: createProviderStore(db, vault, logger),
    choicePages: createChoicePageStore(db, logger),
    providerRefusals: createProviderRefusals(db),
  };
}
