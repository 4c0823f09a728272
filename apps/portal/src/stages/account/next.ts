/** Path of this site to return to after sign-in, carried from page to page. */

import type { RequestContext } from '../../parts/request-context.ts';
import { safeNext } from '../../parts/routes.ts';

export function nextOf(visit: RequestContext): string {
  const { next } = visit.request.query as Readonly<Record<string, unknown>>;
  return safeNext(typeof next === 'string' ? next : undefined);
}

export function withNext(path: string, next: string): string {
  return next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`;
}
