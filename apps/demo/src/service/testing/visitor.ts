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
  readonly cookies: Map<string, string>;
}

export function createVisitor(app: FastifyInstance): Visitor {
  const cookies = new Map<string, string>();

  async function send(request: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly payload?: string;
  }): Promise<PageAnswer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.inject({
      ...request,
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...request.headers },
    });
    for (const { name, value } of response.cookies) {
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const setCookie = response.headers['set-cookie'] ?? [];
    return {
      status: response.statusCode,
      location: response.headers.location,
      text: response.payload,
      headers: response.headers,
      setCookies: Array.isArray(setCookie) ? setCookie : [setCookie],
    };
  }

  return {
    cookies,
    get: (url, headers = {}) => send({ method: 'GET', url, headers }),
    post: (url, form, headers = {}) =>
      send({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams(form).toString(),
      }),
  };
}
