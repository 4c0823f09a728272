/** Filters of the officers' queue as they stand in the address: `?state=&platform=&text=&after=`. */
import type { Platform } from '@garance/core';
import { isStateOf } from '../lifecycle/lifecycle.ts';
import { type QualificationState, qualificationLifecycle } from './lifecycle.ts';
import type { Qualification, QualificationQueue } from './tables/qualifications.ts';

export const pageSize = 25;

export interface QueueFilters {
  readonly state: QualificationState;
  readonly platform: Platform | undefined;
  readonly text: string;
  readonly after: { readonly atMs: number; readonly id: string } | undefined;
}

export function readFilters(query: unknown): QueueFilters {
  const values = (typeof query === 'object' && query !== null ? query : {}) as Readonly<
    Record<string, unknown>
  >;
  const text = (name: string) => (typeof values[name] === 'string' ? (values[name] as string) : '');
  const state = text('state');
  const platform = text('platform');
  return {
    state: isStateOf(qualificationLifecycle, state) ? state : 'submitted',
    platform: platform === 'standard' || platform === 'plus' ? platform : undefined,
    text: text('text').trim().slice(0, 200),
    after: readCursor(text('after')),
  };
}

export function queueQuery({ state, platform, text, after }: QueueFilters): QualificationQueue {
  return {
    state,
    limit: pageSize + 1,
    ...(platform !== undefined && { platform }),
    ...(text !== '' && { text }),
    ...(after !== undefined && { after }),
  };
}

/** Address of the page that begins after a row. */
export function queueHref(filters: QueueFilters, after: Qualification): string {
  const params = new URLSearchParams({ state: filters.state });
  if (filters.platform !== undefined) params.set('platform', filters.platform);
  if (filters.text !== '') params.set('text', filters.text);
  params.set('after', `${after.submittedAtMs ?? after.createdAtMs}.${after.id}`);
  return `/qualifications?${params.toString()}`;
}

/** `<milliseconds>.<id>`; anything else begins at the beginning. */
export function readCursor(text: string): QueueFilters['after'] {
  const read = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text);
  return read === null ? undefined : { atMs: Number(read[1]), id: read[2] ?? '' };
}
