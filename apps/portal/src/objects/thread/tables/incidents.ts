import type { Kysely, Selectable } from 'kysely';
import { readColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

/** An incident or a maintenance of the status page. */
export interface Incident {
  readonly id: string;
  readonly kind: 'incident' | 'maintenance';
  readonly title: { readonly fr: string; readonly en: string };
  readonly text: { readonly fr: string; readonly en: string };
  readonly beginsAtMs: number;
  /** Absent while it lasts. */
  readonly endsAtMs?: number;
  readonly announcedBy: string;
}

export interface Incidents {
  put(incident: Incident): Promise<void>;
  find(id: string): Promise<Incident | undefined>;
  /** Newest first. */
  list(limit: number): Promise<readonly Incident[]>;
}

/** Table `incident`. */
export function createIncidents(db: Kysely<Tables>): Incidents {
  return {
    put: async ({ id, kind, title, text, beginsAtMs, endsAtMs, announcedBy }) => {
      const values = {
        kind,
        title_fr: title.fr,
        title_en: title.en,
        text_fr: text.fr,
        text_en: text.en,
        begins_at_ms: beginsAtMs,
        ends_at_ms: endsAtMs ?? null,
        announced_by: announcedBy,
      };
      await db
        .insertInto('incident')
        .values({ id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
    find: async (id) => {
      const row = await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : readIncident(row);
    },
    list: async (limit) => {
      const rows = await db
        .selectFrom('incident')
        .selectAll()
        .orderBy('begins_at_ms', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(readIncident);
    },
  };
}

function readIncident(row: Selectable<Tables['incident']>): Incident {
  return {
    ...readColumns(row, 'title_fr', 'title_en', 'text_fr', 'text_en'),
    title: { fr: row.title_fr, en: row.title_en },
    text: { fr: row.text_fr, en: row.text_en },
  };
}
