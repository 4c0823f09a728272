/**
 * Client registrations of a service: created, suspended, resumed, revoked, independent of the version of the
 * registration. The hub's copy and its tokens are changed in the same transaction.
 */
import { randomUUID } from 'node:crypto';
import {
  type Clock,
  type Environment,
  GaranceError,
  type HubId,
  type Platform,
  type Registration,
} from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type AuthorizationContext, systemAuthorization } from '../lifecycle/check-transition.ts';
import { comesFrom, type EventOf } from '../lifecycle/lifecycle.ts';
import { create, transition } from '../lifecycle/transition.ts';
import type { PortalTables } from '../portal-store.ts';
import type { Service } from '../service/table.ts';
import { accessLifecycle } from './lifecycle.ts';
import { mailPartners } from './mails.ts';
import type { ClientRegistration } from './tables/client-registrations.ts';

/** The access of a service to a hub, created with its client id when it is first needed. */
export async function ensureAccess(
  { portal }: Pick<PortalDeps['store'], 'portal'>,
  clock: Clock,
  { service, hub }: { readonly service: Pick<Service, 'id' | 'organisationId'>; readonly hub: HubId },
): Promise<ClientRegistration> {
  const existing = await portal.clientRegistrations.findFor(service.id, hub);
  if (existing !== undefined) return existing;
  const { platform, environment } = hub;
  const place = { serviceId: service.id, organisationId: service.organisationId, platform, environment };
  const id = randomUUID();
  await portal.transaction((tables) =>
    create(tables, clock, {
      lifecycle: accessLifecycle,
      event: 'create',
      id,
      actor: 'system',
      authorization: systemAuthorization,
      detail: { platform, environment },
      insert: async (state, createdAtMs) => {
        const access = { ...place, id, clientId: randomUUID(), state, createdAtMs };
        return (await tables.clientRegistrations.create(access)) ? id : undefined;
      },
      effects: {},
    }),
  );
  const made = await portal.clientRegistrations.findFor(service.id, hub);
  if (made === undefined) throw new Error('an access was neither made nor found');
  return made;
}

export interface ClientRegistrationOrder {
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly serviceId: string;
  /** Both when absent. */
  readonly platform?: Platform;
  /** Both when absent. */
  readonly environment?: Environment;
  /** Person id, `system` or `datapass`. */
  readonly actor: string;
  /** Of the person; Garance itself when absent. */
  readonly authorization?: AuthorizationContext;
  /** In words: the partner reads it. */
  readonly reason: string;
}

/**
 * Stops every sign-in of the service on these hubs within 2 s, those under way and tokens already issued included.
 * Accesses that are not active are left alone.
 * @returns how many changed
 * @throws GaranceError as `transition`
 */
export function suspendService(tables: PortalTables, order: ClientRegistrationOrder): Promise<number> {
  return change(tables, order, 'suspend');
}

/**
 * @returns how many changed; a suspended access without a habilitation in force, or of an organisation that is not proven, is
 *   refused with `portal.condition_missing`
 */
export function resumeService(tables: PortalTables, order: ClientRegistrationOrder): Promise<number> {
  return change(tables, order, 'resume');
}

/** Final: only a new service can start again. @returns how many changed */
export function revokeService(tables: PortalTables, order: ClientRegistrationOrder): Promise<number> {
  return change(tables, order, 'revoke');
}

export type OrganisationOrder = Omit<ClientRegistrationOrder, 'serviceId' | 'platform' | 'environment'> & {
  readonly organisationId: string;
};

/**
 * Suspends every access of every service of an organisation. @returns how many changed @throws GaranceError as
 * `transition`
 */
export function suspendOrganisation(tables: PortalTables, order: OrganisationOrder): Promise<number> {
  return changeAll(tables, order, 'suspend');
}

/** Final. @returns how many changed @throws GaranceError as `transition` */
export function revokeOrganisation(tables: PortalTables, order: OrganisationOrder): Promise<number> {
  return changeAll(tables, order, 'revoke');
}

async function changeAll(
  tables: PortalTables,
  { organisationId, ...order }: OrganisationOrder,
  event: ClientRegistrationEvent,
): Promise<number> {
  const all = await tables.clientRegistrations.ofOrganisation(organisationId);
  const concerned = all.filter(({ state }) => comesFrom(accessLifecycle, event, state));
  for (const access of concerned) {
    await changeOne(tables, { ...order, serviceId: access.serviceId, access, event });
  }
  return concerned.length;
}

/**
 * Ends every client secret of an access, on its hub too: for an organisation that lost its claim to its SIRET, or whose
 * service has moved to another one.
 * @returns how many were valid
 */
export async function endSecrets(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  access: ClientRegistration,
): Promise<number> {
  const ended = await tables.clientSecrets.endAll(access.id, clock.now());
  const current = await tables.registrationDrafts.current(access.serviceId, access);
  if (current === undefined || (current.auth.secretHashes ?? []).length === 0) return ended;
  const { version: _version, ...registration } = current;
  await tables.registrations.publish({ ...registration, auth: { ...registration.auth, secretHashes: [] } });
  return ended;
}

type ClientRegistrationEvent = EventOf<typeof accessLifecycle>;

async function change(
  tables: PortalTables,
  order: ClientRegistrationOrder,
  event: ClientRegistrationEvent,
): Promise<number> {
  const { serviceId, platform, environment } = order;
  const clientRegistrations = (await tables.clientRegistrations.ofService(serviceId)).filter(
    (access) =>
      (platform === undefined || access.platform === platform) &&
      (environment === undefined || access.environment === environment),
  );
  const concerned = clientRegistrations.filter(({ state }) => comesFrom(accessLifecycle, event, state));
  for (const access of concerned) await changeOne(tables, { ...order, access, event });
  return concerned.length;
}

interface ClientRegistrationChange extends ClientRegistrationOrder {
  readonly access: ClientRegistration;
  readonly event: ClientRegistrationEvent;
}

async function changeOne(tables: PortalTables, change: ClientRegistrationChange): Promise<void> {
  const { access, event, deps, actor, reason, authorization = systemAuthorization } = change;
  const { id, serviceId, platform, organisationId } = access;
  const atMs = deps.clock.now();
  await transition(tables, deps.clock, {
    lifecycle: accessLifecycle,
    table: tables.clientRegistrations,
    id,
    event,
    actor,
    authorization,
    reason,
    prepare: async () => ({
      facts: {
        'organisation-proven': await tables.organisations.isProven(organisationId),
        'habilitation-in-force': (await tables.habilitations.inForce(serviceId, platform)) !== undefined,
      },
      effects: {
        'suspend-on-hub': (within) => setOnHub(within, id, 'suspended'),
        'resume-on-hub': (within) => setOnHub(within, id, 'active'),
        'mail-partner': (within) => mailPartners(within, { deps, access, event, reason, atMs }),
      },
    }),
  });
}

/** An access may be suspended before a version was published on its hub. */
async function setOnHub(tables: PortalTables, id: string, status: 'active' | 'suspended'): Promise<void> {
  try {
    await tables.registrations.setStatus(id, status);
  } catch (error) {
    if (!(error instanceof GaranceError) || error.code !== 'store.not_found') throw error;
  }
}

interface ServiceOnPlatform {
  readonly serviceId: string;
  readonly platform: Platform;
}

/** Client registrations of a service on the hubs of a platform, in both environments. */
export async function publishedOf(
  tables: Pick<PortalTables, 'registrations'>,
  { serviceId, platform }: ServiceOnPlatform,
): Promise<readonly Registration[]> {
  const found: Registration[] = [];
  for (const environment of ['integration', 'production'] as const) {
    const published = await tables.registrations.listPublished({ platform, environment });
    found.push(...published.filter((registration) => registration.serviceId === serviceId));
  }
  return found;
}

/** Stops every sign-in of the service on the platform, in both environments; hubs apply it by the change feed within 2 s. */
export async function suspendRegistrations(
  tables: PortalTables,
  suspension: ClientRegistrationOrder & ServiceOnPlatform,
): Promise<void> {
  await suspendService(tables, suspension);
  const { deps, actor } = suspension;
  // Clients registered otherwise than by the integration stage (seeded, imported) have no access.
  for (const { id, status } of await publishedOf(tables, suspension)) {
    if (status === 'suspended') continue;
    await tables.registrations.setStatus(id, 'suspended');
    await tables.audit.append({
      atMs: deps.clock.now(),
      actor,
      action: 'registration.suspended-by-revocation',
      object: 'registration',
      objectId: id,
    });
  }
}
