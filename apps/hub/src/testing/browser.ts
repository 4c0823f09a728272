/** For tests: a browser as small as a login needs. It keeps cookies, follows redirects within the hub and reads hidden fields. */
import type { FastifyInstance } from 'fastify';
import type { TestService } from './service.ts';

/** One answer of the hub. */
export interface Answer {
  readonly method: string;
  /** Path and query that were asked. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Where the browser is sent outside of the hub. */
  readonly leavesTo?: URL;
  /** Query of `leavesTo`, or the fields of a form that leads outside. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Visit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}

export type Browser = ReturnType<typeof createBrowser>;

export function createBrowser({ app, issuer }: { readonly app: FastifyInstance; readonly issuer: string }) {
  const cookies = new Map<string, string>();
  const trail: Answer[] = [];
  let upstream = { providerId: '', state: '', nonce: '' };
  const { origin, pathname: base } = new URL(issuer);

  /** One request, without following. */
  async function send(
    method: 'GET' | 'POST',
    path: string,
    body?: string,
    visit: Visit = {},
  ): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.inject({
      method,
      url: path,
      headers: {
        ...(cookie !== '' && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...visit.headers,
      },
      ...(body !== undefined && { payload: body }),
      ...(visit.remoteAddress !== undefined && { remoteAddress: visit.remoteAddress }),
    });
    for (const { name, value, maxAge, expires } of response.cookies) {
      if (maxAge === 0 || (expires !== undefined && expires.getTime() <= 0)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const { location } = response.headers;
    const target = location === undefined ? undefined : new URL(String(location), origin);
    const answer: Answer = {
      method,
      path,
      status: response.statusCode,
      headers: response.headers as Answer['headers'],
      body: response.body,
      ...(target !== undefined && target.origin !== origin && { leavesTo: target }),
      params: target === undefined ? formFieldsOf(response.body) : Object.fromEntries(target.searchParams),
    };
    trail.push(answer);
    return answer;
  }

  async function follow(answer: Answer, visit?: Visit): Promise<Answer> {
    const { location } = answer.headers;
    return location === undefined || answer.leavesTo !== undefined
      ? answer
      : follow(await send('GET', pathOf(location), undefined, visit), visit);
  }

  const pathOf = (address: string) => {
    const { pathname, search } = new URL(address, origin);
    return pathname + search;
  };
  const last = (): Answer => {
    const answer = trail.at(-1);
    if (answer === undefined) throw new Error('this browser has been nowhere');
    return answer;
  };

  const browser = {
    cookies,
    /** Every answer so far, redirects included. */
    trail,
    last,
    send,
    get: async (path: string, visit?: Visit) => follow(await send('GET', path, undefined, visit), visit),
    post: async (path: string, fields: Readonly<Record<string, string>>, visit?: Visit) =>
      follow(await send('POST', path, new URLSearchParams(fields).toString(), visit), visit),
    /** Sends the form of the current page whose action ends so, with its hidden fields. */
    async submit(action: string, fields: Readonly<Record<string, string>> = {}, visit?: Visit) {
      const form = findForm(last().body, action);
      return browser.post(form.action, { ...form.fields, ...fields }, visit);
    },
    /** To the hub with an authorization request; ends at the choice page, or wherever the hub sends it. */
    authorize: (request: Readonly<Record<string, string>>, visit?: Visit) =>
      browser.get(`${base}/authorize?${new URLSearchParams(request)}`, visit),
    /** Chooses an account; the browser remembers what the provider was told. */
    async choose(providerId = 'alpha') {
      const answer = await browser.submit('/provider', { provider: providerId });
      browser.noteUpstream(answer);
      return answer;
    },
    /** Reads the request to a provider off a redirect. */
    noteUpstream({ leavesTo, params }: Answer): void {
      const { state = '', nonce = '' } = params;
      upstream = { providerId: leavesTo?.hostname.split('.')[0] ?? '', state, nonce };
    },
    upstream: () => upstream,
    /** Comes back from the provider. */
    callback: ({
      providerId = upstream.providerId,
      state = upstream.state,
      more = {},
    }: {
      providerId?: string;
      state?: string;
      more?: Readonly<Record<string, string>>;
    } = {}) =>
      browser.get(
        `${base}/oidc-callback/${providerId}?${new URLSearchParams({ code: 'upstream-code', state, ...more })}`,
      ),
    /** Continues from the information or consent page. */
    consent: (fields: Readonly<Record<string, string>> = { consent: 'yes' }) =>
      browser.submit('/consent', fields),
    /** Goes back to the service. */
    leave: () => browser.submit('/leave'),
    /** Authorize, choose, callback: ends at the consent page. */
    async signIn(
      service: TestService,
      changes: Readonly<Record<string, string>> = {},
      providerId?: string,
    ): Promise<Answer> {
      await browser.authorize(service.request(changes));
      await browser.choose(providerId);
      return browser.callback();
    },
    /** A whole login: the code. */
    async login(
      service: TestService,
      changes: Readonly<Record<string, string>> = {},
      providerId?: string,
    ): Promise<string> {
      await browser.signIn(service, changes, providerId);
      const { code } = (await browser.consent()).params;
      if (code === undefined) throw new Error(`no code: ${last().status} ${errorCodeOf(last())}`);
      return code;
    },
  };
  return browser;
}

/** The catalogue code that an error page shows, or the error that a service is told. */
export function errorCodeOf({ body, params }: Answer): string | undefined {
  return params.error ?? /\b((?:[a-z_]+)\.[a-z_]+)<\/code>/.exec(body)?.[1];
}

export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The forms of a page with their hidden fields. */
export function formsOf(html: string): readonly Form[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', content = '']) => ({ action: unescapeHtml(action), fields: hiddenFields(content) }),
  );
}

export function findForm(html: string, actionEndsWith: string): Form {
  const found = formsOf(html).find(({ action }) => action.endsWith(actionEndsWith));
  if (found === undefined) throw new Error(`the page has no form ${actionEndsWith}`);
  return found;
}

function formFieldsOf(html: string): Readonly<Record<string, string>> {
  const outside = formsOf(html).find(({ action }) => action.startsWith('http'));
  return outside?.fields ?? {};
}

function hiddenFields(content: string): Readonly<Record<string, string>> {
  const inputs = content.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, unescapeHtml(value)]));
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
