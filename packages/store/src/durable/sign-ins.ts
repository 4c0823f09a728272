import { type Kysely, type Selectable, sql } from 'kysely';
import { anyChanged, countChanged } from './changed-rows.ts';
import type { Outbox, SignInEvent, SignInStore } from './contract.ts';
import type { Tables } from './schema.ts';

/**
 * Table `sign_in_event`, in partitions of a month.
 * @param outboxOver the mail queue within a transaction
 */
export function createSignInStore(
  db: Kysely<Tables>,
  outboxOver: (db: Kysely<Tables>) => Pick<Outbox, 'enqueue'>,
): SignInStore {
  return {
    append: async (events) => {
      if (events.length === 0) return;
      await db
        .insertInto('sign_in_event')
        .values(
          events.map((event) => ({
            id: event.id,
            at_ms: event.atMs,
            platform: event.hub.platform,
            environment: event.hub.environment,
            person_fingerprint: event.personFingerprint,
            service_id: event.serviceId,
            client_id: event.clientId,
            provider_id: event.providerId,
            level: event.level,
          })),
        )
        .onConflict((conflict) => conflict.columns(['id', 'at_ms']).doNothing())
        .execute();
    },
    list: async (personFingerprint, environment, limit) => {
      const rows = await db
        .selectFrom('sign_in_event')
        .selectAll()
        .where('environment', '=', environment)
        .where('person_fingerprint', '=', personFingerprint)
        .orderBy('at_ms', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(eventOf);
    },
    find: async (id) => {
      const row = await db.selectFrom('sign_in_event').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const { reported_at_ms: reportedAtMs } = row;
      return { ...eventOf(row), ...(reportedAtMs !== null && { reportedAtMs: Number(reportedAtMs) }) };
    },
    report: (id, { atMs, mail }) =>
      db.transaction().execute(async (trx) => {
        const update = trx
          .updateTable('sign_in_event')
          .set({ reported_at_ms: atMs })
          .where('id', '=', id)
          .where('reported_at_ms', 'is', null);
        if (!(await anyChanged(update))) return false;
        await outboxOver(trx).enqueue(mail);
        return true;
      }),
    maintain: async ({ nowMs, keepFromMs }) => {
      await sql`select maintain_sign_ins(${nowMs}::bigint, ${keepFromMs}::bigint)`.execute(db);
    },
    forget: async (beforeMs, limit = 10_000) => {
      const old = db.selectFrom('sign_in_event').select('id').where('at_ms', '<', beforeMs).limit(limit);
      return countChanged(
        db.deleteFrom('sign_in_event').where('at_ms', '<', beforeMs).where('id', 'in', old),
      );
    },
  };
}

function eventOf(row: Selectable<Tables['sign_in_event']>): SignInEvent {
  return {
    id: row.id,
    atMs: Number(row.at_ms),
    hub: { platform: row.platform, environment: row.environment },
    personFingerprint: row.person_fingerprint,
    serviceId: row.service_id,
    clientId: row.client_id,
    providerId: row.provider_id,
    level: row.level,
  };
}
