import type { ListCursor } from '../../objects/service/table.ts';
import type { Visit } from '../../parts/visit.ts';
import { type SupportDone, supportDones } from './texts.ts';

export const pageSize = 25;

/** A value of the address; '' when it is absent or repeated. */
export function queryText({ request }: Visit, name: string): string {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value.trim().slice(0, 200) : '';
}

export function doneOf(visit: Visit): SupportDone | undefined {
  const asked = queryText(visit, 'done');
  return supportDones.find((each) => each === asked);
}

/** `<epoch ms>.<id>` */
export function readCursor(text: string): ListCursor | undefined {
  const read = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text);
  return read === null ? undefined : { atMs: Number(read[1]), id: read[2] ?? '' };
}

/** Address of a page of a list, with the filters that it keeps. */
export function cursorHref(
  path: string,
  kept: readonly (readonly [string, string])[],
  after?: ListCursor,
): string {
  const params = new URLSearchParams(kept.filter(([, value]) => value !== '').map(([...pair]) => pair));
  if (after !== undefined) params.set('after', `${after.atMs}.${after.id}`);
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}
