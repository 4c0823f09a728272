import { GaranceError } from '@garance/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { beginVisit, type Visit, type VisitKit } from './visit.ts';

/** Parameters of the path, each checked by the handler before it is used. */
export type PathParams = Readonly<Record<string, string>>;
export type Handler = (visit: Visit, params: PathParams) => Promise<FastifyReply> | FastifyReply;

/** How stages add pages: every handler gets a visit, and a stranger is led to the way in. */
export interface Routes {
  get(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
}

const page = { config: { answers: 'page' as const } };

export function createRoutes(app: FastifyInstance, kit: VisitKit): Routes {
  const handle = (handler: Handler) => async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = await beginVisit(kit, request, reply);
    try {
      return await handler(visit, request.params as PathParams);
    } catch (error) {
      const way = error instanceof GaranceError ? wayIn(error, visit) : undefined;
      if (way === undefined) throw error;
      return visit.goTo(way);
    }
  };
  return {
    get: (path, handler) => {
      app.get(path, page, handle(handler));
    },
    post: (path, handler) => {
      app.post(path, page, handle(handler));
    },
  };
}

/** Where a person goes to make a page possible. After a form there is nothing to come back to but the start. */
function wayIn(error: GaranceError, { request }: Visit): string | undefined {
  const next = encodeURIComponent(request.method === 'GET' ? request.url : '/');
  if (error.code === 'portal.sign_in_required') return `/sign-in?next=${next}`;
  if (error.code === 'portal.second_factor_required') return `/second-factor?next=${next}`;
  return undefined;
}

/** A way back that stays on this site: a path, and no address that a browser would read as another host. */
export function safeNext(value: string | undefined): string {
  return value?.match(/^\/(?![/\\])[^\s\\]*$/)?.[0] ?? '/';
}
