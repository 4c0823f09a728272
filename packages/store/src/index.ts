export { createFileAuditAnchor } from './audit-anchor-file.ts';
export { type CountWriter, type CountWriterOptions, createCountWriter } from './count-writer.ts';
export type {
  Changes,
  ChoicePageStore,
  DurableStore,
  HubKey,
  HubKeyChange,
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
export { loginCountDays } from './durable/login-counts.ts';
export {
  type DurableStoreSettings,
  type OpenDurableStoreOptions,
  openDurableStore,
} from './durable/open-durable-store.ts';
export { messageIdFor } from './durable/outbox.ts';
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
export { createMemoryInflightStore, type MemoryInflightOptions } from './inflight/memory.ts';
export { loadMasterKey, type MasterKeySource } from './master-key.ts';
export {
  createOutboxWorker,
  type DrainResult,
  type OutboxWorker,
  type OutboxWorkerOptions,
} from './outbox-worker.ts';
export type { Access, AccessState, AccessTable } from './portal/accesses.ts';
export type { AccountTables } from './portal/account-tables.ts';
export type {
  MembershipRole,
  Organisation,
  OrganisationProof,
  Person,
  StaffRole,
} from './portal/accounts.ts';
export type { Approval, Approvals } from './portal/approvals.ts';
export type { Attachment, AttachmentOwner, Attachments, NewAttachment } from './portal/attachments.ts';
export type { AttemptLimit } from './portal/attempt-windows.ts';
export type { AuditAnchor, AuditHead } from './portal/audit-anchor.ts';
export type { AuditEntry, AuditVerification, ChainedAuditEntry } from './portal/audit-entry.ts';
export type { AuditFilter, AuditLog } from './portal/audit-log.ts';
export type { ClientSecret, ClientSecretTable } from './portal/client-secrets.ts';
export type {
  DatapassDeliveries,
  DatapassDelivery,
  DeliveryAnswer,
  DeliveryOutcome,
  DeliveryPage,
  DeliveryState,
  NewDelivery,
} from './portal/datapass-deliveries.ts';
export type { DatapassRequest, DatapassRequests } from './portal/datapass-requests.ts';
export type { DatapassTables } from './portal/datapass-tables.ts';
export type { Discussion, DiscussionMessage } from './portal/discussion.ts';
export type { FigureRange, FigureRow, Figures, WaitingMails } from './portal/figures.ts';
export type { HabilitationTables } from './portal/habilitation-tables.ts';
export type { Habilitation, Habilitations } from './portal/habilitations.ts';
export { hashOf } from './portal/hash-of.ts';
export type { History, HistoryEntry } from './portal/history.ts';
export type { Incident, Incidents } from './portal/incidents.ts';
export type { IntegrationTables } from './portal/integration-tables.ts';
export type { Invitation, Invitations, NewInvitation } from './portal/invitations.ts';
export type { Member, MembershipOfPerson, Memberships } from './portal/memberships.ts';
export {
  type NewOrganisation,
  type OrganisationState,
  type Organisations,
  organisationState,
  organisationStates,
} from './portal/organisations.ts';
export type { Passkey, Passkeys } from './portal/passkeys.ts';
export type { PlatformRoles, RoleGrant } from './portal/platform-roles.ts';
export type {
  NewPortalSession,
  PortalSession,
  PortalSessions,
  SignInMethod,
} from './portal/portal-sessions.ts';
export type { PortalStore, PortalTables } from './portal/portal-store.ts';
export type { Production, Productions } from './portal/productions.ts';
export type { QualificationItem, QualificationItems } from './portal/qualification-items.ts';
export type { QualificationReports, StoredReport } from './portal/qualification-reports.ts';
export type {
  NewRun,
  QualificationRun,
  QualificationRuns,
  RunExplanation,
  RunOutcome,
  RunState,
} from './portal/qualification-runs.ts';
export type { QualificationTables } from './portal/qualification-tables.ts';
export type {
  QualificationTarget,
  QualificationTargets,
  TargetAddresses,
} from './portal/qualification-targets.ts';
export type {
  Qualification,
  QualificationChanges,
  QualificationQueue,
  QualificationScope,
  Qualifications,
} from './portal/qualifications.ts';
export type {
  RegistrationDraft,
  RegistrationDraftState,
  RegistrationDraftTable,
  RegistrationFormValues,
  WorldCheck,
} from './portal/registration-drafts.ts';
export type { RegistrationSearch, RegistrationSummary } from './portal/registration-search.ts';
export type { RequestCopies, RequestCopy } from './portal/request-copies.ts';
export type { RequestQueue } from './portal/request-queue.ts';
export type {
  HabilitationRequest,
  NewRequest,
  RequestChanges,
  RequestState,
  Requests,
  StepEdit,
  StepSave,
  StoredAnswers,
} from './portal/requests.ts';
export type { SandboxClient, SandboxClients, SandboxHolder } from './portal/sandbox-clients.ts';
export { matchesSearch, searchable } from './portal/search-text.ts';
export type { SectorTable } from './portal/sectors.ts';
export type { ListCursor, Service, ServicePage, Services } from './portal/services.ts';
export type { CodeTry, SignInCodes } from './portal/sign-in-codes.ts';
export type { MessageTemplate, Templates } from './portal/templates.ts';
export type { TermsAcceptance, TermsAcceptances } from './portal/terms-acceptances.ts';
export type { TestIdentity, TestIdentityTable } from './portal/test-identities.ts';
export type { NewThread, SupportThread, ThreadStateChange, Threads } from './portal/threads.ts';
export type { StoredTraceEntry, TraceEntry, TraceQuery, TraceTable } from './portal/trace.ts';
export type {
  NewWebhookCall,
  WebhookAttempt,
  WebhookCall,
  WebhookCallState,
  WebhookCalls,
} from './portal/webhook-calls.ts';
export type { WebhookEndpoint, WebhookEndpoints } from './portal/webhook-endpoints.ts';
export { createSignInWriter, type SignInWriter, type SignInWriterOptions } from './sign-in-writer.ts';
export { createTraceWriter, type TraceWriter, type TraceWriterOptions } from './trace-writer.ts';
export { createVault, type Vault } from './vault.ts';
