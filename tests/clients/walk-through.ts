import { createHttpBrowser, type HttpBrowser, type Page } from '@garance/http-browser';

/** An account, and the provider where it signs in. */
export interface Person {
  /** Id of the provider on the choice page: `low`, `substantial`, `high`. */
  readonly provider: string;
  readonly login: string;
  readonly password: string;
}

const maxPages = 10;

/**
 * Walks through a login as a person without JavaScript: chooses the account, signs in there and agrees, until the browser
 * is redirected to `redirectUri`. Returns that address and all pages on the way.
 */
export async function walkThroughLogin(
  start: string | URL,
  person: Person,
  options: { readonly redirectUri: string; readonly browser?: HttpBrowser },
): Promise<{ readonly callback: URL; readonly pages: readonly Page[] }> {
  const stopAt = (url: URL) => url.href.startsWith(options.redirectUri);
  const browser = options.browser ?? createHttpBrowser({ stopAt });
  const pages: Page[] = [];
  let page = await browser.open(start);
  while (!page.stopped && pages.length < maxPages) {
    pages.push(page);
    page = await goOn(browser, page, person);
  }
  if (!page.stopped) throw new Error(`the login never came back: ${describe(page)}`);
  return { callback: page.url, pages };
}

async function goOn(browser: HttpBrowser, page: Page, person: Person): Promise<Page> {
  const form = page.forms.find(
    ({ action, controls }) =>
      /\/(provider|consent)$/.test(action.pathname) || controls.some(({ type }) => type === 'password'),
  );
  if (form === undefined || page.status !== 200) throw new Error(`nothing to do on ${describe(page)}`);
  const only = (candidate: typeof form) => candidate === form;
  if (form.action.pathname.endsWith('/provider')) {
    return browser.submit(page, { form: only, button: person.provider });
  }
  if (form.action.pathname.endsWith('/consent')) {
    const boxes = form.controls.filter(({ type }) => type === 'checkbox');
    return browser.submit(page, {
      form: only,
      fields: Object.fromEntries(boxes.map(({ name }) => [name, true])),
    });
  }
  return browser.submit(page, { form: only, fields: { login: person.login, password: person.password } });
}

/** Where the login is stuck, without any value from the address. */
function describe({ url, status, heading }: Page): string {
  return `${url.origin}${url.pathname} (${status}, "${heading}")`;
}
