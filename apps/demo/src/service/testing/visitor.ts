import { createSiteBrowser, type SiteCookies, type SiteRequest } from '@garance/http-browser';
import type { FastifyInstance } from 'fastify';

/** An answer of the service to a visitor. */
export interface PageAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** `Set-Cookie` lines of this answer. */
  readonly setCookies: readonly string[];
}

/** A browser for one site, without script: keeps cookies, follows no redirect. */
export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<PageAnswer>;
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<PageAnswer>;
  readonly cookies: SiteCookies;
}

export function createVisitor(app: FastifyInstance, origin: string): Visitor {
  const site = createSiteBrowser({ app, origin, headers: { accept: 'text/html' } });

  async function send(request: SiteRequest): Promise<PageAnswer> {
    const { status, headers, body } = await site.send(request);
    return {
      status,
      location: headers.location,
      text: body,
      headers,
      setCookies: [headers['set-cookie'] ?? []].flat(),
    };
  }

  return {
    cookies: site.cookies,
    get: (path, headers = {}) => send({ method: 'GET', path, headers }),
    post: (path, form, headers = {}) =>
      send({ method: 'POST', path, headers, body: new URLSearchParams(form).toString() }),
  };
}
