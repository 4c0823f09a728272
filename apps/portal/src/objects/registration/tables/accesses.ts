import type { HubId } from '@garance/core';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../../schema.ts';

export type AccessState = 'active' | 'suspended' | 'revoked';

/** Whether one service may sign anybody in on one hub, above every version of its registration. */
export interface Access extends HubId {
  /** Also the id of its registration on the hub. */
  readonly id: string;
  readonly serviceId: string;
  readonly organisationId: string;
  readonly clientId: string;
  readonly state: AccessState;
  /** Why it was suspended or revoked: shown to the partner. */
  readonly reason?: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

export interface AccessTable {
  find(id: string): Promise<Access | undefined>;
  findFor(serviceId: string, hub: HubId): Promise<Access | undefined>;
  ofService(serviceId: string): Promise<readonly Access[]>;
  /** Of every service of an organisation, on every hub. */
  ofOrganisation(organisationId: string): Promise<readonly Access[]>;
  findByClientId(clientId: string): Promise<Access | undefined>;
  /** Reads it and holds it until the transaction ends: what is published is put together by one at a time. */
  lock(id: string): Promise<Access | undefined>;
  /** Of two people opening the same page for the first time, one creates it; the other's is left aside. */
  create(access: Omit<Access, 'state' | 'reason' | 'changedAtMs'>): Promise<void>;
  /** False when it is no longer in `from`. */
  setState(change: {
    readonly id: string;
    readonly from: AccessState;
    readonly to: AccessState;
    readonly reason?: string;
    readonly atMs: number;
  }): Promise<boolean>;
}

/** Table `access`. */
export function createAccessTable(db: Kysely<Tables>): AccessTable {
  const all = () => db.selectFrom('access').selectAll();
  return {
    find: async (id) => readOne(await all().where('id', '=', id).executeTakeFirst()),
    findFor: async (serviceId, { platform, environment }) =>
      readOne(
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
      return rows.map(readRow);
    },
    ofOrganisation: async (organisationId) => {
      const rows = await all()
        .where('organisation_id', '=', organisationId)
        .orderBy('created_at_ms')
        .execute();
      return rows.map(readRow);
    },
    findByClientId: async (clientId) =>
      readOne(await all().where('client_id', '=', clientId).executeTakeFirst()),
    lock: async (id) => readOne(await all().where('id', '=', id).forUpdate().executeTakeFirst()),
    create: async ({ id, serviceId, organisationId, platform, environment, clientId, createdAtMs }) => {
      await db
        .insertInto('access')
        .values({
          id,
          service_id: serviceId,
          organisation_id: organisationId,
          platform,
          environment,
          client_id: clientId,
          state: 'active',
          reason: null,
          created_at_ms: createdAtMs,
          changed_at_ms: createdAtMs,
        })
        .onConflict((conflict) => conflict.columns(['service_id', 'platform', 'environment']).doNothing())
        .execute();
    },
    setState: async ({ id, from, to, reason, atMs }) => {
      const { numUpdatedRows } = await db
        .updateTable('access')
        .set({ state: to, reason: reason ?? null, changed_at_ms: atMs })
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

type Row = Selectable<Tables['access']>;

function readOne(row: Row | undefined): Access | undefined {
  return row === undefined ? undefined : readRow(row);
}

function readRow(row: Row): Access {
  return {
    id: row.id,
    serviceId: row.service_id,
    organisationId: row.organisation_id,
    platform: row.platform,
    environment: row.environment,
    clientId: row.client_id,
    state: row.state,
    ...(row.reason !== null && { reason: row.reason }),
    createdAtMs: Number(row.created_at_ms),
    changedAtMs: Number(row.changed_at_ms),
  };
}
