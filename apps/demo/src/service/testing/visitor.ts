import { createSiteBrowser, type SiteCookies, type SiteRequest } from '@garance/http-browser';
import type { FastifyInstance } from 'fastify';

/** What a visitor sees. */
export interface Seen {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** `Set-Cookie` lines of this answer. */
  readonly setCookies: readonly string[];
}

/** A browser of one site, without script: keeps its cookies, follows nothing by itself. */
export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Seen>;
  readonly cookies: SiteCookies;
}

export function createVisitor(app: FastifyInstance, origin: string): Visitor {
  const site = createSiteBrowser({ app, origin, headers: { accept: 'text/html' } });

  async function send(request: SiteRequest): Promise<Seen> {
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
