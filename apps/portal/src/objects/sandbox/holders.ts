/** Holders in whose name a person may create sandbox clients. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction } from '../account/actor.ts';
import type { Organisation } from '../account/tables/accounts.ts';
import { requireId } from '../require-id.ts';
import type { SandboxHolder } from './table.ts';

export interface Holders {
  /** Proven organisations in which the person's role may view clients. */
  readonly proven: readonly Organisation[];
  readonly unproven: readonly Organisation[];
  /** No organisation of the person is proven: they may have two clients of their own. */
  readonly alone: boolean;
}

export async function findHolders(actor: Actor, { store }: Pick<PortalDeps, 'store'>): Promise<Holders> {
  const { portal } = store;
  const ids = actor.memberships.map(({ organisationId }) => organisationId);
  const proven: Organisation[] = [];
  const unproven: Organisation[] = [];
  for (const organisation of await portal.organisations.findMany(ids)) {
    ((await portal.organisations.isProven(organisation.id)) ? proven : unproven).push(organisation);
  }
  return { proven, unproven, alone: proven.length === 0 };
}

/**
 * The holder for a client that this person is about to create.
 * @param organisation id of one of the person's organisations; '' for a client of the person
 * @throws GaranceError `general.not_found`, `portal.not_allowed`, `integration.organisation_unproven`
 */
export async function requireHolder(
  actor: Actor,
  deps: Pick<PortalDeps, 'store'>,
  organisation: string,
): Promise<SandboxHolder> {
  if (organisation === '') {
    if (!(await findHolders(actor, deps)).alone) throw new GaranceError('portal.not_allowed');
    return { kind: 'person', personId: actor.personId };
  }
  const organisationId = requireId(organisation);
  requireAction(actor, 'sandbox.edit', organisationId);
  await requireProven(deps, organisationId);
  return { kind: 'organisation', organisationId };
}

/**
 * Refuses unproven organisations before anything reaches a hub. @throws GaranceError
 * `integration.organisation_unproven`
 */
export async function requireProvenHolder(
  deps: Pick<PortalDeps, 'store'>,
  holder: SandboxHolder,
): Promise<void> {
  if (holder.kind === 'organisation') await requireProven(deps, holder.organisationId);
}

async function requireProven({ store }: Pick<PortalDeps, 'store'>, organisationId: string): Promise<void> {
  if (!(await store.portal.organisations.isProven(organisationId))) {
    throw new GaranceError('integration.organisation_unproven');
  }
}
