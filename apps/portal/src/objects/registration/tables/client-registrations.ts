import type { HubId } from '@garance/core';
import { anyChanged, type StoreLogger } from '@garance/store';
import type { Kysely, Selectable } from 'kysely';
import { readColumns, writeColumns } from '../../columns.ts';
import { createRowReader } from '../../lifecycle/row-reader.ts';
import type { StateTable } from '../../lifecycle/state-table.ts';
import type { Tables } from '../../schema.ts';
import { accessLifecycle, type ClientRegistrationState } from '../lifecycle.ts';

/**
 * The client of one service on one hub: its identifiers and whether it may start logins, for all versions of its
 * registration.
 */
export interface ClientRegistration extends HubId {
  /** Also the id of its registration on the hub. */
  readonly id: string;
  readonly serviceId: string;
  readonly organisationId: string;
  readonly clientId: string;
  readonly state: ClientRegistrationState;
  /** Why it was suspended or revoked: shown to the partner. */
  readonly reason?: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

export interface ClientRegistrationTable extends StateTable<ClientRegistrationState, ClientRegistration> {
  find(id: string): Promise<ClientRegistration | undefined>;
  findFor(serviceId: string, hub: HubId): Promise<ClientRegistration | undefined>;
  ofService(serviceId: string): Promise<readonly ClientRegistration[]>;
  /** Client registrations of every service of an organisation, on every hub. */
  ofOrganisation(organisationId: string): Promise<readonly ClientRegistration[]>;
  findByClientId(clientId: string): Promise<ClientRegistration | undefined>;
  /** False when another request created it first. */
  create(access: Omit<ClientRegistration, 'reason' | 'changedAtMs'>): Promise<boolean>;
}

/** Table `access`. */
export function createClientRegistrationTable(
  db: Kysely<Tables>,
  logger: StoreLogger,
): ClientRegistrationTable {
  const all = () => db.selectFrom('access').selectAll();
  const read = createRowReader(accessLifecycle, logger, readRow);
  return {
    find: async (id) => read.single(await all().where('id', '=', id).executeTakeFirst()),
    findFor: async (serviceId, { platform, environment }) =>
      read.single(
        await all()
          .where('service_id', '=', serviceId)
          .where('platform', '=', platform)
          .where('environment', '=', environment)
          .executeTakeFirst(),
      ),
    ofService: async (serviceId) => {
      const rows = await all()
        .where('service_id', '=', serviceId)
        .orderBy('platform', 'desc')
        .orderBy('environment')
        .execute();
      return read.all(rows);
    },
    ofOrganisation: async (organisationId) => {
      const rows = await all()
        .where('organisation_id', '=', organisationId)
        .orderBy('created_at_ms')
        .execute();
      return read.all(rows);
    },
    findByClientId: async (clientId) =>
      read.single(await all().where('client_id', '=', clientId).executeTakeFirst()),
    lock: async (id) => read.single(await all().where('id', '=', id).forUpdate().executeTakeFirst()),
    create: (registration) => insert(db, registration),
    setState: async ({ id, from, to, reason, atMs }) => {
      const stopped = !accessLifecycle.states[to].signsIn;
      return anyChanged(
        db
          .updateTable('access')
          .set({ state: to, reason: stopped ? (reason ?? null) : null, changed_at_ms: atMs })
          .where('id', '=', id)
          .where('state', '=', from),
      );
    },
  };
}

async function insert(
  db: Kysely<Tables>,
  access: Parameters<ClientRegistrationTable['create']>[0],
): Promise<boolean> {
  return anyChanged(
    db
      .insertInto('access')
      .values({ ...writeColumns(access), changed_at_ms: access.createdAtMs })
      .onConflict((conflict) => conflict.columns(['service_id', 'platform', 'environment']).doNothing()),
  );
}

type Row = Selectable<Tables['access']>;

function readRow(row: Row): ClientRegistration {
  return readColumns(row);
}
