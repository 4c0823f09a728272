/** Filters of the reviewers' queue, as query parameters: `?state=&assigned=&platform=&text=`. */
import type { Platform } from '@garance/core';
import { initialOf, isStateOf, statesOf } from '../lifecycle/lifecycle.ts';
import { type RequestState, requestLifecycle } from './lifecycle.ts';
import type { RequestQueue } from './tables/request-queue.ts';

export interface QueueFilters {
  readonly state: 'waiting' | 'all' | RequestState;
  readonly assigned: 'anybody' | 'me' | 'nobody';
  readonly platform: Platform | undefined;
  readonly text: string;
}

export const waitingStates = statesOf(requestLifecycle).filter(
  (state) => requestLifecycle.states[state].waiting,
);
/** Drafts are shown only when their state is chosen: they are the partner's own until submission. */
const submittedOnce = statesOf(requestLifecycle).filter((state) => state !== initialOf(requestLifecycle));

/** @param text value of a parameter, '' when absent */
export function readFilters(text: (name: string) => string): QueueFilters {
  const [state, assigned, platform] = [text('state'), text('assigned'), text('platform')];
  return {
    state: state === 'all' || isStateOf(requestLifecycle, state) ? state : 'waiting',
    assigned: assigned === 'me' || assigned === 'nobody' ? assigned : 'anybody',
    platform: platform === 'standard' || platform === 'plus' ? platform : undefined,
    text: text('text'),
  };
}

/** @param me id of the signed-in reviewer */
export function queueQuery(
  { state, assigned, platform, text }: QueueFilters,
  me: string,
): Omit<RequestQueue, 'limit' | 'after'> {
  return {
    states: state === 'waiting' ? waitingStates : state === 'all' ? submittedOnce : [state],
    ...(assigned === 'me' && { assignedTo: { person: me } }),
    ...(assigned === 'nobody' && { assignedTo: 'nobody' as const }),
    ...(platform !== undefined && { platform }),
    ...(text !== '' && { text }),
  };
}

/** The filters as query parameters for links of the queue. */
export function keptFilters({ state, assigned, platform, text }: QueueFilters) {
  return {
    state: state === 'waiting' ? '' : state,
    assigned: assigned === 'anybody' ? '' : assigned,
    platform: platform ?? '',
    text,
  };
}
