/**
 * Operator actions on an organisation, each with a reason, in one transaction with its audit entry, its effects on the
 * hubs and its mails. The caller checks the rights.
 */

import type { PortalDeps } from '../../deps.ts';
import type { Organisation, Person } from '../account/tables/accounts.ts';
import type { AuthorizationContext } from '../lifecycle/check-transition.ts';
import type { PortalTables } from '../portal-store.ts';
import { closeProduction } from '../production/stop.ts';
import { revokeOrganisation, suspendOrganisation } from '../registration/registrations.ts';
import { removeSandboxClientsOf } from '../sandbox/clients.ts';
import { platforms } from '../service/platforms.ts';
import type { ListCursor } from '../service/table.ts';
import { type Change, handOverTo, removeMember } from './people.ts';
import { peopleMails } from './people-mails.ts';
import { notifyMembers, proveByOfficer } from './proof.ts';
import { organisationState } from './tables/organisations.ts';

export type OrganisationAct = 'prove' | 'block' | 'unblock' | 'hand-over' | 'remove';

export interface OperatorOrder {
  readonly tables: PortalTables;
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly organisation: Organisation;
  /** Person id of the operator. */
  readonly actor: string;
  /** Towards this organisation. */
  readonly authorization: AuthorizationContext;
  readonly reason: string;
}

/** Actions available in the current state. */
export function offeredActs(organisation: Organisation): readonly OrganisationAct[] {
  switch (organisationState(organisation)) {
    case 'removed':
      return [];
    case 'blocked':
      return ['unblock', 'hand-over', 'remove'];
    case 'proven':
      return ['hand-over', 'block', 'remove'];
    case 'unproven':
      return organisation.siret === undefined
        ? ['hand-over', 'block', 'remove']
        : ['prove', 'hand-over', 'block', 'remove'];
  }
}

/** @throws GaranceError as `proveByOfficer` */
export async function proveOrganisation({ tables, deps, organisation, actor, reason }: OperatorOrder) {
  await proveByOfficer(tables, deps, { organisationId: organisation.id, actorId: actor, reason });
}

/** Blocks: members lose their rights in it, and its clients start no logins. */
export async function blockOrganisation(order: OperatorOrder): Promise<void> {
  const { tables, deps, organisation, reason } = order;
  const { id, name } = organisation;
  await tables.organisations.setBlocked(id, { atMs: deps.clock.now(), reason });
  await tables.invitations.withdrawAll({ organisationId: id });
  await record(order, 'organisation.block');
  await suspendOrganisation(tables, hubOrder(order));
  await removeSandbox(order);
  await notifyMembers(tables, deps, {
    organisation,
    write: (locale) => {
      const texts = peopleMails(locale);
      return { title: texts.blockedTitle(name), text: [texts.blocked(name, reason), texts.askHelp] };
    },
  });
}

/** Its services stay suspended: each is resumed separately. */
export async function unblockOrganisation(order: OperatorOrder): Promise<void> {
  const { tables, deps, organisation } = order;
  const { id, name } = organisation;
  await tables.organisations.setBlocked(id, undefined);
  await record(order, 'organisation.unblock');
  await notifyMembers(tables, deps, {
    organisation,
    write: (locale) => {
      const texts = peopleMails(locale);
      return { title: texts.unblockedTitle(name), text: [texts.unblocked(name)] };
    },
  });
}

/** Removes for good: no members, no active clients; the history stays. */
export async function removeOrganisation(order: OperatorOrder): Promise<void> {
  const { tables, deps, organisation, reason, actor, authorization } = order;
  const { id, name } = organisation;
  await notifyMembers(tables, deps, {
    organisation,
    write: (locale) => {
      const texts = peopleMails(locale);
      return { title: texts.closedTitle(name), text: [texts.closed(name, reason), texts.askHelp] };
    },
  });
  for (const serviceId of await servicesOf(tables, id)) {
    for (const platform of platforms) {
      await closeProduction(tables, { deps, serviceId, platform, actor, authorization, reason });
    }
  }
  await revokeOrganisation(tables, hubOrder(order));
  await removeSandbox(order);
  await tables.invitations.withdrawAll({ organisationId: id });
  await tables.memberships.removeAll(id);
  await tables.organisations.setRemoved(id, deps.clock.now());
  await record(order, 'organisation.remove');
}

async function removeSandbox({ tables, deps, actor, organisation }: OperatorOrder): Promise<void> {
  const holder = { kind: 'organisation', organisationId: organisation.id } as const;
  await removeSandboxClientsOf(tables, { deps, actor, holder });
}

async function servicesOf({ services }: PortalTables, organisationId: string): Promise<readonly string[]> {
  const limit = 200;
  const ids: string[] = [];
  let before: ListCursor | undefined;
  do {
    const page = await services.ofOrganisations([organisationId], {
      limit,
      ...(before !== undefined && { before }),
    });
    ids.push(...page.map(({ id }) => id));
    const last = page.length === limit ? page.at(-1) : undefined;
    before = last && { atMs: last.createdAtMs, id: last.id };
  } while (before !== undefined);
  return ids;
}

export function handOverOrganisation(order: OperatorOrder, to: Person): Promise<void> {
  return handOverTo(changeOf(order), to);
}

/** @throws GaranceError `general.not_found`, `account.last_owner` */
export function removeMemberOf(order: OperatorOrder, personId: string): Promise<void> {
  return removeMember(changeOf(order), personId);
}

function changeOf({ tables, deps, organisation, actor, reason }: OperatorOrder): Change {
  const { clock, config } = deps;
  return { tables, clock, origin: config.origin, actorId: actor, organisation, reason };
}

function hubOrder({ deps, organisation, actor, authorization, reason }: OperatorOrder) {
  return { deps, organisationId: organisation.id, actor, authorization, reason };
}

function record({ tables, deps, organisation, actor, reason }: OperatorOrder, action: string): Promise<void> {
  return tables.audit.append({
    atMs: deps.clock.now(),
    actor,
    action,
    object: 'organisation',
    objectId: organisation.id,
    detail: { reason },
  });
}
