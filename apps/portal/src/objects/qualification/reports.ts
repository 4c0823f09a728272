/** Reports of the suite: which are accepted, and which of them counts now. */
import { GaranceError, type Platform, type QualificationReport, type Registration } from '@garance/core';
import { verifyQualificationReport } from '@garance/oidc';
import type { PortalDeps } from '../../deps.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';
import type { ReportSigner } from './platform-key.ts';
import type { StoredReport } from './tables/qualification-reports.ts';

export const reportValidMs = 90 * dayMs;
/** Clocks of two machines. */
const toleranceMs = 5 * 60 * 1000;
const lookedThrough = 20;

export interface IncomingReport {
  readonly jws: string;
  readonly serviceId: string;
  readonly platform: Platform;
  /** Person id, or `system` for a run from the partner space. */
  readonly actor: string;
}

/**
 * Takes a report that this platform signed over a whole run on the registration that is published now.
 * @returns the run's id; the same run again changes nothing
 * @throws GaranceError `qualification.report_unreadable`, `…not_ours`, `…tampered`, `…other_service`, `…partial`, `…stale`, `…other_version`
 */
export async function acceptReport(
  deps: Pick<PortalDeps, 'store' | 'clock' | 'config'> & { readonly signer: ReportSigner },
  { jws, serviceId, platform, actor }: IncomingReport,
): Promise<string> {
  const { store, clock, config, signer } = deps;
  const context = { jwks: await signer.publicKeys(), issuer: config.origin };
  const outcome = await verifyQualificationReport(jws, context);
  if (!outcome.ok) throw new GaranceError(outcome.error);
  const { report, jti } = outcome.signed;
  const atMs = clock.now();
  await store.portal.transaction(async (tables) => {
    const current = await tables.registrationDrafts.current(serviceId, {
      platform,
      environment: 'integration',
    });
    const isOfThis =
      report.serviceId === serviceId && report.platform === platform && report.registrationId === current?.id;
    if (!isOfThis || current === undefined) throw new GaranceError('qualification.report_other_service');
    if (report.coverage !== 'whole') throw new GaranceError('qualification.report_partial');
    if (!isTimely(report, atMs)) throw new GaranceError('qualification.report_stale');
    if (!(await isAbout(tables, report, current))) {
      throw new GaranceError('qualification.report_other_version');
    }
    const isNew = await tables.qualificationReports.add({
      id: jti,
      report,
      jws,
      acceptedBy: actor,
      acceptedAtMs: atMs,
    });
    if (!isNew) return;
    await tables.audit.append({
      atMs,
      actor,
      action: 'qualification.report',
      object: 'registration',
      objectId: report.registrationId,
      detail: { run: jti, version: report.registrationVersion, ...report.summary },
    });
  });
  return jti;
}

/** The newest report that speaks of what is published now; whatever was found before a change proves nothing after it. */
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

/** Of the published version, or of one that differs in nothing but its secrets: renewing a secret asks for no new run. */
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

/** JSON with its members in order, so that two spellings of the same thing are the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
