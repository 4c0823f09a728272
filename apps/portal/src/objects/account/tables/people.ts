import { randomUUID } from 'node:crypto';
import type { Clock } from '@garance/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { readColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';
import type { Person } from './accounts.ts';

export interface People {
  find(id: string): Promise<Person | undefined>;
  /** Case-insensitive. */
  findByEmail(email: string): Promise<Person | undefined>;
  /** Creates the person with this address, or returns the one that a concurrent request created. */
  create(person: Pick<Person, 'email' | 'name' | 'locale'>): Promise<Person>;
  update(id: string, changes: Pick<Person, 'name' | 'locale'>): Promise<void>;
  /** A blocked person's sessions stop at their next request; unblocked when `atMs` is undefined. */
  setBlocked(id: string, atMs: number | undefined, reason?: string): Promise<void>;
  /**
   * Erases name and address. The row stays, blocked for good, for the rows that refer to it. The address can be used
   * for another account afterwards.
   */
  remove(id: string, atMs: number, reason: string): Promise<void>;
  /** By e-mail address, removed people left out. `text` begins an address, or words of the name; `after` is the last address of the page before. */
  search(page: {
    readonly text?: string;
    readonly blockedOnly?: boolean;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly Person[]>;
}

/** Table `person`. */
export function createPeople(db: Kysely<Tables>, clock: Clock): People {
  const byEmail = async (email: string): Promise<Person | undefined> => {
    const row = await db
      .selectFrom('person')
      .selectAll()
      .where('email', '=', email.toLowerCase())
      .executeTakeFirst();
    return row && readPerson(row);
  };
  return {
    find: async (id) => {
      const row = await db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
      return row && readPerson(row);
    },
    findByEmail: byEmail,
    create: async ({ email, name, locale }) => {
      const row = await db
        .insertInto('person')
        .values({ id: randomUUID(), email: email.toLowerCase(), name, locale, created_at_ms: clock.now() })
        .onConflict((conflict) => conflict.column('email').doNothing())
        .returningAll()
        .executeTakeFirst();
      const person = row === undefined ? await byEmail(email) : readPerson(row);
      if (person === undefined) throw new Error('a person was neither made nor found');
      return person;
    },
    update: async (id, { name, locale }) => {
      await db.updateTable('person').set({ name, locale }).where('id', '=', id).execute();
    },
    setBlocked: async (id, atMs, reason) => {
      await db
        .updateTable('person')
        .set({ blocked_at_ms: atMs ?? null, block_reason: reason ?? null })
        .where('id', '=', id)
        .execute();
    },
    remove: async (id, atMs, reason) => {
      await db
        .updateTable('person')
        .set({
          email: `removed-${id}@removed.invalid`,
          name: '—',
          blocked_at_ms: atMs,
          block_reason: reason,
          removed_at_ms: atMs,
        })
        .where('id', '=', id)
        .execute();
    },
    search: (query) => search(db, query),
  };
}

async function search(
  db: Kysely<Tables>,
  { text = '', blockedOnly = false, after, limit }: Parameters<People['search']>[0],
): ReturnType<People['search']> {
  let query = db
    .selectFrom('person')
    .selectAll()
    .where('removed_at_ms', 'is', null)
    .orderBy('email')
    .limit(limit);
  if (blockedOnly) query = query.where('blocked_at_ms', 'is not', null);
  if (after !== undefined) query = query.where('email', '>', after);
  const searchText = text.trim();
  if (searchText !== '') {
    const words = queryOfWords(searchText);
    query = query.where((eb) =>
      eb.or([
        eb('email', 'like', `${escapeLike(searchText.toLowerCase())}%`),
        ...(words === undefined
          ? []
          : [sql<boolean>`to_tsvector('simple', name) @@ to_tsquery('simple', ${words})`]),
      ]),
    );
  }
  return (await query.execute()).map(readPerson);
}

/** Prefix query of every word; letters and digits only, so that no operator of the query language gets in. */
function queryOfWords(text: string): string | undefined {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words.length === 0
    ? undefined
    : words
        .slice(0, 8)
        .map((word) => `${word}:*`)
        .join(' & ');
}

/** `%`, `_` and `\` mean themselves. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (special) => `\\${special}`);
}

export function readPerson(row: Selectable<Tables['person']>): Person {
  return readColumns(row);
}
