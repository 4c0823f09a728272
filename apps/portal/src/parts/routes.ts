import { type ErrorCode, GaranceError } from '@garance/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { showCorrection } from './form/correction-page.tsx';
import { keptFormPath } from './form/kept-form.ts';
import type { Handler, PathParams } from './handler.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';
import type { RequestKit } from './request-kit.ts';

/**
 * How stages add pages: every handler gets a request context, and a visitor without a session is redirected to sign-in.
 */
export interface Routes {
  get(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
}

const page = { config: { answers: 'page' as const } };

export function createRoutes(app: FastifyInstance, kit: RequestKit): Routes {
  const handle =
    (pattern: string, handler: Handler) => async (request: FastifyRequest, reply: FastifyReply) => {
      // Checked before any lookup: the database refuses NUL, in an address as in a field.
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

/** By error code, the page on which the missing precondition can be met. */
const ways: Readonly<Partial<Record<ErrorCode, string>>> = {
  'portal.sign_in_required': '/sign-in',
  'portal.second_factor_required': '/second-factor',
};

/**
 * Address to return to after sign-in: the page; for a form, the kept form, or the home page when it could not be kept.
 */
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
 * The characters of `hasControlCharacter`, escaped in UTF-8. Searched in the raw address: when an escape in it is
 * invalid, it cannot be decoded, and its other parts are still read.
 */
const escapedControl = /%(?:0[0-8bcef]|1[\da-f]|7f|c2%[89][\da-f])/i;

/** @throws GaranceError `general.not_found` for the path, `general.control_character` for the query */
function requirePlainUrl(url: string): void {
  if (!escapedControl.test(url)) return;
  const isInPath = escapedControl.test(url.replace(/\?.*/s, ''));
  throw new GaranceError(isInPath ? 'general.not_found' : 'general.control_character');
}

/** A path of this site to return to; an address that a browser would read as another host becomes the default. */
export function safeNext(value: string | undefined): string {
  return value?.match(/^\/(?![/\\])[^\s\\]*$/)?.[0] ?? '/';
}
