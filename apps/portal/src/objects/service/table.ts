import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../columns.ts';
import { matchesSearch, searchable } from '../journal/search-text.ts';
import type { Tables } from '../schema.ts';

/** An online service of an organisation; it has one path per requested platform. */
export interface Service {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  /** Public bodies show an information page at each sign-in, private ones ask for consent. */
  readonly kind: 'public' | 'private';
  /** Answers of the eligibility questionnaire; empty for services created otherwise. */
  readonly eligibility: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
}

/** Where the next page of a list begins. */
export interface ListCursor {
  readonly atMs: number;
  readonly id: string;
}

export interface ServicePage {
  readonly text?: string;
  readonly before?: ListCursor;
  readonly limit: number;
}

export interface Services {
  find(id: string): Promise<Service | undefined>;
  /** In no order; unknown ids are left out. */
  findMany(ids: readonly string[]): Promise<readonly Service[]>;
  create(service: Service): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** Moves the service to another organisation, with everything that belongs to it. Call it inside a transaction. */
  move(id: string, organisationId: string): Promise<void>;
  /** Newest first. */
  ofOrganisations(organisationIds: readonly string[], page: ServicePage): Promise<readonly Service[]>;
  /** Of every organisation, newest first. */
  search(page: ServicePage): Promise<readonly Service[]>;
}

/** Table `service`. */
export function createServices(db: Kysely<Tables>): Services {
  return {
    find: async (id) => {
      const row = await db.selectFrom('service').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
    findMany: async (ids) => {
      if (ids.length === 0) return [];
      return (await db.selectFrom('service').selectAll().where('id', 'in', ids).execute()).map(readRow);
    },
    create: async ({ eligibility, ...service }) => {
      await db
        .insertInto('service')
        .values({
          ...writeColumns(service),
          eligibility: JSON.stringify(eligibility),
          search_text: searchable(service.name),
        })
        .execute();
    },
    rename: async (id, name) => {
      await db
        .updateTable('service')
        .set({ name, search_text: searchable(name) })
        .where('id', '=', id)
        .execute();
    },
    move: async (id, organisationId) => {
      const owner = { organisation_id: organisationId };
      await db.updateTable('service').set(owner).where('id', '=', id).execute();
      for (const table of ['request', 'access', 'test_identity', 'qualification', 'production'] as const) {
        await db.updateTable(table).set(owner).where('service_id', '=', id).execute();
      }
    },
    ofOrganisations: async (organisationIds, page) => {
      if (organisationIds.length === 0) return [];
      const rows = await pageQuery(db, page).where('organisation_id', 'in', organisationIds).execute();
      return rows.map(readRow);
    },
    search: async (page) => (await pageQuery(db, page).execute()).map(readRow),
  };
}

function pageQuery(db: Kysely<Tables>, { text, before, limit }: ServicePage) {
  const matches = matchesSearch(text);
  return db
    .selectFrom('service')
    .selectAll()
    .$if(before !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('created_at_ms', 'id'), '<', eb.tuple(before?.atMs ?? 0, before?.id ?? '')),
      ),
    )
    .$if(matches !== undefined, (query) => (matches === undefined ? query : query.where(matches)))
    .orderBy('created_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
}

function readRow(row: Selectable<Tables['service']>): Service {
  return {
    ...readColumns(row),
    eligibility: row.eligibility as Readonly<Record<string, string>>,
  };
}
