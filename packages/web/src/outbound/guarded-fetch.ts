import type { OutboundRequest, OutboundResponse } from './exchange.ts';

/** The part of `fetch` that OpenID client libraries use: GET or POST, a string or form body, headers of any kind, a signal. */
export type GuardedFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

interface FetchBounds {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Statuses with which no body is allowed, not even an empty one (Fetch §2.2.6). */
const bodyless: ReadonlySet<number> = new Set([204, 205]);

/** Gives the guarded request the interface of `fetch`. A redirect rejects instead of returning an opaque response. */
export function createGuardedFetch(
  request: (request: OutboundRequest) => Promise<OutboundResponse>,
  bounds: FetchBounds,
): GuardedFetch {
  return async (input, init = {}) => {
    const source = input instanceof Request ? new Request(input, init) : undefined;
    const method = source?.method ?? init.method ?? 'GET';
    if (method !== 'GET' && method !== 'POST')
      throw new TypeError(`fetch: method ${method} is not supported`);
    const body = source === undefined ? bodyText(init.body) : await source.text();
    const signal = source?.signal ?? init.signal;
    const {
      status,
      headers,
      body: text,
    } = await request({
      url: source?.url ?? (input as string | URL),
      method,
      headers: plainHeaders(source?.headers ?? init.headers, init.body),
      ...(method === 'GET' || body === undefined ? {} : { body }),
      ...(signal === null || signal === undefined ? {} : { signal }),
      ...bounds,
    });
    return new Response(bodyless.has(status) ? null : text, { status, headers });
  };
}

function bodyText(body: RequestInit['body']): string | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new TypeError('fetch: only string and form bodies are supported');
}

function plainHeaders(
  headers: RequestInit['headers'],
  body: RequestInit['body'],
): Readonly<Record<string, string>> {
  const plain = Object.fromEntries(new Headers(headers));
  if (body instanceof URLSearchParams)
    plain['content-type'] ??= 'application/x-www-form-urlencoded;charset=UTF-8';
  return plain;
}
