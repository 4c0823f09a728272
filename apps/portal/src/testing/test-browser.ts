import {
  createSiteBrowser,
  type Form,
  fillForm,
  findForms,
  markupOf,
  parseHtml,
  type SiteAnswer,
  type SiteCookies,
  type SiteRequest,
  textOf,
} from '@garance/http-browser';
import type { FastifyInstance } from '@garance/web/server';

export interface TestPage {
  readonly status: number;
  readonly url: string;
  readonly html: string;
  /** The text of the page: markup removed, entities decoded, blanks collapsed. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
}

export interface SubmitOptions {
  /** Text that identifies the form when the page has several: an action, a hidden value, a button's name. */
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A browser without scripts on the portal, by `inject`: keeps cookies, follows redirects on the site, submits the forms
 * of pages.
 */
export interface TestBrowser {
  get(path: string): Promise<TestPage>;
  /** Sends a form of the page with its hidden and preset fields, overridden by `fields`; redirects on this site are followed. */
  submit(
    page: TestPage,
    fields?: Readonly<Record<string, string | readonly string[]>>,
    options?: SubmitOptions,
  ): Promise<TestPage>;
  /** Sends exactly these fields, for requests that no page offers. Does not follow redirects. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestPage>;
  readonly cookies: SiteCookies;
  /** Value of the session cookie; CSRF tokens are bound to it. */
  session(): string | undefined;
  setSession(secret: string): void;
  /** Client address; 127.0.0.1 by default. */
  address: string;
}

const sessionCookieName = 'garance-portal-session';

const usualHeaders = {
  accept: 'text/html',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};

export function createTestBrowser(app: FastifyInstance, origin: string): TestBrowser {
  const site = createSiteBrowser({ app, origin, headers: usualHeaders });
  const send = (request: SiteRequest) => site.send({ ...request, remoteAddress: browser.address });
  const follow = async (request: SiteRequest) =>
    toPage(await site.follow(await send(request), { remoteAddress: browser.address }));
  const browser: TestBrowser = {
    cookies: site.cookies,
    address: '127.0.0.1',
    get: (path) => follow({ method: 'GET', path }),
    submit: (page, fields = {}, { form: mark, headers = {} } = {}) => {
      const form = findForm(page, new URL(page.url, origin), mark);
      const path = form.action.pathname + form.action.search;
      return follow({ method: 'POST', path, body: fillForm(form, fields).toString(), headers });
    },
    post: async (path, fields, headers = {}) =>
      toPage(await send({ method: 'POST', path, body: new URLSearchParams(fields).toString(), headers })),
    session: () => site.cookies.get(sessionCookieName),
    setSession: (secret) => site.cookies.set(sessionCookieName, secret),
  };
  return browser;
}

function toPage({ status, path, body, headers }: SiteAnswer): TestPage {
  return { status, url: path, html: body, text: readText(body), headers };
}

/** The only form besides sign-out, or the one whose markup contains `mark`. */
function findForm({ html }: TestPage, url: URL, mark: string | undefined): Form {
  const forms = findForms(parseHtml(html), url);
  const matching = forms.filter(({ action, method, element }) =>
    mark === undefined
      ? action.pathname !== '/sign-out' && method === 'POST'
      : markupOf(element).includes(mark),
  );
  const [form] = matching;
  if (form === undefined)
    throw new Error(`no form ${mark ?? ''} on the page: ${readText(html).slice(0, 300)}`);
  if (matching.length > 1) throw new Error(`${matching.length} forms ${mark ?? ''} on the page: say which`);
  return form;
}

/** Puts a space between elements, so that tests find words on both sides of a tag. */
function readText(html: string): string {
  return textOf(parseHtml(html).root, () => true);
}
