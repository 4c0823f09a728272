/** For tests: the part of a browser that knows nothing of logins. It keeps cookies and follows redirects within the hub. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { findForm, outgoingFields } from './html-forms.ts';

/** One answer of the hub. */
export interface Answer {
  readonly method: string;
  /** Path and query that were asked. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Where the browser goes on to outside of the hub: by a redirect, or by a page that moves on by itself. */
  readonly leavesTo?: URL;
  /** Query of `leavesTo`, or the fields of a form that leads outside. */
  readonly params: Readonly<Record<string, string>>;
}

export type Fields = Readonly<Record<string, string>>;

export interface Visit {
  readonly headers?: Fields;
  readonly remoteAddress?: string;
}

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly origin: string;
}

function answerOf({ method, path, origin }: Sent, response: LightMyRequestResponse): Answer {
  const { location, refresh } = response.headers;
  const next = location ?? (refresh === undefined ? undefined : refreshTarget(String(refresh)));
  const target = next === undefined ? undefined : new URL(String(next), origin);
  return {
    method,
    path,
    status: response.statusCode,
    headers: response.headers as Answer['headers'],
    body: response.body,
    ...(target !== undefined && target.origin !== origin && { leavesTo: target }),
    params: target === undefined ? outgoingFields(response.body) : Object.fromEntries(target.searchParams),
  };
}

/** Where a page moves on to at once. */
function refreshTarget(refresh: string): string | undefined {
  return /^0; url=(\S+)$/.exec(refresh)?.[1];
}

function createCookies() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    keep({ cookies: set }: LightMyRequestResponse): void {
      for (const { name, value, maxAge, expires } of set) {
        const ended = maxAge === 0 || (expires !== undefined && expires.getTime() <= 0);
        if (ended) cookies.delete(name);
        else cookies.set(name, value);
      }
    },
  };
}

export function createHttpBrowser(app: FastifyInstance, origin: string) {
  const { cookies, header, keep } = createCookies();
  const trail: Answer[] = [];

  /** One request, without following. */
  async function send(
    method: Sent['method'],
    path: string,
    body?: string,
    visit: Visit = {},
  ): Promise<Answer> {
    const response = await app.inject({
      method,
      url: path,
      headers: {
        ...(cookies.size > 0 && { cookie: header() }),
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...visit.headers,
      },
      ...(body !== undefined && { payload: body }),
      ...(visit.remoteAddress !== undefined && { remoteAddress: visit.remoteAddress }),
    });
    keep(response);
    const answer = answerOf({ method, path, origin }, response);
    trail.push(answer);
    return answer;
  }

  async function follow(answer: Answer, visit?: Visit): Promise<Answer> {
    const { location } = answer.headers;
    if (location === undefined || answer.leavesTo !== undefined) return answer;
    const { pathname, search } = new URL(location, origin);
    return follow(await send('GET', pathname + search, undefined, visit), visit);
  }

  const last = (): Answer => {
    const answer = trail.at(-1);
    if (answer === undefined) throw new Error('this browser has been nowhere');
    return answer;
  };
  const post = async (path: string, fields: Fields, visit?: Visit) =>
    follow(await send('POST', path, new URLSearchParams(fields).toString(), visit), visit);

  return {
    cookies,
    /** Every answer so far, redirects included. */
    trail,
    last,
    send,
    get: async (path: string, visit?: Visit) => follow(await send('GET', path, undefined, visit), visit),
    post,
    /** Sends the form of the current page whose action ends so, with its hidden fields. */
    async submit(action: string, fields: Fields = {}, visit?: Visit) {
      const form = findForm(last().body, action);
      return post(form.action, { ...form.fields, ...fields }, visit);
    },
  };
}
