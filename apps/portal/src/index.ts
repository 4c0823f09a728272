export { passingReport } from './demonstration/passing-report.ts';
export { seedDemonstration } from './demonstration/seed-demonstration.ts';
export type { DemonstrationAccount } from './demonstration/seed-people.ts';
export { type PortalConfig, type PortalDeps, portalConfigSchema } from './kit/deps.ts';
export { lifecycles } from './lifecycle/all.ts';
export { buildPortal } from './portal.ts';
export { createScheduler, type ScheduledJob } from './scheduler.ts';
export { resetSecondFactorsOnMachine } from './stages/account/second-factor/recover.ts';
export {
  type SignedHeadVerdict,
  signAuditHead,
  verifyAuditHead,
} from './stages/administration/audit/signed-head.ts';
export { administrationJobs } from './stages/administration/retention.ts';
export {
  changeOperatorOnMachine,
  type MachineOrder,
  type MachineOutcome,
} from './stages/administration/staff/operators.ts';
export {
  createWebhookWorker,
  type WebhookWorker,
  type WebhookWorkerOptions,
} from './stages/datapass/outgoing/worker.ts';
export { remindExpiring } from './stages/integration/remind.ts';
export { listTestIdentities, testIdentityPassword } from './stages/integration/test-identities.ts';
export { purgeTrace } from './stages/integration/trace-days.ts';
export { expireQualifications } from './stages/qualification/decide.ts';
export { createReportSigner, type ReportSigner } from './stages/qualification/platform-key.ts';
export { acceptReport, type IncomingReport } from './stages/qualification/reports.ts';
export { forgetOldRuns, retestQualified } from './stages/qualification/runs/ask.ts';
export {
  type QualificationRunner,
  type ReportFormat,
  SuiteCannotBegin,
  type SuiteOrder,
} from './stages/qualification/runs/port.ts';
export {
  createRunWorker,
  type RunWorker,
  type RunWorkerOptions,
} from './stages/qualification/runs/worker.ts';
export { ensureTemplates } from './stages/review/default-templates.ts';
