import type { Platform } from '@garance/core';
import type { PortalTables } from '../portal-store.ts';
import type { StepState } from '../service/step-state.ts';
import { isOpen } from './create-request.ts';
import { presentRequestState } from './request-states.ts';
import type { HabilitationRequest } from './tables/requests.ts';

/** Where a service stands with its habilitation on a platform. */
export async function stepOf(
  tables: PortalTables,
  serviceId: string,
  platform: Platform,
): Promise<StepState> {
  const requests = (await tables.requests.ofService(serviceId)).filter((each) => each.platform === platform);
  return stepOfRequest(currentRequest(requests));
}

/** The open request, else the latest one. */
export function currentRequest(requests: readonly HabilitationRequest[]): HabilitationRequest | undefined {
  return requests.find(({ state }) => isOpen(state)) ?? requests[0];
}

const go = { fr: 'Continuer la demande', en: 'Go on with the request' };
const see = { fr: 'Voir la demande', en: 'See the request' };

const stepStates: Readonly<Record<string, StepState['state']>> = {
  draft: 'in_progress',
  changes_requested: 'in_progress',
  reopened: 'done',
  reopened_changes_requested: 'done',
  submitted: 'waiting',
  reopened_submitted: 'done',
  validated: 'done',
  refused: 'stopped',
  revoked: 'stopped',
  archived: 'to_do',
};

export function stepOfRequest(request: HabilitationRequest | undefined): StepState {
  if (request === undefined) return { state: 'to_do' };
  const { label } = presentRequestState(request.state);
  const href = `/requests/${request.id}`;
  const toDo = ['draft', 'changes_requested', 'reopened', 'reopened_changes_requested'].includes(
    request.state,
  );
  return {
    state: stepStates[request.state] ?? 'not_yet',
    label,
    action: { href, label: toDo ? go : see },
  };
}
