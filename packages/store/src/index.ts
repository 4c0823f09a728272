export { type CountWriter, type CountWriterOptions, createCountWriter } from './count-writer.ts';
export { anyChanged, countChanged } from './durable/changed-rows.ts';
export { restoreEmbeddedDatabase } from './durable/connect-pglite.ts';
export type { DatabaseConnection } from './durable/connection.ts';
export type {
  Changes,
  ChoicePageStore,
  DurableStore,
  HubKey,
  HubKeyChange,
  HubKeyFacts,
  HubKeyState,
  HubKeyStore,
  LoginCount,
  LoginCountColumn,
  LoginCountRange,
  LoginCounts,
  Mail,
  Outbox,
  OutboxMail,
  PrivateJwk,
  ProviderRefusal,
  ProviderRefusals,
  ProviderStore,
  PublishedVersion,
  RecordedSignIn,
  RegistrationStore,
  SecretStore,
  SignInEvent,
  SignInStore,
  StoreLogger,
  SubjectOverride,
  SubjectOverrideStore,
} from './durable/contract.ts';
export { type DirectoryLock, lockDataDirectory } from './durable/data-directory-lock.ts';
export { backlogColumns, type DueBacklog, readBacklogRow } from './durable/due-backlog.ts';
export { loginCountDays } from './durable/login-counts.ts';
export { hubMigrations } from './durable/migrations/hub-migrations.ts';
export type { Migrations } from './durable/migrations/migrate.ts';
export type { ObservedQuery, ObserveQueries } from './durable/observe-queries.ts';
export {
  buildDurableStore,
  checkMasterKey,
  type DurableStoreSettings,
  type OpenDatabaseOptions,
  type OpenDurableStoreOptions,
  openDatabase,
  openDurableStore,
  type SharedStores,
  sharedStoresOver,
} from './durable/open-durable-store.ts';
export { messageIdFor } from './durable/outbox.ts';
export { type ResealCounts, resealColumns, type SealedColumn } from './durable/reseal.ts';
export { isEmptyDatabase, runStatements } from './durable/run-statements.ts';
export type { BigintColumn, JsonColumn, Tables } from './durable/schema.ts';
export { hubSealedColumns } from './durable/sealed-columns.ts';
export { createSecretStore } from './durable/secrets.ts';
export type { StoredTraceEntry, TraceEntry, TraceQuery, TraceTable } from './durable/trace.ts';
export type {
  AccessTokenEntry,
  CodeEntry,
  CodeState,
  CodeTaken,
  GrantedValue,
  HitCount,
  InflightStore,
  StoreShare,
  TransactionReplacement,
  VersionedValue,
} from './inflight/contract.ts';
export { type CountedStore, countCalls, type StoreCalls } from './inflight/count-calls.ts';
export { createMemoryInflightStore, type MemoryInflightOptions } from './inflight/memory.ts';
export { type ObserveStoreCalls, observeInflight } from './inflight/observe-inflight.ts';
export { connectValkey, type ValkeyConnection, type ValkeyOptions } from './inflight/valkey/connection.ts';
export { createValkeyInflightStore, type ValkeyInflightOptions } from './inflight/valkey/valkey.ts';
export { deriveKeys, loadMasterKeys, type MasterKeySource, type MasterKeys } from './master-key.ts';
export {
  createOutboxWorker,
  type DrainResult,
  type OutboxWorker,
  type OutboxWorkerOptions,
} from './outbox-worker.ts';
export { createPollLoop, type PollLoop, type PollLoopOptions } from './poll-loop.ts';
export { createRetryingWriter, type RetryingWriter, type RetryingWriterOptions } from './retrying-writer.ts';
export { createTraceWriter, type TraceWriter, type TraceWriterOptions } from './trace-writer.ts';
export { createVault, type Vault } from './vault.ts';
