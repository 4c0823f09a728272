import type { FastifyInstance } from '@garance/web/server';

export interface TestPage {
  readonly status: number;
  readonly url: string;
  readonly html: string;
  /** The page as a person reads it: text without markup, entities decoded, blanks collapsed. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
}

export interface SubmitOptions {
  /** Text that the form (its markup) contains, when the page has several: an action, a hidden value, a button's name. */
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser without scripts on the portal, by `inject`: keeps cookies, follows redirects on the site, sends the forms it is shown. */
export interface TestBrowser {
  get(path: string): Promise<TestPage>;
  /** Sends a form of the page with its hidden and preset fields, overridden by `fields`; redirects on this site are followed. */
  submit(
    page: TestPage,
    fields?: Readonly<Record<string, string | readonly string[]>>,
    options?: SubmitOptions,
  ): Promise<TestPage>;
  /** Sends exactly these fields: for what no page offers. No redirect is followed. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestPage>;
  cookies: Map<string, string>;
  /** Value of the session cookie; what CSRF tokens are bound to. */
  session(): string | undefined;
  setSession(secret: string): void;
  /** Address sent as the caller's; 127.0.0.1 unless told. */
  address: string;
}

const sessionCookieName = 'garance-portal-session';

export function createTestBrowser(app: FastifyInstance, origin: string): TestBrowser {
  const cookies = new Map<string, string>();
  const send = async (
    method: 'GET' | 'POST',
    path: string,
    sent: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<TestPage> => {
    const response = await app.inject({
      method,
      url: path,
      remoteAddress: browser.address,
      headers: {
        accept: 'text/html',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(sent.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...sent.headers,
      },
      ...(sent.body !== undefined && { payload: sent.body }),
    });
    for (const { name, value, maxAge, expires } of response.cookies) {
      const gone = maxAge === 0 || (expires !== undefined && expires.getTime() === 0);
      if (gone) cookies.delete(name);
      else cookies.set(name, value);
    }
    return {
      status: response.statusCode,
      url: path,
      html: response.body,
      text: textOf(response.body),
      headers: response.headers,
    };
  };
  const follow = async (page: TestPage, hops = 0): Promise<TestPage> => {
    const location = page.headers.location;
    if (typeof location !== 'string') return page;
    const target = new URL(location, origin);
    if (target.origin !== origin || hops > 10) return page;
    return follow(await send('GET', `${target.pathname}${target.search}`), hops + 1);
  };
  const browser: TestBrowser = {
    cookies,
    address: '127.0.0.1',
    get: async (path) => follow(await send('GET', path)),
    submit: async (page, fields = {}, options = {}) => {
      const form = findForm(page.html, options.form);
      const values = new URLSearchParams(
        form.fields.filter(([name]) => !(name in fields)).map(([...p]) => p),
      );
      for (const [name, value] of Object.entries(fields)) {
        for (const one of typeof value === 'string' ? [value] : value) values.append(name, one);
      }
      const action = form.action === '' ? page.url : form.action;
      const { headers } = options;
      return follow(
        await send('POST', action, { body: values.toString(), ...(headers !== undefined && { headers }) }),
      );
    },
    post: (path, fields, headers = {}) =>
      send('POST', path, { body: new URLSearchParams(fields).toString(), headers }),
    session: () => cookies.get(sessionCookieName),
    setSession: (secret) => {
      cookies.set(sessionCookieName, secret);
    },
  };
  return browser;
}

interface FoundForm {
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
}

/** The only form besides sign-out, or the one that contains `mark`. */
function findForm(html: string, mark: string | undefined): FoundForm {
  const forms = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([whole]) => whole);
  const wanted = forms.filter((form) =>
    mark === undefined
      ? !form.includes('action="/sign-out"') && /<form[^>]*method="post"/.test(form)
      : form.includes(mark),
  );
  const [form] = wanted;
  if (form === undefined) throw new Error(`no form ${mark ?? ''} on the page: ${textOf(html).slice(0, 300)}`);
  if (wanted.length > 1) throw new Error(`${wanted.length} forms ${mark ?? ''} on the page: say which`);
  const action = attribute(/<form\b[^>]*>/.exec(form)?.[0] ?? '', 'action') ?? '';
  return { action, fields: [...inputFields(form), ...textareaFields(form), ...selectFields(form)] };
}

function inputFields(form: string): readonly (readonly [string, string])[] {
  return [...form.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) => {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type');
    const ticked = /\schecked\b/.test(tag);
    if (name === undefined || ((type === 'radio' || type === 'checkbox') && !ticked)) return [];
    return [[name, attribute(tag, 'value') ?? ''] as const];
  });
}

function textareaFields(form: string): readonly (readonly [string, string])[] {
  return [...form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g)].map(
    ([, tag = '', content = '']) => [attribute(tag, 'name') ?? '', decode(content)] as const,
  );
}

function selectFields(form: string): readonly (readonly [string, string])[] {
  return [...form.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)].map(([, tag = '', content = '']) => {
    const options = [...content.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = options.find((option) => /\sselected\b/.test(option)) ?? options[0] ?? '';
    return [attribute(tag, 'name') ?? '', attribute(chosen, 'value') ?? ''] as const;
  });
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
}

function textOf(html: string): string {
  return decode(html.replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ')).replace(
    /\s+/g,
    ' ',
  );
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
