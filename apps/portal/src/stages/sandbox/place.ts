/** Who may do what with which client; and in whose name a new one may be made. */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction, rolesTowards } from '../../objects/account/actor.ts';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import { type Action, mayDo } from '../../objects/lifecycle/rights.ts';
import { requireId } from '../../objects/require-id.ts';
import type { SandboxClient, SandboxHolder } from '../../objects/sandbox/table.ts';
import { requireActor, type Visit } from '../../parts/visit.ts';

export interface SandboxPlace {
  readonly actor: Actor;
  readonly client: SandboxClient;
  readonly mayEdit: boolean;
}

type SandboxAction = Extract<Action, `sandbox.${string}`>;

/**
 * A client that the person may see, or change. Somebody else's does not exist.
 * @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.not_allowed`, `portal.second_factor_required`
 */
export async function findSandboxClient(
  visit: Visit,
  { store }: PortalDeps,
  { id, action }: { readonly id: string | undefined; readonly action: SandboxAction },
): Promise<SandboxPlace> {
  const actor = requireActor(visit);
  const client = await store.portal.sandboxClients.find(requireId(id));
  const holder = client?.holder;
  const isOwn = holder?.kind === 'person' && holder.personId === actor.personId;
  const organisationId = holder?.kind === 'organisation' ? holder.organisationId : 'none';
  if (!isOwn) requireAction(actor, action, organisationId);
  if (client === undefined) throw new GaranceError('general.not_found');
  return { actor, client, mayEdit: isOwn || mayDo('sandbox.edit', rolesTowards(actor, organisationId)) };
}

/** In whose name the person may make clients. */
export interface Holders {
  /** Proven, with a role that may look. */
  readonly proven: readonly Organisation[];
  readonly unproven: readonly Organisation[];
  /** Nobody answers for the person: they get two of their own. */
  readonly alone: boolean;
}

export async function findHolders(actor: Actor, { store }: PortalDeps): Promise<Holders> {
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
 * The holder of a client that this person is about to make.
 * @param organisation id of one of the person's; '' for one of their own
 * @throws GaranceError `general.not_found`, `portal.not_allowed`, `integration.organisation_unproven`
 */
export async function requireHolder(
  actor: Actor,
  deps: PortalDeps,
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

/** What an unproven organisation may do ends before anything reaches a hub. @throws GaranceError `integration.organisation_unproven` */
export async function requireProvenHolder(deps: PortalDeps, holder: SandboxHolder): Promise<void> {
  if (holder.kind === 'organisation') await requireProven(deps, holder.organisationId);
}

async function requireProven({ store }: PortalDeps, organisationId: string): Promise<void> {
  if (!(await store.portal.organisations.isProven(organisationId))) {
    throw new GaranceError('integration.organisation_unproven');
  }
}
