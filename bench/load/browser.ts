import { Pool } from 'undici';

/** An answer as a scripted browser, or the service's server, reads it. */
export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  /** Address to which the page reloads itself. */
  readonly refresh: string | undefined;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface SentRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Keep-alive connections to every origin of a run, shared by all scripted citizens. */
export interface Connections {
  send(url: URL, request: SentRequest): Promise<Answer & { readonly setCookie: readonly string[] }>;
  close(): Promise<void>;
}

/** At most `perOrigin` connections to each origin, with one request at a time on each. */
export function openConnections(perOrigin: number): Connections {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, { connections: perOrigin, pipelining: 1, keepAliveTimeout: 60_000 });
    pools.set(origin, pool);
    return pool;
  };
  return {
    send: async (url, { method, headers, body }) => {
      const answer = await poolOf(url.origin).request({
        path: url.pathname + url.search,
        method,
        headers: headers ?? {},
        body: body ?? null,
      });
      const cookies = answer.headers['set-cookie'] ?? [];
      return {
        status: answer.statusCode,
        location: firstOf(answer.headers.location),
        refresh: /^0; url=(\S+)$/.exec(firstOf(answer.headers.refresh) ?? '')?.[1],
        contentType: firstOf(answer.headers['content-type']) ?? '',
        headers: answer.headers,
        setCookie: typeof cookies === 'string' ? [cookies] : cookies,
        body: await answer.body.text(),
      };
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

const firstOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

interface Cookie {
  readonly path: string;
  readonly value: string;
}

/** The browser of one citizen: cookies by host and path. Redirects are followed by the caller. */
export interface Browser {
  visit(url: URL, form?: URLSearchParams): Promise<Answer>;
}

const navigation = {
  accept: 'text/html',
  'accept-language': 'fr',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'navigate',
};

export function createBrowser(connections: Connections): Browser {
  const jars = new Map<string, Map<string, Cookie>>();
  return {
    visit: async (url, form) => {
      const jar = jars.get(url.host) ?? new Map<string, Cookie>();
      jars.set(url.host, jar);
      const cookie = cookieHeader(jar, url.pathname);
      const answer = await connections.send(url, {
        method: form ? 'POST' : 'GET',
        headers: {
          ...navigation,
          ...(cookie && { cookie }),
          ...(form && { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin }),
        },
        ...(form && { body: form.toString() }),
      });
      for (const line of answer.setCookie) keepCookie(jar, line);
      return answer;
    },
  };
}

function cookieHeader(jar: ReadonlyMap<string, Cookie>, path: string): string {
  let header = '';
  for (const [key, cookie] of jar) {
    if (path !== cookie.path && !path.startsWith(cookie.path.replace(/\/?$/, '/'))) continue;
    header += `${header && '; '}${key.slice(key.indexOf(' ') + 1)}=${cookie.value}`;
  }
  return header;
}

function keepCookie(jar: Map<string, Cookie>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const separator = pair.indexOf('=');
  const name = pair.slice(0, separator);
  const value = pair.slice(separator + 1);
  const path = /path=([^;]*)/i.exec(attributes.join(';'))?.[1]?.trim() ?? '/';
  const expires = /expires=([^;]*)/i.exec(attributes.join(';'))?.[1];
  const gone = /max-age=0\b/i.test(line) || (expires !== undefined && Date.parse(expires) <= Date.now());
  if (gone) jar.delete(`${path} ${name}`);
  else jar.set(`${path} ${name}`, { path, value });
}
