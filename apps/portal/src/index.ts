export { passingReport } from './demonstration/passing-report.ts';
export { seedDemonstration } from './demonstration/seed-demonstration.ts';
export type { DemonstrationAccount } from './demonstration/seed-people.ts';
export { type PortalConfig, type PortalDeps, portalConfigSchema } from './deps.ts';
export {
  changeOperatorOnMachine,
  type MachineOrder,
  type MachineOutcome,
} from './objects/account/operators.ts';
export { resetSecondFactorsOnMachine } from './objects/account/recover.ts';
export { resealAttachments } from './objects/attachment/reseal-attachments.ts';
export {
  createWebhookWorker,
  type WebhookWorker,
  type WebhookWorkerOptions,
} from './objects/datapass/outgoing/worker.ts';
export type { AuditHead } from './objects/journal/audit-anchor.ts';
export { createFileAuditAnchor } from './objects/journal/audit-anchor-file.ts';
export type { AuditVerification } from './objects/journal/audit-entry.ts';
export type { AuditLog } from './objects/journal/audit-log.ts';
export {
  type SignedHeadVerdict,
  signAuditHead,
  verifyAuditHead,
} from './objects/journal/signed-head.ts';
export { lifecycles } from './objects/lifecycles.ts';
export { platformMigrations } from './objects/migrations/portal-migrations.ts';
export {
  buildPlatformStore,
  openPlatformStore,
  type PlatformStore,
  type PlatformStoreSettings,
  type PortalTables,
  withPortalTables,
} from './objects/portal-store.ts';
export { expireQualifications } from './objects/production/decide-qualification.ts';
export { createReportSigner, type ReportSigner } from './objects/qualification/platform-key.ts';
export { forgetOldRuns, retestQualified } from './objects/qualification/runs/ask.ts';
export {
  type QualificationRunner,
  type ReportFormat,
  SuiteCannotBegin,
  type SuiteOrder,
} from './objects/qualification/runs/port.ts';
export {
  createRunWorker,
  type RunWorker,
  type RunWorkerOptions,
} from './objects/qualification/runs/worker.ts';
export { remindExpiring } from './objects/registration/remind.ts';
export type { TestAccount } from './objects/registration/tables/test-accounts.ts';
export { listTestAccounts, testAccountPassword } from './objects/registration/test-accounts.ts';
export { purgeTrace } from './objects/registration/trace-days.ts';
export { ensureTemplates } from './objects/request/default-templates.ts';
export { administrationJobs } from './objects/retention.ts';
export { buildPortal } from './portal.ts';
export { createScheduler, type ScheduledJob } from './scheduler.ts';
