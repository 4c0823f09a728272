import { randomUUID } from 'node:crypto';
import { anyChanged, countChanged } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../../columns.ts';
import { hashOf } from '../../journal/hash-of.ts';
import type { Tables } from '../../schema.ts';

export type SignInMethod = 'mail-code' | 'passkey' | 'professional';

export interface PortalSession {
  readonly id: string;
  readonly personId: string;
  readonly method: SignInMethod;
  readonly createdAtMs: number;
  /** To the minute. */
  readonly lastSeenAtMs: number;
  /** When a second factor was shown. */
  readonly secondFactorAtMs?: number;
  /** Coarse: browser and system. */
  readonly device: string;
}

export interface NewPortalSession {
  /** Value of the cookie; only its hash is kept. */
  readonly secret: string;
  readonly personId: string;
  readonly method: SignInMethod;
  readonly atMs: number;
  readonly secondFactor: boolean;
  readonly device: string;
}

export interface PortalSessions {
  begin(session: NewPortalSession): Promise<PortalSession>;
  findBySecret(secret: string): Promise<PortalSession | undefined>;
  /** Newest first. */
  ofPerson(personId: string): Promise<readonly PortalSession[]>;
  touch(id: string, atMs: number): Promise<void>;
  /** Gives the session another secret; keeps a second factor time that is already set. */
  rotate(id: string, changes: { readonly secret: string; readonly secondFactorAtMs?: number }): Promise<void>;
  /** Clears the second factor of all sessions of a person, after a reset. */
  forgetSecondFactor(personId: string): Promise<void>;
  /** False when it is not this person's or already ended. */
  end(id: string, personId: string): Promise<boolean>;
  /** @returns how many */
  endAll(personId: string, exceptId?: string): Promise<number>;
  /** Removes sessions created before the absolute limit, or not seen since the idle limit. */
  removeExpired(limits: { readonly createdBeforeMs: number; readonly seenBeforeMs: number }): Promise<void>;
}

const kind = 'portal-session';

/** Table `portal_session`: the cookie's secret is kept as a hash (security.md 19). */
export function createPortalSessions(db: Kysely<Tables>): PortalSessions {
  const all = db.selectFrom('portal_session').selectAll();
  return {
    begin: (session) => begin(db, session),
    findBySecret: async (secret) => {
      const row = await all.where('secret_hash', '=', hashOf(kind, secret)).executeTakeFirst();
      return row && readRow(row);
    },
    ofPerson: async (personId) => {
      const rows = await all.where('person_id', '=', personId).orderBy('created_at_ms', 'desc').execute();
      return rows.map(readRow);
    },
    touch: async (id, atMs) => {
      await db
        .updateTable('portal_session')
        .set({ last_seen_at_ms: atMs })
        .where('id', '=', id)
        .where('last_seen_at_ms', '<', atMs)
        .execute();
    },
    rotate: (id, given1) => rotate(db, id, given1),
    forgetSecondFactor: async (personId) => {
      await db
        .updateTable('portal_session')
        .set({ second_factor_at_ms: null })
        .where('person_id', '=', personId)
        .execute();
    },
    end: (id, personId) =>
      anyChanged(db.deleteFrom('portal_session').where('id', '=', id).where('person_id', '=', personId)),
    endAll: async (personId, exceptId) => {
      let query = db.deleteFrom('portal_session').where('person_id', '=', personId);
      if (exceptId !== undefined) query = query.where('id', '<>', exceptId);
      return countChanged(query);
    },
    removeExpired: async ({ createdBeforeMs, seenBeforeMs }) => {
      await db
        .deleteFrom('portal_session')
        .where((eb) =>
          eb.or([eb('created_at_ms', '<=', createdBeforeMs), eb('last_seen_at_ms', '<=', seenBeforeMs)]),
        )
        .execute();
    },
  };
}

async function rotate(
  db: Kysely<Tables>,
  id: Parameters<PortalSessions['rotate']>[0],
  { secret, secondFactorAtMs }: Parameters<PortalSessions['rotate']>[1],
): ReturnType<PortalSessions['rotate']> {
  await db
    .updateTable('portal_session')
    .set({
      secret_hash: hashOf(kind, secret),
      ...(secondFactorAtMs !== undefined && { second_factor_at_ms: secondFactorAtMs }),
    })
    .where('id', '=', id)
    .execute();
}

async function begin(
  db: Kysely<Tables>,
  { secret, atMs, secondFactor, ...session }: Parameters<PortalSessions['begin']>[0],
): ReturnType<PortalSessions['begin']> {
  const row = await db
    .insertInto('portal_session')
    .values({
      id: randomUUID(),
      secret_hash: hashOf(kind, secret),
      ...writeColumns(session),
      created_at_ms: atMs,
      last_seen_at_ms: atMs,
      second_factor_at_ms: secondFactor ? atMs : null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return readRow(row);
}

function readRow(row: Selectable<Tables['portal_session']>): PortalSession {
  return readColumns(row);
}
