import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import { type Actor, requireAction, rolesTowards } from '../../objects/account/actor.ts';
import { type Action, mayDo } from '../../objects/lifecycle/rights.ts';
import { requireId } from '../../objects/require-id.ts';
import type { SandboxClient } from '../../objects/sandbox/table.ts';
import { type RequestContext, requireActor } from '../request-context.ts';

export interface SandboxScope {
  readonly actor: Actor;
  readonly client: SandboxClient;
  readonly mayEdit: boolean;
}

type SandboxAction = Extract<Action, `sandbox.${string}`>;

/**
 * A client that the person may see or change. Clients of other persons and organisations are reported as not found.
 * @throws GaranceError `portal.sign_in_required`, `general.not_found`, `portal.not_allowed`,
 *   `portal.second_factor_required`
 */
export async function requireSandboxClient(
  { store }: Pick<PortalDeps, 'store'>,
  visit: RequestContext,
  { id, action }: { readonly id: string | undefined; readonly action: SandboxAction },
): Promise<SandboxScope> {
  const actor = requireActor(visit);
  const client = await store.portal.sandboxClients.find(requireId(id));
  const holder = client?.holder;
  const isOwn = holder?.kind === 'person' && holder.personId === actor.personId;
  const organisationId = holder?.kind === 'organisation' ? holder.organisationId : 'none';
  if (!isOwn) requireAction(actor, action, organisationId);
  if (client === undefined) throw new GaranceError('general.not_found');
  return { actor, client, mayEdit: isOwn || mayDo('sandbox.edit', rolesTowards(actor, organisationId)) };
}
