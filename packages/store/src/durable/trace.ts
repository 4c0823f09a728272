import type { HubId } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { countChanged } from './changed-rows.ts';
import type { Tables } from './schema.ts';

/** One request of one client as its developers may see it: no personal data, no token, no value of any parameter. */
export interface TraceEntry {
  readonly atMs: number;
  readonly hub: HubId;
  readonly clientId: string;
  /** `authorize`, `par`, `token`, `userinfo`… */
  readonly endpoint: string;
  /** Occurrence id of an error page, by which the request can be found. */
  readonly occurrenceId: string;
  /** `accepted`, or the catalogue code of the error. */
  readonly outcome: string;
  /** Name of the wrong parameter or attribute. */
  readonly detail?: string;
  /** Names of the passed checks, in order. */
  readonly checks: readonly string[];
  /** Name of the check that failed. */
  readonly failedCheck?: string;
  /**
   * Random, one for all steps of a login: contains no personal data and grants nothing. Absent before a login exists.
   */
  readonly loginReference?: string;
  /** Step of the login. */
  readonly step?: string;
  /** Milliseconds that the step took the hub. */
  readonly durationMs?: number;
}

export interface StoredTraceEntry extends TraceEntry {
  /** Grows with time; the cursor of pages. */
  readonly sequence: number;
}

export interface TraceQuery {
  /** Clients of the requesting service; entries of others are never returned. */
  readonly clientIds: readonly string[];
  readonly endpoint?: string;
  /** An outcome, or `refused` for every error. */
  readonly outcome?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly occurrenceId?: string;
  readonly before?: number;
  readonly limit: number;
}

export interface TraceTable {
  append(entries: readonly TraceEntry[]): Promise<void>;
  /** Newest first. */
  list(query: TraceQuery): Promise<readonly StoredTraceEntry[]>;
  /** Deletes older entries; at most `limit` at a time. @returns how many */
  purge(beforeMs: number, limit?: number): Promise<number>;
}

const checksSchema = z.array(z.string());

/** Table `trace`: kept for a few days. */
export function createTraceTable(db: Kysely<Tables>): TraceTable {
  return {
    append: async (entries) => {
      if (entries.length === 0) return;
      await db
        .insertInto('trace')
        .values(
          entries.map((entry) => ({
            at_ms: entry.atMs,
            platform: entry.hub.platform,
            environment: entry.hub.environment,
            client_id: entry.clientId,
            endpoint: entry.endpoint,
            occurrence_id: entry.occurrenceId,
            outcome: entry.outcome,
            detail: entry.detail ?? null,
            checks: JSON.stringify(entry.checks),
            failed_check: entry.failedCheck ?? null,
            login_reference: entry.loginReference ?? null,
            step: entry.step ?? null,
            duration_ms: entry.durationMs ?? null,
          })),
        )
        .execute();
    },
    list: async (query) => {
      if (query.clientIds.length === 0) return [];
      return (await select(db, query).execute()).map(readRow);
    },
    purge: async (beforeMs, limit = 10_000) => {
      const old = db.selectFrom('trace').select('id').where('at_ms', '<', beforeMs).limit(limit);
      return countChanged(db.deleteFrom('trace').where('id', 'in', old));
    },
  };
}

function select(db: Kysely<Tables>, query: TraceQuery) {
  const { clientIds, endpoint, outcome, fromMs, toMs, occurrenceId, before, limit } = query;
  let rows = db
    .selectFrom('trace')
    .selectAll()
    .where('client_id', 'in', clientIds)
    .orderBy('id', 'desc')
    .limit(limit);
  if (endpoint !== undefined) rows = rows.where('endpoint', '=', endpoint);
  if (outcome === 'refused') rows = rows.where('outcome', '!=', 'accepted');
  else if (outcome !== undefined) rows = rows.where('outcome', '=', outcome);
  if (fromMs !== undefined) rows = rows.where('at_ms', '>=', fromMs);
  if (toMs !== undefined) rows = rows.where('at_ms', '<', toMs);
  if (occurrenceId !== undefined) rows = rows.where('occurrence_id', '=', occurrenceId);
  if (before !== undefined) rows = rows.where('id', '<', before);
  return rows;
}

function readRow(row: Selectable<Tables['trace']>): StoredTraceEntry {
  return {
    sequence: Number(row.id),
    atMs: Number(row.at_ms),
    hub: { platform: row.platform, environment: row.environment },
    clientId: row.client_id,
    endpoint: row.endpoint,
    occurrenceId: row.occurrence_id,
    outcome: row.outcome,
    ...(row.detail !== null && { detail: row.detail }),
    checks: checksSchema.parse(row.checks),
    ...(row.failed_check !== null && { failedCheck: row.failed_check }),
    ...(row.login_reference !== null && { loginReference: row.login_reference }),
    ...(row.step !== null && { step: row.step }),
    ...(row.duration_ms !== null && { durationMs: row.duration_ms }),
  };
}
