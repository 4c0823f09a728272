import type { Kysely } from 'kysely';
import type { SignInStore } from './contract.ts';
import type { Tables } from './schema.ts';

/** Table `sign_in`. */
export function createSignInStore(db: Kysely<Tables>): SignInStore {
  return {
    append: async (events) => {
      if (events.length === 0) return;
      await db
        .insertInto('sign_in')
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
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    list: async (personFingerprint, environment, limit) => {
      const rows = await db
        .selectFrom('sign_in')
        .selectAll()
        .where('environment', '=', environment)
        .where('person_fingerprint', '=', personFingerprint)
        .orderBy('at_ms', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        atMs: Number(row.at_ms),
        hub: { platform: row.platform, environment: row.environment },
        personFingerprint: row.person_fingerprint,
        serviceId: row.service_id,
        clientId: row.client_id,
        providerId: row.provider_id,
        level: row.level,
      }));
    },
  };
}
