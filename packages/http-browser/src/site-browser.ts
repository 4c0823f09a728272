/** For tests of one site: the requests of a browser, by `inject` or over the network. Only redirects on the site are followed. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { type CookieJar, createCookieJar } from './cookie-jar.ts';
import { refreshTarget } from './http-browser.ts';

export interface SiteRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  /** A form, encoded. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}

export interface SiteAnswer {
  readonly method: SiteRequest['method'];
  readonly path: string;
  readonly status: number;
  readonly headers: LightMyRequestResponse['headers'];
  readonly body: string;
  /** Target of a redirect, or of a page that refreshes. */
  readonly target: URL | undefined;
}

/** The site's cookies by name, for tests that read or set one. */
export interface SiteCookies extends Iterable<[string, string]> {
  readonly size: number;
  get(name: string): string | undefined;
  has(name: string): boolean;
  set(name: string, value: string): void;
  delete(name: string): boolean;
  clear(): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
}

export interface SiteBrowser {
  readonly cookies: SiteCookies;
  /** One request, without following. */
  send(request: SiteRequest): Promise<SiteAnswer>;
  /** Follows redirects of an answer while they stay on the site. */
  follow(answer: SiteAnswer, more?: Pick<SiteRequest, 'headers' | 'remoteAddress'>): Promise<SiteAnswer>;
}

export interface Site {
  readonly origin: string;
  /** Requests go by `inject`; absent: over the network, to `origin`. */
  readonly app?: Pick<FastifyInstance, 'inject'>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

const maxHops = 10;

/** Creates a browser for one site with an empty cookie jar. */
export function createSiteBrowser({ origin, app, headers }: Site): SiteBrowser {
  const jar = createCookieJar();
  const ask = app === undefined ? askByFetch(origin) : askByInject(app);

  async function send(request: SiteRequest): Promise<SiteAnswer> {
    const { method, path, body } = request;
    // Concatenated: a path may begin with two slashes, which URL resolution would take for a host.
    const url = new URL(`${origin}${path}`);
    const cookie = jar.header(url, { sameSite: true, safeMethod: method === 'GET' });
    const answered = await ask({
      ...request,
      headers: {
        ...headers,
        ...(cookie !== '' && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...request.headers,
      },
    });
    for (const line of [answered.headers['set-cookie'] ?? []].flat()) jar.set(url, line);
    const next = answered.headers.location ?? refreshTarget(answered.headers.refresh);
    return { method, path, ...answered, target: next === undefined ? undefined : new URL(next, url) };
  }

  async function follow(
    answer: SiteAnswer,
    more: Pick<SiteRequest, 'headers' | 'remoteAddress'> = {},
  ): Promise<SiteAnswer> {
    let current = answer;
    for (let hops = 0; hops < maxHops; hops += 1) {
      const { target, headers: answered } = current;
      if (answered.location === undefined || target === undefined || target.origin !== origin) break;
      current = await send({ method: 'GET', path: target.pathname + target.search, ...more });
    }
    return current;
  }

  return { cookies: siteCookies(jar, new URL(origin)), send, follow };
}

type Ask = (request: SiteRequest) => Promise<Pick<SiteAnswer, 'status' | 'headers' | 'body'>>;

function askByInject(app: Pick<FastifyInstance, 'inject'>): Ask {
  return async ({ path: url, body: payload, ...request }) => {
    const sent = { url, ...request, ...(payload !== undefined && { payload }) };
    const { statusCode: status, headers, body } = await app.inject(sent);
    return { status, headers, body };
  };
}

function askByFetch(origin: string): Ask {
  return async ({ path, remoteAddress: _ours, ...request }) => {
    const response = await fetch(`${origin}${path}`, { ...request, redirect: 'manual' });
    const headers = {
      ...Object.fromEntries(response.headers),
      'set-cookie': response.headers.getSetCookie(),
    };
    return { status: response.status, headers, body: await response.text() };
  };
}

function siteCookies(jar: CookieJar, { hostname, protocol }: URL): SiteCookies {
  const entries = (): [string, string][] => jar.list().map(({ name, value }) => [name, value]);
  const get = (name: string) => jar.find(hostname, name)?.value;
  return {
    get size() {
      return jar.list().length;
    },
    get,
    has: (name) => get(name) !== undefined,
    set: (name, value) =>
      jar.put({
        ...{ name, value, host: hostname, hostOnly: true, path: '/', httpOnly: true, sameSite: 'lax' },
        secure: protocol === 'https:',
        expiresAtMs: undefined,
      }),
    delete(name) {
      const had = get(name) !== undefined;
      jar.delete(hostname, name);
      return had;
    },
    clear: jar.clear,
    keys: () =>
      entries()
        .map(([name]) => name)
        .values(),
    values: () =>
      entries()
        .map(([, value]) => value)
        .values(),
    [Symbol.iterator]: () => entries().values(),
  };
}
