import { type Clock, GaranceError, type HubId, type Registration, registrationSchema } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import { anyChanged } from './changed-rows.ts';
import { changeConfiguration } from './configuration-revision.ts';
import type { PublishedVersion, RegistrationStore, StoreLogger } from './contract.ts';
import type { Tables } from './schema.ts';

type Row = Selectable<Tables['registration_version']>;

/** Table `registration_version`: every published version, of which one per service is current. */
export function createRegistrationStore(
  db: Kysely<Tables>,
  clock: Clock,
  logger: StoreLogger,
): RegistrationStore {
  return {
    listPublished: async (hub) => {
      const rows = await db
        .selectFrom('registration_version')
        .selectAll()
        .where('platform', '=', hub.platform)
        .where('environment', '=', hub.environment)
        .where('state', '=', 'published')
        .orderBy('id')
        .execute();
      return readable(rows, logger).map((published) => published.registration);
    },
    publish: (registration) =>
      changeConfiguration(db, async (trx) => {
        const latest = await findLatest(trx, registration.id);
        const published = registrationSchema.parse({ ...registration, version: (latest?.version ?? 0) + 1 });
        await refuseConflicts(trx, published, latest);
        await supersede(trx, published.id);
        await insertVersion(trx, published, clock.now());
        return published;
      }),
    history: async (id) => {
      const rows = await db
        .selectFrom('registration_version')
        .selectAll()
        .where('id', '=', id)
        .orderBy('version', 'desc')
        .execute();
      return readable(rows, logger);
    },
    setStatus: (id, status) =>
      changeConfiguration(db, async (trx) => {
        const update = trx
          .updateTable('registration_version')
          .set({ status })
          .where('id', '=', id)
          .where('state', '=', 'published');
        if (!(await anyChanged(update)))
          throw new GaranceError('store.not_found', { detail: 'registration' });
      }),
    withdraw: (id) => changeConfiguration(db, (trx) => supersede(trx, id)),
  };
}

async function supersede(db: Kysely<Tables>, id: string): Promise<void> {
  await db
    .updateTable('registration_version')
    .set({ state: 'superseded' })
    .where('id', '=', id)
    .where('state', '=', 'published')
    .execute();
}

async function insertVersion(db: Kysely<Tables>, published: Registration, nowMs: number): Promise<void> {
  await db
    .insertInto('registration_version')
    .values({
      id: published.id,
      version: published.version,
      platform: published.platform,
      environment: published.environment,
      client_id: published.clientId,
      status: published.status,
      state: 'published',
      document: JSON.stringify(published),
      published_at_ms: nowMs,
    })
    .execute();
}

type Latest = HubId & { readonly version: number };

function findLatest(db: Kysely<Tables>, id: string): Promise<Latest | undefined> {
  return db
    .selectFrom('registration_version')
    .select(['version', 'platform', 'environment'])
    .where('id', '=', id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A registration cannot move to another hub, nor a client identifier to another service (security.md 14). */
async function refuseConflicts(
  db: Kysely<Tables>,
  published: Registration,
  latest: Latest | undefined,
): Promise<void> {
  const moved =
    latest !== undefined &&
    (latest.platform !== published.platform || latest.environment !== published.environment);
  if (moved) throw new GaranceError('store.conflict', { detail: 'hub' });
  const taken = await db
    .selectFrom('registration_version')
    .select('id')
    .where('platform', '=', published.platform)
    .where('environment', '=', published.environment)
    .where('client_id', '=', published.clientId)
    .where('id', '!=', published.id)
    .limit(1)
    .executeTakeFirst();
  if (taken !== undefined) throw new GaranceError('store.conflict', { detail: 'client_id' });
}

/** Hub, version and status come from the columns. A row that breaks the schema is left out and logged. */
function readable(rows: readonly Row[], logger: StoreLogger): readonly PublishedVersion[] {
  return rows.flatMap((row) => {
    const parsed = registrationSchema.safeParse(row.document);
    const fits =
      parsed.success &&
      parsed.data.id === row.id &&
      parsed.data.platform === row.platform &&
      parsed.data.environment === row.environment &&
      parsed.data.clientId === row.client_id;
    if (fits) {
      const registration = { ...parsed.data, version: row.version, status: row.status };
      return [{ version: row.version, publishedAtMs: Number(row.published_at_ms), registration }];
    }
    const fields = parsed.error?.issues.map((issue) => issue.path.join('.')) ?? ['columns'];
    logger.error({ registration: row.id, version: row.version, fields }, 'a registration is not readable');
    return [];
  });
}
