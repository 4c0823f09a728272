import { randomUUID } from 'node:crypto';
import type { Clock } from '@garance/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from '../durable/schema.ts';
import type { Organisation } from './accounts.ts';
import { escapeLike } from './people.ts';

export interface Organisations {
  find(id: string): Promise<Organisation | undefined>;
  findMany(ids: readonly string[]): Promise<readonly Organisation[]>;
  findBySiret(siret: string): Promise<Organisation | undefined>;
  /** Undefined when the SIRET is taken. Its key is for the caller to check. */
  create(organisation: Pick<Organisation, 'siret' | 'name' | 'address'>): Promise<Organisation | undefined>;
  update(id: string, changes: Pick<Organisation, 'name' | 'address'>): Promise<void>;
  /** By beginning of name or SIRET, in order of name; `after` the last one of the page before. */
  search(page: {
    readonly text?: string;
    readonly after?: Pick<Organisation, 'id' | 'name'>;
    readonly limit: number;
  }): Promise<readonly Organisation[]>;
}

/** Table `organisation`. */
export function createOrganisations(db: Kysely<Tables>, clock: Clock): Organisations {
  const all = db.selectFrom('organisation').selectAll();
  return {
    find: async (id) => {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row && readRow(row);
    },
    findMany: async (ids) => {
      if (ids.length === 0) return [];
      const rows = await all
        .where('id', 'in', [...ids])
        .orderBy('name')
        .execute();
      return rows.map(readRow);
    },
    findBySiret: async (siret) => {
      const row = await all.where('siret', '=', siret).executeTakeFirst();
      return row && readRow(row);
    },
    create: async ({ siret, name, address }) => {
      const row = await db
        .insertInto('organisation')
        .values({ id: randomUUID(), siret, name, address, created_at_ms: clock.now() })
        .onConflict((conflict) => conflict.column('siret').doNothing())
        .returningAll()
        .executeTakeFirst();
      return row && readRow(row);
    },
    update: async (id, { name, address }) => {
      await db.updateTable('organisation').set({ name, address }).where('id', '=', id).execute();
    },
    search: async ({ text, after, limit }) => {
      let query = all.orderBy(sql`lower(name)`).orderBy('id').limit(limit);
      if (after !== undefined) {
        query = query.where(sql<boolean>`(lower(name), id) > (${after.name.toLowerCase()}, ${after.id})`);
      }
      if (text !== undefined && text !== '') {
        const like = `${escapeLike(text.toLowerCase())}%`;
        query = query.where((eb) => eb.or([eb(sql`lower(name)`, 'like', like), eb('siret', 'like', like)]));
      }
      return (await query.execute()).map(readRow);
    },
  };
}

function readRow(row: Selectable<Tables['organisation']>): Organisation {
  const { id, siret, name, address } = row;
  return { id, siret, name, address, createdAtMs: Number(row.created_at_ms) };
}
