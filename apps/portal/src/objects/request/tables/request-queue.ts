import type { Platform } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import { matchesSearch } from '../../journal/search-text.ts';
import type { Tables } from '../../schema.ts';
import type { ListCursor } from '../../service/table.ts';
import type { RequestState } from '../lifecycle.ts';

/** Filters of the review queue. */
export interface RequestQueue {
  /** At least one; several states give one list in order of waiting. */
  readonly states: readonly RequestState[];
  /** A person id, or `nobody` for unassigned requests. */
  readonly assignedTo?: { readonly person: string } | 'nobody';
  readonly platform?: Platform;
  readonly text?: string;
  /** The last row of the previous page: `{atMs: orderedAtMs, id}`. */
  readonly after?: ListCursor;
  readonly limit: number;
}

type Row = Selectable<Tables['request']>;

/**
 * Each state is read by the index (state, waiting since), and the results are merged: the cost of a page does not
 * depend on its position.
 */
export async function findPage(db: Kysely<Tables>, query: RequestQueue): Promise<readonly Row[]> {
  const pages: Row[][] = [];
  for (const state of query.states) pages.push(await ofState(db, state, query));
  const merged = pages.flat().sort((a, b) => {
    const waited = Number(a.ordered_at_ms) - Number(b.ordered_at_ms);
    return waited !== 0 ? waited : a.id < b.id ? -1 : 1;
  });
  return merged.slice(0, query.limit);
}

function ofState(db: Kysely<Tables>, state: RequestState, query: RequestQueue): Promise<Row[]> {
  const { assignedTo, platform, text, after, limit } = query;
  const matches = matchesSearch(text);
  let rows = db.selectFrom('request').selectAll().where('state', '=', state);
  if (assignedTo === 'nobody') rows = rows.where('assigned_to', 'is', null);
  else if (assignedTo !== undefined) rows = rows.where('assigned_to', '=', assignedTo.person);
  if (platform !== undefined) rows = rows.where('platform', '=', platform);
  if (matches !== undefined) rows = rows.where(matches);
  if (after !== undefined) {
    rows = rows.where((eb) => eb(eb.refTuple('ordered_at_ms', 'id'), '>', eb.tuple(after.atMs, after.id)));
  }
  return rows.orderBy('ordered_at_ms').orderBy('id').limit(limit).execute();
}
