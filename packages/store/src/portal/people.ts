import { randomUUID } from 'node:crypto';
import type { Clock } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../durable/schema.ts';
import type { Person } from './accounts.ts';

export interface People {
  find(id: string): Promise<Person | undefined>;
  /** Case does not matter. */
  findByEmail(email: string): Promise<Person | undefined>;
  /** The person of this address: made now, or found, when somebody else was quicker. */
  create(person: Pick<Person, 'email' | 'name' | 'locale'>): Promise<Person>;
  update(id: string, changes: Pick<Person, 'name' | 'locale'>): Promise<void>;
  /** A blocked person's sessions stop at their next request; unblocked when `atMs` is undefined. */
  setBlocked(id: string, atMs: number | undefined): Promise<void>;
  /** By e-mail address; `after` the last address of the page before. */
  search(page: {
    readonly text?: string;
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
    setBlocked: async (id, atMs) => {
      await db
        .updateTable('person')
        .set({ blocked_at_ms: atMs ?? null })
        .where('id', '=', id)
        .execute();
    },
    search: async ({ text, after, limit }) => {
      let query = db.selectFrom('person').selectAll().orderBy('email').limit(limit);
      if (after !== undefined) query = query.where('email', '>', after);
      if (text !== undefined && text !== '') {
        const like = `%${escapeLike(text)}%`;
        query = query.where((eb) =>
          eb.or([eb('email', 'like', like.toLowerCase()), eb('name', 'ilike', like)]),
        );
      }
      return (await query.execute()).map(readPerson);
    },
  };
}

/** `%`, `_` and `\` mean themselves. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (special) => `\\${special}`);
}

export function readPerson(row: Selectable<Tables['person']>): Person {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    locale: row.locale,
    createdAtMs: Number(row.created_at_ms),
    ...(row.blocked_at_ms !== null && { blockedAtMs: Number(row.blocked_at_ms) }),
  };
}
