import { type ErrorCode, GaranceError } from '@garance/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { showCorrection } from './form/correction-page.tsx';
import { keptFormPath } from './form/kept-form.ts';
import type { Handler, PathParams } from './handler.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';
import type { RequestKit } from './request-kit.ts';

/** How stages add pages: every handler gets a request context, and a visitor without a session is led to sign-in. */
export interface Routes {
  get(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
}

const page = { config: { answers: 'page' as const } };

export function createRoutes(app: FastifyInstance, kit: RequestKit): Routes {
  const handle =
    (pattern: string, handler: Handler) => async (request: FastifyRequest, reply: FastifyReply) => {
      // Before anything is looked up by it: the database takes no NUL, in an address as little as in a field.
      requirePlainUrl(request.url);
      const visit = await createRequestContext(kit, request, reply);
      const params = request.params as PathParams;
      try {
        return await handler(visit, params);
      } catch (error) {
        if (!(error instanceof GaranceError)) throw error;
        if (error.code === 'general.control_character' && error.detail !== undefined)
          return showCorrection(visit);
        const way = ways[error.code];
        if (way === undefined) throw error;
        return visit.goTo(
          `${way}?next=${encodeURIComponent(await comeBackTo(kit, visit, { pattern, params }))}`,
        );
      }
    };
  return {
    get: (path, handler) => {
      app.get(path, page, handle(path, handler));
    },
    post: (path, handler) => {
      kit.keptForms?.register(path, handler);
      app.post(path, page, handle(path, handler));
    },
  };
}

/** Page that satisfies a missing precondition, by error code. */
const ways: Readonly<Partial<Record<ErrorCode, string>>> = {
  'portal.sign_in_required': '/sign-in',
  'portal.second_factor_required': '/second-factor',
};

/** The page, or the form that was sent, where it could be kept. */
async function comeBackTo(
  { keptForms }: RequestKit,
  visit: RequestContext,
  sent: { readonly pattern: string; readonly params: PathParams },
): Promise<string> {
  const { method, url } = visit.request;
  if (method === 'GET') return url;
  // `/kept-form` itself is not kept: its form only refers to the kept one.
  if (sent.pattern === keptFormPath) return keptFormPath;
  return (await keptForms?.keep(visit, sent)) === true ? keptFormPath : '/';
}

/**
 * The characters of `hasControlCharacter`, escaped in UTF-8. Looked for in the address as it came: one that is escaped
 * badly elsewhere is still read, part by part.
 */
const escapedControl = /%(?:0[0-8bcef]|1[\da-f]|7f|c2%[89][\da-f])/i;

/** @throws GaranceError `general.not_found` for the path, `general.control_character` for the query */
function requirePlainUrl(url: string): void {
  if (!escapedControl.test(url)) return;
  const isInPath = escapedControl.test(url.replace(/\?.*/s, ''));
  throw new GaranceError(isInPath ? 'general.not_found' : 'general.control_character');
}

/** A way back that stays on this site: a path, and no address that a browser would read as another host. */
export function safeNext(value: string | undefined): string {
  return value?.match(/^\/(?![/\\])[^\s\\]*$/)?.[0] ?? '/';
}
