import type { Level, Platform } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../../columns.ts';
import type { StoredAnswers } from '../../habilitation/table.ts';
import type { Tables } from '../../schema.ts';

/** A copy of a request at one time. Never changed, never removed. */
export interface RequestCopy {
  readonly requestId: string;
  readonly version: number;
  readonly kind: 'submission' | 'validation';
  readonly platform: Platform;
  readonly level: Level;
  readonly commonIdentifier: boolean;
  readonly answers: StoredAnswers;
  readonly by: string;
  readonly atMs: number;
}

export interface RequestCopies {
  append(copy: RequestCopy): Promise<void>;
  /** Oldest first. */
  list(requestId: string): Promise<readonly RequestCopy[]>;
  latest(requestId: string, kind: RequestCopy['kind']): Promise<RequestCopy | undefined>;
}

/** Table `request_copy`: append-only. */
export function createRequestCopies(db: Kysely<Tables>): RequestCopies {
  return {
    append: async ({ answers, by, ...copy }) => {
      await db
        .insertInto('request_copy')
        .values({
          ...writeColumns(copy),
          answers: JSON.stringify(answers),
          by_person: by,
        })
        .execute();
    },
    list: async (requestId) => {
      const rows = await db
        .selectFrom('request_copy')
        .selectAll()
        .where('request_id', '=', requestId)
        .orderBy('id')
        .execute();
      return rows.map(readRow);
    },
    latest: async (requestId, kind) => {
      const row = await db
        .selectFrom('request_copy')
        .selectAll()
        .where('request_id', '=', requestId)
        .where('kind', '=', kind)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : readRow(row);
    },
  };
}

function readRow(row: Selectable<Tables['request_copy']>): RequestCopy {
  return {
    ...readColumns(row, 'id', 'by_person'),
    answers: row.answers as StoredAnswers,
    by: row.by_person,
  };
}
