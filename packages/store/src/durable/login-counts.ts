import { type Kysely, sql } from 'kysely';
import type { LoginCount, LoginCountColumn, LoginCounts } from './contract.ts';
import type { Tables } from './schema.ts';

/** Days that counts are kept: enough to compare a year with the one before. */
export const loginCountDays = 400;

/** Rows of one statement: well below PostgreSQL's limit of 65,535 parameters. */
const rowsAtOnce = 1_000;

const columns = {
  hourMs: 'hour_ms',
  clientId: 'client_id',
  providerId: 'provider_id',
  step: 'step',
  outcome: 'outcome',
  duration: 'duration',
} as const satisfies Record<LoginCountColumn, keyof Tables['login_count']>;

/** Table `login_count`: statistics for the figures' pages. */
export function createLoginCounts(db: Kysely<Tables>): LoginCounts {
  return {
    add: async (counts) => {
      const rows = mergeCounts(counts);
      if (rows.length === 0) return;
      await db.transaction().execute(async (transaction) => {
        for (let at = 0; at < rows.length; at += rowsAtOnce) {
          await upsert(transaction, rows.slice(at, at + rowsAtOnce));
        }
      });
    },
    sum: async ({ hub, fromMs, toMs, clientIds }, by) => {
      if (clientIds?.length === 0) return [];
      let rows = db
        .selectFrom('login_count')
        .where('platform', '=', hub.platform)
        .where('environment', '=', hub.environment)
        .where('hour_ms', '>=', fromMs)
        .where('hour_ms', '<', toMs)
        .select(sql<string | number>`sum(count)`.as('total'))
        .select(by.map((name) => columns[name]))
        .having(sql`count(*)`, '>', 0);
      if (clientIds !== undefined) rows = rows.where('client_id', 'in', clientIds);
      for (const name of by) rows = rows.groupBy(columns[name]).orderBy(columns[name]);
      return (await rows.execute()).map((row) => readRow(row, by));
    },
    purge: async (beforeMs, limit = 10_000) => {
      const { numAffectedRows } = await sql`
        delete from login_count where ctid in (
          select ctid from login_count where hour_ms < ${beforeMs} limit ${limit}
        )`.execute(db);
      return Number(numAffectedRows ?? 0);
    },
  };
}

async function upsert(db: Kysely<Tables>, counts: readonly LoginCount[]): Promise<void> {
  await db
    .insertInto('login_count')
    .values(
      counts.map(({ hub, hourMs, clientId, providerId, ...rest }) => ({
        platform: hub.platform,
        environment: hub.environment,
        hour_ms: hourMs,
        client_id: clientId,
        provider_id: providerId,
        ...rest,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns([
          'hour_ms',
          'platform',
          'environment',
          'client_id',
          'provider_id',
          'step',
          'outcome',
          'duration',
        ])
        .doUpdateSet({ count: sql`login_count.count + excluded.count` }),
    )
    .execute();
}

/** Key by which counts are told apart. */
export function countKey({ hub, count: _count, ...rest }: LoginCount): string {
  const { hourMs, clientId, providerId, step, outcome, duration } = rest;
  return JSON.stringify([
    hourMs,
    hub.platform,
    hub.environment,
    clientId,
    providerId,
    step,
    outcome,
    duration,
  ]);
}

/** A statement must not contain a row twice; sorted, so that concurrent nodes do not deadlock. */
function mergeCounts(counts: readonly LoginCount[]): readonly LoginCount[] {
  const merged = new Map<string, LoginCount>();
  for (const count of counts) {
    const key = countKey(count);
    merged.set(key, { ...count, count: count.count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

type SumRow = Readonly<Record<string, unknown>> & { readonly total: string | number };

function readRow<Column extends LoginCountColumn>(row: SumRow, by: readonly Column[]) {
  const columnsOfRow = by.map((name) => [name, name === 'hourMs' ? Number(row.hour_ms) : row[columns[name]]]);
  return { ...(Object.fromEntries(columnsOfRow) as Pick<LoginCount, Column>), count: Number(row.total) };
}
