/** A browser for the providers' tests: cookies with their paths, redirects, one form. Stops at the first address of another site. */
interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
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

/** @param site origin within which redirects are followed */
export function createBrowser(site: string): TestBrowser {
  const jar = new Map<string, { value: string; path: string }>();

  const store = (headers: Headers): void => {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (value === '') jar.delete(name);
      else jar.set(name, { value, path });
    }
  };
  const cookieFor = (url: URL): string =>
    [...jar]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  const send = async (url: URL, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('cookie', cookieFor(url));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    store(response.headers);
    return response;
  };
  const walk = async (url: URL, init: RequestInit = {}): Promise<Page | URL> => {
    const response = await send(url, init);
    const location = response.headers.get('location');
    if (location === null) {
      return { url, status: response.status, headers: response.headers, html: await response.text() };
    }
    const next = new URL(location, url);
    return next.origin === site ? walk(next) : next;
  };
  const formOf = (page: Page, form: Record<string, string>, headers = {}): [URL, RequestInit] => {
    const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1];
    if (action === undefined) throw new Error(`no form on ${page.url.pathname}`);
    return [new URL(action, page.url), { method: 'POST', body: new URLSearchParams(form), headers }];
  };
  const page = (result: Page | URL): Page => {
    if (result instanceof URL) throw new Error(`left the site for ${result.origin}`);
    return result;
  };
  const address = (result: Page | URL): URL => {
    if (result instanceof URL) return result;
    throw new Error(`stayed on ${result.url.pathname} with status ${result.status}`);
  };

  return {
    get: async (url) => page(await walk(url)),
    post: async (from, form, headers) => page(await walk(...formOf(from, form, headers))),
    submit: async (from, form) => address(await walk(...formOf(from, form))),
    follow: async (url) => address(await walk(url)),
  };
}
