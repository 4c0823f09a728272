/**
 * Access of a service to a hub, above every version of its registration: begun, suspended, resumed, revoked. What
 * happens here reaches the hub in the same transaction, and its tokens with it.
 */
import { randomUUID } from 'node:crypto';
import { type Environment, GaranceError, type HubId, type Platform } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Standing } from '../lifecycle/interpreter.ts';
import { perform } from '../lifecycle/perform.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { accessLifecycle } from './lifecycle.ts';
import { mailPartners } from './mails.ts';
import type { Access } from './tables/accesses.ts';

export const systemStanding: Standing = { roles: ['system'], secondFactor: false };

/** The access of a service to a hub, made with its client id when it is first needed. */
export async function ensureAccess(
  tables: Pick<PortalTables, 'accesses'>,
  service: Pick<Service, 'id' | 'organisationId'>,
  hub: HubId,
  nowMs: number,
): Promise<Access> {
  const { accesses } = tables;
  const known = await accesses.findFor(service.id, hub);
  if (known !== undefined) return known;
  await accesses.create({
    id: randomUUID(),
    serviceId: service.id,
    organisationId: service.organisationId,
    platform: hub.platform,
    environment: hub.environment,
    clientId: randomUUID(),
    createdAtMs: nowMs,
  });
  const made = await accesses.findFor(service.id, hub);
  if (made === undefined) throw new Error('an access was neither made nor found');
  return made;
}

export interface AccessOrder {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly serviceId: string;
  /** Both when absent. */
  readonly platform?: Platform;
  /** Both when absent. */
  readonly environment?: Environment;
  /** Person id, `system` or `datapass`. */
  readonly actor: string;
  /** Of the person; Garance itself when absent. */
  readonly standing?: Standing;
  /** In words: the partner reads it. */
  readonly reason: string;
}

/**
 * Stops every sign-in of the service on these hubs within 2 s, those under way and tokens already issued included.
 * Accesses that are not active are left alone.
 * @returns how many changed
 * @throws GaranceError as `perform`
 */
export function suspendService(tables: PortalTables, order: AccessOrder): Promise<number> {
  return change(tables, order, 'suspend');
}

/**
 * @returns how many changed; a suspended access without a habilitation in force, or of an organisation that is not proven, is
 *   refused with `portal.condition_missing`
 */
export function resumeService(tables: PortalTables, order: AccessOrder): Promise<number> {
  return change(tables, order, 'resume');
}

/** For ever: a new path begins with a new service. @returns how many changed */
export function revokeService(tables: PortalTables, order: AccessOrder): Promise<number> {
  return change(tables, order, 'revoke');
}

export type OrganisationOrder = Omit<AccessOrder, 'serviceId' | 'platform' | 'environment'> & {
  readonly organisationId: string;
};

/** Every access of every service of an organisation. @returns how many changed @throws GaranceError as `perform` */
export function suspendOrganisation(tables: PortalTables, order: OrganisationOrder): Promise<number> {
  return changeAll(tables, order, 'suspend');
}

/** For ever. @returns how many changed @throws GaranceError as `perform` */
export function revokeOrganisation(tables: PortalTables, order: OrganisationOrder): Promise<number> {
  return changeAll(tables, order, 'revoke');
}

async function changeAll(
  tables: PortalTables,
  { organisationId, ...order }: OrganisationOrder,
  event: AccessEvent,
): Promise<number> {
  const from: readonly string[] = accessLifecycle.transitions.find((one) => one.event === event)?.from ?? [];
  const all = await tables.accesses.ofOrganisation(organisationId);
  const concerned = all.filter(({ state }) => from.includes(state));
  for (const access of concerned) {
    await changeOne(tables, { ...order, serviceId: access.serviceId, access, event });
  }
  return concerned.length;
}

/**
 * Ends every client secret of an access, on its hub too. Whoever holds one has lost the right to it: the organisation has no
 * claim to its SIRET any more, or its service has passed to another one.
 * @returns how many were valid
 */
export async function endSecrets(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  access: Access,
): Promise<number> {
  const ended = await tables.clientSecrets.endAll(access.id, clock.now());
  const current = await tables.registrationDrafts.current(access.serviceId, access);
  if (current === undefined || (current.auth.secretHashes ?? []).length === 0) return ended;
  const { version: _version, ...registration } = current;
  await tables.registrations.publish({ ...registration, auth: { ...registration.auth, secretHashes: [] } });
  return ended;
}

type AccessEvent = 'suspend' | 'resume' | 'revoke';

async function change(tables: PortalTables, order: AccessOrder, event: AccessEvent): Promise<number> {
  const { serviceId, platform, environment } = order;
  const accesses = (await tables.accesses.ofService(serviceId)).filter(
    (access) =>
      (platform === undefined || access.platform === platform) &&
      (environment === undefined || access.environment === environment),
  );
  const from: readonly string[] = accessLifecycle.transitions.find((one) => one.event === event)?.from ?? [];
  const concerned = accesses.filter((access) => from.includes(access.state));
  for (const access of concerned) await changeOne(tables, { ...order, access, event });
  return concerned.length;
}

interface AccessChange extends AccessOrder {
  readonly access: Access;
  readonly event: AccessEvent;
}

async function changeOne(tables: PortalTables, wanted: AccessChange): Promise<void> {
  const { access, event, deps, actor, reason, standing = systemStanding } = wanted;
  const habilitation = await tables.habilitations.inForce(access.serviceId, access.platform);
  const isProven = await tables.organisations.isProven(access.organisationId);
  const atMs = deps.clock.now();
  await perform(tables, deps.clock, {
    lifecycle: accessLifecycle,
    objectId: access.id,
    event,
    state: access.state,
    standing,
    actor,
    reason,
    facts: new Set([
      ...(isProven ? ['organisation-proven'] : []),
      ...(habilitation === undefined ? [] : ['habilitation-in-force']),
    ]),
    setState: (within, to) => {
      const next = to as Access['state'];
      const why = next === 'active' ? {} : { reason };
      return within.accesses.setState({ id: access.id, from: access.state, to: next, ...why, atMs });
    },
    effects: {
      'suspend-on-hub': (within) => setOnHub(within, access.id, 'suspended'),
      'resume-on-hub': (within) => setOnHub(within, access.id, 'active'),
      'mail-partner': (within) => mailPartners(within, { deps, access, event, reason, atMs }),
    },
  });
}

/** An access may be suspended before anything was published on its hub. */
async function setOnHub(tables: PortalTables, id: string, status: 'active' | 'suspended'): Promise<void> {
  try {
    await tables.registrations.setStatus(id, status);
  } catch (error) {
    if (!(error instanceof GaranceError) || error.code !== 'store.not_found') throw error;
  }
}
