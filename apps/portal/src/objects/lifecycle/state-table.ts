import type { Platform } from '@garance/core';
import { anyChanged } from '@garance/store';
import type { Kysely, Selectable, Updateable } from 'kysely';
import type { Tables } from '../schema.ts';
import type { RowReader } from './row-reader.ts';

export interface Stored<State extends string> {
  readonly id: string;
  readonly state: State;
  /** Absent where the object has none. */
  readonly version?: number;
}

export interface StateChange<State extends string> {
  readonly id: string;
  readonly from: State;
  readonly to: State;
  /** Version at the time of the lock; 0 where the object has none. */
  readonly version: number;
  readonly atMs: number;
  readonly reason?: string;
}

/** The SQL table of the object, inside the transaction. */
export interface StateTable<State extends string, Row extends Stored<State>> {
  /** Reads it and holds it until the transaction ends. */
  lock(id: string): Promise<Row | undefined>;
  /** False when it is no longer in `from` or no longer of that version. */
  setState(change: StateChange<State>): Promise<boolean>;
}

/** The columns that the queries below name. */
interface StateColumns {
  readonly id: string;
  readonly state: string;
  readonly version: number;
}
interface PlatformColumns extends StateColumns {
  readonly service_id: string;
  readonly platform: string;
}

type TableWith<Columns> = {
  readonly [Name in keyof Tables]: Selectable<Tables[Name]> extends Columns ? Name : never;
}[keyof Tables];

type RowOf<Name extends keyof Tables> = Selectable<Tables[Name]>;
type StateIn<Name extends TableWith<StateColumns>> =
  RowOf<Name> extends { readonly state: infer State extends string } ? State : never;

export interface StateSource<Name extends TableWith<StateColumns>, T extends Stored<StateIn<Name>>> {
  readonly db: Kysely<Tables>;
  readonly table: Name;
  readonly read: RowReader<RowOf<Name>, T>;
  /** Columns written together with the state: a new version, a time, the reason. */
  readonly alsoSet: (change: StateChange<StateIn<Name>>) => Omit<Updateable<Tables[Name]>, 'id' | 'state'>;
}

export interface CountedStateTable<State extends string, T extends Stored<State>>
  extends StateTable<State, T> {
  find(id: string): Promise<T | undefined>;
  countByState(): Promise<ReadonlyMap<State, number>>;
}

/** The queries that are the same for every object with states; `setState` is a compare-and-set of state and version. */
export function createStateTable<Name extends TableWith<StateColumns>, T extends Stored<StateIn<Name>>>(
  source: StateSource<Name, T>,
): CountedStateTable<StateIn<Name>, T> {
  const { db, table, read, alsoSet } = narrowed<StateColumns, StateIn<Name>, T>(source);
  const row = (id: string) => db.selectFrom(table).selectAll().where('id', '=', id);
  return {
    find: async (id) => read.single(await row(id).executeTakeFirst()),
    lock: async (id) => read.single(await row(id).forUpdate().executeTakeFirst()),
    setState: (change) =>
      anyChanged(
        db
          .updateTable(table)
          .set({ state: change.to, ...alsoSet(change) })
          .where('id', '=', change.id)
          .where('state', '=', change.from)
          .where('version', '=', change.version),
      ),
    countByState: async () => {
      const rows = await db
        .selectFrom(table)
        .select((eb) => ['state', eb.fn.countAll<string | number>().as('count')])
        .groupBy('state')
        .execute();
      return new Map(rows.map(({ state, count }) => [state as StateIn<Name>, Number(count)]));
    },
  };
}

export interface PlatformTable<T> {
  findFor(serviceId: string, platform: Platform): Promise<T | undefined>;
  /** In no order. */
  ofServices(serviceIds: readonly string[]): Promise<readonly T[]>;
}

/** The queries of an object of which a service has one on each platform. */
export function createPlatformTable<Name extends TableWith<PlatformColumns>, T extends Stored<StateIn<Name>>>(
  source: StateSource<Name, T>,
): PlatformTable<T> {
  const { db, table, read } = narrowed<PlatformColumns, StateIn<Name>, T>(source);
  const all = () => db.selectFrom(table).selectAll();
  return {
    findFor: async (serviceId, platform) =>
      read.single(
        await all().where('service_id', '=', serviceId).where('platform', '=', platform).executeTakeFirst(),
      ),
    ofServices: async (serviceIds) => {
      if (serviceIds.length === 0) return [];
      return read.all(await all().where('service_id', 'in', serviceIds).execute());
    },
  };
}

interface Narrowed<Columns, State extends string, T> {
  readonly db: Kysely<{ readonly object: Columns }>;
  readonly table: 'object';
  readonly read: RowReader<Columns, T>;
  readonly alsoSet: (change: StateChange<State>) => Partial<StateColumns>;
}

/**
 * The one cast: Kysely cannot build a query for a table whose name is a type parameter, so the queries see the columns that
 * they name, of which `TableWith` makes sure. Rows and written columns are typed by `StateSource`.
 */
function narrowed<Columns, State extends string, T>(source: object): Narrowed<Columns, State, T> {
  return source as Narrowed<Columns, State, T>;
}
