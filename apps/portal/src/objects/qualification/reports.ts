/** Reports of the suite: which are accepted, and which of them counts now. */
import type { ErrorCode, Platform, QualificationReport, Registration } from '@garance/core';
import { verifyQualificationReport } from '@garance/oidc';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';
import type { ReportSigner } from './platform-key.ts';
import type { StoredReport } from './tables/qualification-reports.ts';

export const reportValidMs = 90 * dayMs;
/** Tolerance for differences between the clocks of two machines. */
const toleranceMs = 5 * 60 * 1000;
const lookedThrough = 20;

export interface IncomingReport {
  readonly jws: string;
  readonly serviceId: string;
  readonly platform: Platform;
  /** Person id, or `system` for a run from the partner space. */
  readonly actor: string;
}

export type ReportOutcome =
  /** The same run again changes nothing. */
  | { readonly ok: true; readonly runId: string }
  /** `qualification.report_unreadable`, `…not_ours`, `…tampered`, `…other_service`, `…partial`, `…stale`, `…other_version` */
  | { readonly ok: false; readonly error: ErrorCode };

/** Accepts a report that this platform signed over a whole run on the registration that is published now. */
export async function acceptReport(
  deps: Pick<PortalDeps, 'store' | 'clock' | 'config'> & { readonly signer: ReportSigner },
  { jws, serviceId, platform, actor }: IncomingReport,
): Promise<ReportOutcome> {
  const { store, clock, config, signer } = deps;
  const context = { jwks: await signer.publicKeys(), issuer: config.origin };
  const outcome = await verifyQualificationReport(jws, context);
  if (!outcome.ok) return outcome;
  const { report, jti: runId } = outcome.signed;
  const atMs = clock.now();
  return store.portal.transaction(async (tables): Promise<ReportOutcome> => {
    const current = await tables.registrationDrafts.current(serviceId, {
      platform,
      environment: 'integration',
    });
    const error = await refusalOf(tables, { report, current, serviceId, platform, atMs });
    if (error !== undefined) return { ok: false, error };
    const isNew = await tables.qualificationReports.add({
      id: runId,
      report,
      jws,
      acceptedBy: actor,
      acceptedAtMs: atMs,
    });
    if (!isNew) return { ok: true, runId };
    await tables.audit.append({
      atMs,
      actor,
      action: 'qualification.report',
      object: 'registration',
      objectId: report.registrationId,
      detail: { run: runId, version: report.registrationVersion, ...report.summary },
    });
    return { ok: true, runId };
  });
}

interface Judged {
  readonly report: QualificationReport;
  readonly current: Registration | undefined;
  readonly serviceId: string;
  readonly platform: Platform;
  readonly atMs: number;
}

async function refusalOf(
  tables: Pick<PortalTables, 'registrations'>,
  { report, current, serviceId, platform, atMs }: Judged,
): Promise<ErrorCode | undefined> {
  const isOfThis =
    report.serviceId === serviceId && report.platform === platform && report.registrationId === current?.id;
  if (!isOfThis || current === undefined) return 'qualification.report_other_service';
  if (report.coverage !== 'whole') return 'qualification.report_partial';
  if (!isTimely(report, atMs)) return 'qualification.report_stale';
  return (await isAbout(tables, report, current)) ? undefined : 'qualification.report_other_version';
}

/** The newest report about the published registration; reports from before a change do not count. */
export async function findReport(
  tables: Pick<PortalTables, 'qualificationReports' | 'registrations'>,
  current: Registration | undefined,
  nowMs: number,
): Promise<StoredReport | undefined> {
  if (current === undefined) return undefined;
  const { serviceId, platform } = current;
  const reports = await tables.qualificationReports.list(serviceId, platform, { limit: lookedThrough });
  for (const stored of reports) {
    const { report } = stored;
    const counts = report.registrationId === current.id && isTimely(report, nowMs);
    if (counts && (await isAbout(tables, report, current))) return stored;
  }
  return undefined;
}

function isTimely({ finishedAtMs }: QualificationReport, nowMs: number): boolean {
  return finishedAtMs <= nowMs + toleranceMs && finishedAtMs > nowMs - reportValidMs;
}

/**
 * Whether the report is about the published version, or about one that differs only in its secrets: renewing a secret
 * needs no new run.
 */
async function isAbout(
  tables: Pick<PortalTables, 'registrations'>,
  { registrationVersion }: QualificationReport,
  current: Registration,
): Promise<boolean> {
  if (registrationVersion === current.version) return true;
  const history = await tables.registrations.history(current.id);
  const tested = history.find(({ version }) => version === registrationVersion)?.registration;
  return tested !== undefined && essence(tested) === essence(current);
}

function essence({ version: _version, status: _status, auth, ...rest }: Registration): string {
  const { secretHashes: _secretHashes, ...method } = auth;
  return canonical({ ...rest, auth: method });
}

/** JSON with sorted members, so that equal objects have equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
