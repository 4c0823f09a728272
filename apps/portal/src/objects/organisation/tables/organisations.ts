import { randomUUID } from 'node:crypto';
import type { Clock } from '@garance/core';
import { type Kysely, type Selectable, type SelectQueryBuilder, sql, type Updateable } from 'kysely';
import type { Organisation, OrganisationProof } from '../../account/tables/accounts.ts';
import { escapeLike } from '../../account/tables/people.ts';
import { readColumns, writeColumns } from '../../columns.ts';
import type { Tables } from '../../schema.ts';

export const organisationStates = ['unproven', 'proven', 'blocked', 'removed'] as const;
export type OrganisationState = (typeof organisationStates)[number];

export interface NewOrganisation {
  readonly siret: string;
  readonly name: string;
  readonly address: string;
  /** Person id, or `datapass`. */
  readonly createdBy?: string;
}

export interface Organisations {
  find(id: string): Promise<Organisation | undefined>;
  findMany(ids: readonly string[]): Promise<readonly Organisation[]>;
  /** The one proven to hold the SIRET, blocked or not. */
  findProven(siret: string): Promise<Organisation | undefined>;
  /** Whether habilitations may be granted and registrations published: proven, neither blocked nor removed. */
  isProven(id: string): Promise<boolean>;
  /** Unproven ones that name the SIRET, oldest first. */
  claimants(siret: string): Promise<readonly Organisation[]>;
  /** Locks the SIRET until the transaction ends: proofs of one SIRET are serialised. */
  holdSiret(siret: string): Promise<void>;
  /** Creates an unproven organisation; others may name the same SIRET. The caller checks the SIRET's check digit. */
  create(organisation: NewOrganisation): Promise<Organisation>;
  /** Call it with the SIRET locked, after `findProven` returned undefined. */
  prove(id: string, by: OrganisationProof, atMs: number): Promise<void>;
  /** Removes the SIRET from an unproven organisation, after another one was proven for it. */
  dropSiret(id: string): Promise<void>;
  /** Unblocked when `blocked` is undefined. */
  setBlocked(id: string, blocked: Organisation['blocked']): Promise<void>;
  /** For good; its SIRET may then be proven by another organisation. */
  setRemoved(id: string, atMs: number): Promise<void>;
  /** Unproven organisations created by this person, without removed ones. */
  countUnprovenBy(personId: string): Promise<number>;
  update(id: string, changes: Pick<Organisation, 'name' | 'address'>): Promise<void>;
  /** By beginning of name or SIRET, in order of name; `after` the last one of the page before. */
  search(page: {
    readonly text?: string;
    readonly state?: OrganisationState;
    readonly after?: Pick<Organisation, 'id' | 'name'>;
    readonly limit: number;
  }): Promise<readonly Organisation[]>;
}

/** Table `organisation`. */
export function createOrganisations(db: Kysely<Tables>, clock: Clock): Organisations {
  const all = db.selectFrom('organisation').selectAll();
  const proven = all.where('proven_at_ms', 'is not', null).where('removed_at_ms', 'is', null);
  const unproven = all.where('proven_at_ms', 'is', null).where('removed_at_ms', 'is', null);
  const change = (id: string, set: Updateable<Tables['organisation']>) =>
    db.updateTable('organisation').set(set).where('id', '=', id).execute();
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
    findProven: async (siret) => {
      const row = await proven.where('siret', '=', siret).executeTakeFirst();
      return row && readRow(row);
    },
    isProven: async (id) =>
      (await proven.where('id', '=', id).where('blocked_at_ms', 'is', null).executeTakeFirst()) !== undefined,
    claimants: async (siret) => {
      const rows = await unproven.where('siret', '=', siret).orderBy('created_at_ms').orderBy('id').execute();
      return rows.map(readRow);
    },
    holdSiret: async (siret) => {
      await sql`select pg_advisory_xact_lock(hashtext('organisation.siret'), hashtext(${siret}))`.execute(db);
    },
    create: (organisation) => insert(db, clock, organisation),
    prove: async (id, by, atMs) => void (await change(id, { proven_by: by, proven_at_ms: atMs })),
    dropSiret: async (id) => {
      await db
        .updateTable('organisation')
        .set({ siret: null })
        .where('id', '=', id)
        .where('proven_at_ms', 'is', null)
        .execute();
    },
    setBlocked: async (id, blocked) =>
      void (await change(id, {
        blocked_at_ms: blocked?.atMs ?? null,
        block_reason: blocked?.reason ?? null,
      })),
    setRemoved: async (id, atMs) => void (await change(id, { removed_at_ms: atMs })),
    countUnprovenBy: (personId) => countUnprovenBy(db, personId),
    update: async (id, { name, address }) => void (await change(id, { name, address })),
    search: (query) => search(db, query),
  };
}

async function search(
  db: Kysely<Tables>,
  { text, state, after, limit }: Parameters<Organisations['search']>[0],
): ReturnType<Organisations['search']> {
  let query = db.selectFrom('organisation').selectAll().orderBy(sql`lower(name)`).orderBy('id').limit(limit);
  if (state !== undefined) query = inState(query, state);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(lower(name), id) > (${after.name.toLowerCase()}, ${after.id})`);
  }
  if (text !== undefined && text !== '') {
    const like = `${escapeLike(text.toLowerCase())}%`;
    query = query.where((eb) => eb.or([eb(sql`lower(name)`, 'like', like), eb('siret', 'like', like)]));
  }
  return (await query.execute()).map(readRow);
}

async function countUnprovenBy(
  db: Kysely<Tables>,
  personId: Parameters<Organisations['countUnprovenBy']>[0],
): ReturnType<Organisations['countUnprovenBy']> {
  const { count } = await db
    .selectFrom('organisation')
    .select(sql<string | number>`count(*)`.as('count'))
    .where('created_by', '=', personId)
    .where('proven_at_ms', 'is', null)
    .where('removed_at_ms', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function insert(
  db: Kysely<Tables>,
  clock: Clock,
  organisation: Parameters<Organisations['create']>[0],
): ReturnType<Organisations['create']> {
  const row = await db
    .insertInto('organisation')
    .values({ id: randomUUID(), ...writeColumns(organisation), created_at_ms: clock.now() })
    .returningAll()
    .executeTakeFirstOrThrow();
  return readRow(row);
}

function inState<Q extends SelectQueryBuilder<Tables, 'organisation', Selectable<Tables['organisation']>>>(
  query: Q,
  state: OrganisationState,
): Q {
  if (state === 'removed') return query.where('removed_at_ms', 'is not', null) as Q;
  const left = query.where('removed_at_ms', 'is', null);
  if (state === 'blocked') return left.where('blocked_at_ms', 'is not', null) as Q;
  const open = left.where('blocked_at_ms', 'is', null);
  return open.where('proven_at_ms', state === 'proven' ? 'is not' : 'is', null) as Q;
}

/** State of an organisation; removed prevails over blocked, blocked over unproven. */
export function organisationState({ removedAtMs, blocked, proof }: Organisation): OrganisationState {
  if (removedAtMs !== undefined) return 'removed';
  if (blocked !== undefined) return 'blocked';
  return proof === undefined ? 'unproven' : 'proven';
}

function readRow(row: Selectable<Tables['organisation']>): Organisation {
  return {
    ...readColumns(row, 'proven_at_ms', 'proven_by', 'blocked_at_ms', 'block_reason'),
    ...(row.proven_at_ms !== null &&
      row.proven_by !== null && { proof: { by: row.proven_by, atMs: Number(row.proven_at_ms) } }),
    ...(row.blocked_at_ms !== null && {
      blocked: { atMs: Number(row.blocked_at_ms), reason: row.block_reason ?? '' },
    }),
  };
}
