export type {
  Changes,
  DurableStore,
  HubKey,
  HubKeyChange,
  HubKeyState,
  HubKeyStore,
  Mail,
  Outbox,
  OutboxMail,
  PrivateJwk,
  ProviderStore,
  PublishedVersion,
  RegistrationStore,
  SecretStore,
  SignInEvent,
  SignInStore,
  StoreLogger,
  SubjectOverride,
  SubjectOverrideStore,
} from './durable/contract.ts';
export { type DirectoryLock, lockDataDirectory } from './durable/data-directory-lock.ts';
export {
  type DurableStoreSettings,
  type OpenDurableStoreOptions,
  openDurableStore,
} from './durable/open-durable-store.ts';
export { messageIdFor } from './durable/outbox.ts';
export type {
  AccessTokenEntry,
  CodeEntry,
  CodeTaken,
  GrantedValue,
  HitCount,
  InflightStore,
  TransactionReplacement,
  VersionedValue,
} from './inflight/contract.ts';
export { createMemoryInflightStore, type MemoryInflightOptions } from './inflight/memory.ts';
export { loadMasterKey, type MasterKeySource } from './master-key.ts';
export {
  createOutboxWorker,
  type DrainResult,
  type OutboxWorker,
  type OutboxWorkerOptions,
} from './outbox-worker.ts';
export type { AuditEntry, AuditLog, ChainedAuditEntry } from './portal/audit-log.ts';
export type { History, HistoryEntry } from './portal/history.ts';
export type { PortalStore, PortalTables } from './portal/portal-store.ts';
export { createSignInWriter, type SignInWriter, type SignInWriterOptions } from './sign-in-writer.ts';
export { createVault, type Vault } from './vault.ts';
