import type { StageState } from '../service/stage-state.ts';
import { requestLifecycle } from './lifecycle.ts';
import { presentRequestState } from './request-states.ts';
import type { HabilitationRequest } from './tables/requests.ts';

/** The open request, else the latest one. */
export function currentRequest(requests: readonly HabilitationRequest[]): HabilitationRequest | undefined {
  return requests.find(({ state }) => requestLifecycle.states[state].open) ?? requests[0];
}

const go = { fr: 'Continuer la demande', en: 'Go on with the request' };
const see = { fr: 'Voir la demande', en: 'See the request' };

export function stageOfRequest(request: HabilitationRequest | undefined): StageState {
  if (request === undefined) return { state: 'to_do' };
  const { label } = presentRequestState(request.state);
  const href = `/requests/${request.id}`;
  const { stage, editable } = requestLifecycle.states[request.state];
  return { state: stage, label, action: { href, label: editable ? go : see } };
}
