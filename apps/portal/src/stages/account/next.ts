/** Where somebody goes on after proving who they are: a path of this site, carried from page to page. */

import type { RequestContext } from '../../parts/request-context.ts';
import { safeNext } from '../../parts/routes.ts';

export function nextOf(visit: RequestContext): string {
  const { next } = visit.request.query as Readonly<Record<string, unknown>>;
  return safeNext(typeof next === 'string' ? next : undefined);
}

export function withNext(path: string, next: string): string {
  return next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`;
}
