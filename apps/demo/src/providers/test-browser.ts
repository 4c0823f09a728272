/** What a browser does in the tests of the providers. Stops at the first address of another site. */
import {
  createSiteBrowser,
  findForms,
  parseHtml,
  type SiteAnswer,
  type SiteRequest,
} from '@garance/http-browser';

interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: SiteAnswer['headers'];
  readonly html: string;
}

export interface TestBrowser {
  /** Follows redirects to a page of the site. */
  get(url: URL): Promise<Page>;
  /** Submits the page's form and follows redirects to a page of the site. */
  post(page: Page, form: Record<string, string>, headers?: Record<string, string>): Promise<Page>;
  /** Submits the page's form and follows redirects; returns the first address of another site. */
  submit(page: Page, form: Record<string, string>): Promise<URL>;
  /** Follows redirects; returns the first address of another site. */
  follow(url: URL): Promise<URL>;
}

export function createBrowser(origin: string): TestBrowser {
  const site = createSiteBrowser({ origin });
  const walk = async (request: SiteRequest) => site.follow(await site.send(request));
  const page = ({ target, path, status, headers, body }: SiteAnswer): Page => {
    if (target !== undefined) throw new Error(`left the site for ${target.origin}`);
    return { url: new URL(path, origin), status, headers, html: body };
  };
  const address = ({ target, path, status }: SiteAnswer): URL => {
    if (target === undefined) throw new Error(`stayed on ${path} with status ${status}`);
    return target;
  };
  return {
    get: async (url) => page(await walk(getOf(url))),
    post: async (from, form, headers = {}) => page(await walk({ ...postOf(from, form), headers })),
    submit: async (from, form) => address(await walk(postOf(from, form))),
    follow: async (url) => address(await walk(getOf(url))),
  };
}

const getOf = ({ pathname, search }: URL): SiteRequest => ({ method: 'GET', path: pathname + search });

function postOf({ html, url }: Page, form: Record<string, string>): SiteRequest {
  const found = findForms(parseHtml(html), url).find(({ method }) => method === 'POST');
  if (found === undefined) throw new Error(`no form on ${url.pathname}`);
  const { pathname, search } = found.action;
  return { method: 'POST', path: pathname + search, body: new URLSearchParams(form).toString() };
}
