/** Filters of the queue as they stand in the address: `?state=&assigned=&platform=&text=&after=`. */
import type { Platform } from '@garance/core';
import { initialOf, isStateOf, statesOf } from '../lifecycle/lifecycle.ts';
import { type RequestState, requestLifecycle } from './lifecycle.ts';
import type { RequestQueue } from './tables/request-queue.ts';
import type { HabilitationRequest } from './tables/requests.ts';

export const pageSize = 25;

export interface QueueFilters {
  readonly state: 'waiting' | 'all' | RequestState;
  readonly assigned: 'anybody' | 'me' | 'nobody';
  readonly platform: Platform | undefined;
  readonly text: string;
  readonly after: { readonly atMs: number; readonly id: string } | undefined;
}

export const waitingStates = statesOf(requestLifecycle).filter(
  (state) => requestLifecycle.states[state].waiting,
);
/** Drafts are the partner's own until they are submitted; they are found by choosing their state. */
const submittedOnce = statesOf(requestLifecycle).filter((state) => state !== initialOf(requestLifecycle));

export function readFilters(query: unknown): QueueFilters {
  const values = (typeof query === 'object' && query !== null ? query : {}) as Readonly<
    Record<string, unknown>
  >;
  const text = (name: string) => (typeof values[name] === 'string' ? (values[name] as string) : '');
  const state = text('state');
  const assigned = text('assigned');
  const platform = text('platform');
  return {
    state: state === 'all' || isStateOf(requestLifecycle, state) ? state : 'waiting',
    assigned: assigned === 'me' || assigned === 'nobody' ? assigned : 'anybody',
    platform: platform === 'standard' || platform === 'plus' ? platform : undefined,
    text: text('text').trim().slice(0, 200),
    after: readCursor(text('after')),
  };
}

/** @param me person who looks */
export function queueQuery(filters: QueueFilters, me: string): RequestQueue {
  const { state, assigned, platform, text, after } = filters;
  return {
    states: state === 'waiting' ? waitingStates : state === 'all' ? submittedOnce : [state],
    limit: pageSize + 1,
    ...(assigned === 'me' && { assignedTo: { person: me } }),
    ...(assigned === 'nobody' && { assignedTo: 'nobody' as const }),
    ...(platform !== undefined && { platform }),
    ...(text !== '' && { text }),
    ...(after !== undefined && { after }),
  };
}

/** Address of a page of the queue. */
export function queueHref(filters: QueueFilters, after?: HabilitationRequest): string {
  const params = new URLSearchParams();
  if (filters.state !== 'waiting') params.set('state', filters.state);
  if (filters.assigned !== 'anybody') params.set('assigned', filters.assigned);
  if (filters.platform !== undefined) params.set('platform', filters.platform);
  if (filters.text !== '') params.set('text', filters.text);
  if (after !== undefined) params.set('after', `${after.orderedAtMs}.${after.id}`);
  const query = params.toString();
  return query === '' ? '/review' : `/review?${query}`;
}

function readCursor(text: string): QueueFilters['after'] {
  const read = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text);
  return read === null ? undefined : { atMs: Number(read[1]), id: read[2] ?? '' };
}
