import { type Platform, type QualificationReport, qualificationReportSchema } from '@garance/core';
import { anyChanged } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { readColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';
import type { ListCursor } from '../../service/table.ts';

/** A report that this platform signed, as it was accepted. */
export interface StoredReport {
  /** The run's own id (`jti`). */
  readonly id: string;
  readonly report: QualificationReport;
  /** The signed report, for verification by third parties. */
  readonly jws: string;
  /** Person id, or `system` for a run from the partner space. */
  readonly acceptedBy: string;
  readonly acceptedAtMs: number;
}

export interface QualificationReports {
  find(id: string): Promise<StoredReport | undefined>;
  /** Does nothing for a run that is already stored. @returns whether it was new */
  add(stored: StoredReport): Promise<boolean>;
  /** Newest first, by the end of the run; `before` the last one of the page before. */
  list(
    serviceId: string,
    platform: Platform,
    page: { readonly before?: ListCursor; readonly limit: number },
  ): Promise<readonly StoredReport[]>;
}

/** Table `qualification_report`: append-only. */
export function createQualificationReports(db: Kysely<Tables>): QualificationReports {
  const all = () => db.selectFrom('qualification_report').selectAll();
  return {
    find: async (id) => {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    add: ({ id, report, jws, acceptedBy, acceptedAtMs }) =>
      anyChanged(
        db
          .insertInto('qualification_report')
          .values({
            id,
            service_id: report.serviceId,
            platform: report.platform,
            registration_id: report.registrationId,
            registration_version: report.registrationVersion,
            suite_version: report.suiteVersion,
            started_at_ms: report.startedAtMs,
            finished_at_ms: report.finishedAtMs,
            report: JSON.stringify(report),
            jws,
            accepted_by: acceptedBy,
            accepted_at_ms: acceptedAtMs,
          })
          .onConflict((conflict) => conflict.column('id').doNothing()),
      ),
    list: async (serviceId, platform, { before, limit }) => {
      let rows = all()
        .where('service_id', '=', serviceId)
        .where('platform', '=', platform)
        .orderBy('finished_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit);
      if (before !== undefined) {
        rows = rows.where((eb) =>
          eb(eb.refTuple('finished_at_ms', 'id'), '<', eb.tuple(before.atMs, before.id)),
        );
      }
      return (await rows.execute()).map(readRow);
    },
  };
}

function readRow(row: Selectable<Tables['qualification_report']>): StoredReport {
  return {
    ...readColumns(
      row,
      'service_id',
      'platform',
      'registration_id',
      'registration_version',
      'suite_version',
      'started_at_ms',
      'finished_at_ms',
    ),
    report: qualificationReportSchema.parse(row.report),
  };
}
