import { randomUUID } from 'node:crypto';
import type { Clock, Platform } from '@garance/core';
import { systemAuthorization } from '../lifecycle/check-transition.ts';
import { create } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { qualificationLifecycle } from './lifecycle.ts';
import type { Qualification } from './tables/qualifications.ts';

interface Begun {
  readonly service: Service;
  readonly platform: Platform;
  /** Person id. */
  readonly actor: string;
}

/**
 * The qualification of a service on a platform, locked; created with the first declaration, document or message. Call
 * it inside a transaction.
 */
export async function ensureQualification(
  tables: PortalTables,
  clock: Clock,
  begun: Begun,
): Promise<Qualification> {
  const find = () => tables.qualifications.findFor(begun.service.id, begun.platform);
  if ((await find()) === undefined) await begin(tables, clock, begun);
  const existing = await find();
  const locked = existing && (await tables.qualifications.lock(existing.id));
  if (locked === undefined) throw new Error('a qualification was neither made nor found');
  return locked;
}

async function begin(tables: PortalTables, clock: Clock, { service, platform, actor }: Begun): Promise<void> {
  const organisation = await tables.organisations.find(service.organisationId);
  const foundBy = `${service.name} ${organisation?.name ?? ''} ${organisation?.siret ?? ''}`;
  const place = { serviceId: service.id, organisationId: service.organisationId, platform };
  const id = randomUUID();
  await create(tables, clock, {
    lifecycle: qualificationLifecycle,
    event: 'create',
    id,
    actor,
    authorization: systemAuthorization,
    detail: { platform },
    insert: async (state, atMs) =>
      (await tables.qualifications.create({ id, ...place, state, atMs, foundBy })) ? id : undefined,
    effects: {},
  });
}
