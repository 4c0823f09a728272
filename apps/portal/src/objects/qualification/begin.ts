import { randomUUID } from 'node:crypto';
import type { Platform } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { qualificationLifecycle } from './lifecycle.ts';
import type { Qualification } from './tables/qualifications.ts';

/** The qualification of a service on a platform, begun when something is first said in it, and held. Inside a transaction. */
export async function ensureQualification(
  tables: PortalTables,
  service: Service,
  platform: Platform,
  { actor, atMs }: { readonly actor: string; readonly atMs: number },
): Promise<Qualification> {
  const known = await tables.qualifications.findFor(service.id, platform);
  const id = known?.id ?? (await begin(tables, service, platform, { actor, atMs }));
  const held = await tables.qualifications.lock(id);
  if (held === undefined) throw new Error('a qualification was neither made nor found');
  return held;
}

async function begin(
  tables: PortalTables,
  service: Service,
  platform: Platform,
  { actor, atMs }: { readonly actor: string; readonly atMs: number },
): Promise<string> {
  const organisation = await tables.organisations.find(service.organisationId);
  const id = randomUUID();
  const state = qualificationLifecycle.initial;
  await tables.qualifications.create({
    id,
    serviceId: service.id,
    organisationId: service.organisationId,
    platform,
    state,
    atMs,
    foundBy: `${service.name} ${organisation?.name ?? ''} ${organisation?.siret ?? ''}`,
  });
  const made = await tables.qualifications.findFor(service.id, platform);
  // Lost the insert race: use the existing row.
  if (made?.id !== id) return made?.id ?? id;
  const entry = { object: 'qualification', objectId: id, actor, atMs };
  await tables.history.append({ ...entry, event: 'create', from: '', to: state });
  await tables.audit.append({ ...entry, action: 'qualification.create', detail: { platform } });
  return id;
}
