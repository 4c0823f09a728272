/**
 * A browser without JavaScript: follows redirects over several hosts and pages that refresh themselves at once, stores
 * cookies as browsers do (by host whatever the port, `SameSite`, prefixes), sends `Sec-Fetch-*`, `Origin` and
 * `Referer`, fills and sends forms, and enforces `form-action`, which otherwise fails in real browsers only.
 */

import type { IncomingHttpHeaders } from 'node:http';
import { BrokeOff } from './broke-off.ts';
import { type Cookie, type CookieJar, createCookieJar } from './cookie-jar.ts';
import { formActionAllows } from './form-action.ts';
import { encodeForm, type Filling, type Form, findForms } from './forms.ts';
import { baseOf, type HtmlDocument, type HtmlElement, parseHtml, textOf } from './html.ts';
import { sameSite } from './sites.ts';
import { createTransport, type RawResponse, type TransportOptions } from './transport.ts';

export type { Cookie, CookieJar } from './cookie-jar.ts';
export type { Control, Filling, Form, SubmitButton } from './forms.ts';

/** One request of a navigation. */
export interface Hop {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** 0 when the navigation stopped before the request. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly html: string;
  readonly document: HtmlDocument;
  /** Visible text of the body, with blanks collapsed. */
  readonly text: string;
  readonly title: string;
  /** Text of the first `h1`. */
  readonly heading: string;
  readonly lang: string;
  readonly forms: readonly Form[];
  readonly links: readonly { readonly href: URL; readonly text: string }[];
  /** Every request of this navigation, the first one first. */
  readonly hops: readonly Hop[];
  /** The navigation ended at an address of `stopAt`, which was not requested. */
  readonly stopped: boolean;
}

export interface HttpBrowserOptions extends TransportOptions {
  /** `Accept-Language`; default French. */
  readonly language?: string;
  /** Addresses without a server, such as the redirect URI of a client under test: the navigation ends before them. */
  readonly stopAt?: (url: URL) => boolean;
  readonly cookies?: readonly Cookie[];
  /** `User-Agent`. */
  readonly agent?: string;
}

export interface HttpBrowser {
  readonly cookies: CookieJar;
  /** As if typed: no initiator, so every cookie of the host is sent. */
  open(url: string | URL): Promise<Page>;
  /** Sends a form of the page as a person would: the only one, or the one chosen by `form`. */
  submit(page: Page, filling?: Filling & { readonly form?: FormChoice }): Promise<Page>;
  /** Follows a link of the page, by its text or address. */
  click(page: Page, link: string | RegExp): Promise<Page>;
  /** Follows an address as a link of the page would. */
  follow(page: Page, url: URL): Promise<Page>;
  /** Posts a form from another site, as a `form_post` answer is for a service. */
  post(url: URL, body: URLSearchParams, initiator?: Page): Promise<Page>;
  /** Another browser with a copy of the present cookies: for stolen cookies, or an independent tab. */
  fork(): HttpBrowser;
}

/** By index in the page, by the end of its action, or by a predicate. */
export type FormChoice = number | string | ((form: Form) => boolean);

interface Navigation {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly body?: string;
  /** The page that started it; absent when typed. */
  readonly initiator?: Page;
  readonly isForm: boolean;
  /** Index of the hop at which this navigation began: a page that refreshes itself begins a new one. */
  readonly begins?: number;
}

const maxHops = 25;
const maxAddress = 8_000;

/** An address did not answer; contains the requests up to and including it. The message is the cause's. */
export class BrokenNavigation extends Error {
  readonly hops: readonly Hop[];

  constructor(hops: readonly Hop[], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.hops = hops;
  }
}

/** Follows a navigation to its page. */
function createNavigation(
  options: HttpBrowserOptions,
  cookies: CookieJar,
): (navigation: Navigation) => Promise<Page> {
  const send = createTransport(options);
  return async function navigate(navigation) {
    const hops: Hop[] = [];
    let step = navigation;
    while (hops.length < maxHops) {
      const { method, url } = step;
      if (options.stopAt?.(url)) {
        hops.push({ method, url, status: 0, headers: {} });
        return toPage(hops, { status: 0, headers: {}, body: '' }, true);
      }
      enforceFormAction(step, url);
      const visited = [...hops.map((hop) => hop.url), url];
      const response = await send({
        url,
        method,
        headers: requestHeaders(step, {
          visited: visited.slice(step.begins ?? 0),
          cookies,
          language: options.language ?? 'fr',
          agent: options.agent ?? 'Mozilla/5.0 (garance, without script)',
        }),
        ...(step.body === undefined ? {} : { body: step.body }),
      }).catch((cause: unknown) => {
        throw new BrokenNavigation([...hops, { method, url, status: 0, headers: {} }], cause);
      });
      for (const line of response.headers['set-cookie'] ?? []) cookies.set(url, line);
      hops.push({ method, url, status: response.status, headers: response.headers });
      const next = redirected(step, response) ?? refreshed(hops, response);
      if (next === undefined) return toPage(hops, response, false);
      step = next;
    }
    throw new BrokeOff(
      `more than ${maxHops} redirects from ${navigation.url.origin}${navigation.url.pathname}`,
    );
  };
}

/**
 * Creates a browser with an empty cookie jar. Its methods reject with `BrokenNavigation` when an address does not
 * answer, and with `Error` for what a person could not do (no such form, link or field).
 */
export function createHttpBrowser(options: HttpBrowserOptions = {}): HttpBrowser {
  const cookies = createCookieJar(options.cookies);
  const navigate = createNavigation(options, cookies);
  return {
    cookies,
    open: (url) => navigate({ method: 'GET', url: new URL(url), isForm: false }),
    submit(page, { form: choice, ...filling } = {}) {
      const form = chooseForm(page, choice);
      const { action, method, body } = encodeForm(form, filling);
      if (method === 'POST') {
        return navigate({ method, url: action, body: body.toString(), initiator: page, isForm: true });
      }
      const url = new URL(action);
      url.search = body.toString();
      return navigate({ method: 'GET', url, initiator: page, isForm: true });
    },
    click(page, selector) {
      const link = page.links.find(({ href, text }) =>
        typeof selector === 'string' ? text === selector || href.href === selector : selector.test(text),
      );
      if (link === undefined) throw new Error(`${page.url.pathname} has no link ${String(selector)}`);
      return navigate({ method: 'GET', url: link.href, initiator: page, isForm: false });
    },
    follow: (page, url) => navigate({ method: 'GET', url, initiator: page, isForm: false }),
    post: (url, body, initiator) =>
      navigate({
        method: 'POST',
        url,
        body: body.toString(),
        isForm: true,
        ...(initiator === undefined ? {} : { initiator }),
      }),
    fork: () => createHttpBrowser({ ...options, cookies: cookies.list() }),
  };
}

/** The chosen form, or the page's only one. */
export function chooseForm(page: Page, choice?: FormChoice): Form {
  const fits = (form: Form, place: number) => {
    if (choice === undefined) return true;
    if (typeof choice === 'number') return place === choice;
    return typeof choice === 'string' ? form.action.pathname.endsWith(choice) : choice(form);
  };
  const found = page.forms.filter(fits);
  const [form] = found;
  if (form === undefined || found.length > 1) {
    const actions = page.forms.map(({ action }) => action.pathname).join(', ');
    throw new Error(
      `${page.url.pathname} (${page.status}) has ${found.length} such forms; all: ${actions || 'none'}`,
    );
  }
  return form;
}

function enforceFormAction({ initiator, isForm }: Navigation, target: URL): void {
  if (!isForm || initiator === undefined) return;
  const policy = initiator.headers['content-security-policy'];
  const policies = policy === undefined ? [] : [policy].flat();
  if (!formActionAllows(policies, initiator.url, target)) {
    throw new Error(
      `form-action of ${initiator.url.origin}${initiator.url.pathname} forbids ${target.origin}`,
    );
  }
}

function redirected(step: Navigation, { status, headers }: RawResponse): Navigation | undefined {
  if (headers.location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const url = new URL(headers.location, step.url);
  // Fetch §4.4: the fragment stays unless the new address has its own.
  if (url.hash === '') url.hash = step.url.hash;
  const keepsMethod = status === 307 || status === 308 || step.method === 'GET';
  if (keepsMethod) return { ...step, url };
  const { body: _dropped, ...rest } = step;
  return { ...rest, method: 'GET', url };
}

/**
 * A page that refreshes at once, by its header (HTML Standard, "Refresh"): a new navigation started by that page, not
 * by the form.
 */
function refreshed(hops: readonly Hop[], response: RawResponse): Navigation | undefined {
  const page = hops.at(-1);
  const target = refreshTarget(response.headers.refresh);
  if (page === undefined || target === undefined || response.status >= 300) return undefined;
  const url = URL.parse(target, page.url.href);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return { method: 'GET', url, initiator: toPage(hops, response, false), isForm: false, begins: hops.length };
}

/** Target of a `meta` refresh within `withinSeconds` (HTML Standard, "Refresh state"). */
export function metaRefresh({ document, url }: Page, withinSeconds: number): URL | undefined {
  const meta = document.elements.find(
    ({ name, attribs }) => name === 'meta' && /^refresh$/i.test(attribs['http-equiv'] ?? ''),
  );
  const content = meta?.attribs.content?.slice(0, maxAddress) ?? '';
  const [, seconds = '', address = ''] =
    /^\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['"]?([^'"]+)/i.exec(content) ?? [];
  if (seconds === '' || Number(seconds) > withinSeconds) return undefined;
  const target = URL.parse(address.trim(), baseOf(document, url).href);
  return target !== null && /^https?:$/.test(target.protocol) ? target : undefined;
}

/** Target of a refresh within a second. */
export function refreshTarget(header: unknown): string | undefined {
  return typeof header === 'string' ? /^\s*[01]\s*;\s*url=(\S+)\s*$/i.exec(header)?.[1] : undefined;
}

function requestHeaders(
  { method, url, body, initiator }: Navigation,
  browser: {
    readonly visited: readonly URL[];
    readonly cookies: CookieJar;
    readonly language: string;
    readonly agent: string;
  },
): Readonly<Record<string, string>> {
  const related = initiator === undefined || sameSite(initiator.url, url);
  const cookie = browser.cookies.header(url, { sameSite: related, safeMethod: method === 'GET' });
  const noReferrer = initiator?.headers['referrer-policy'] === 'no-referrer';
  const sameOrigin = initiator?.url.origin === url.origin;
  return {
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': browser.language,
    'user-agent': browser.agent,
    'upgrade-insecure-requests': '1',
    'sec-fetch-dest': 'document',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-site': fetchSite(initiator?.url, browser.visited),
    'sec-fetch-user': '?1',
    ...(cookie === '' ? {} : { cookie }),
    ...(initiator === undefined || noReferrer
      ? {}
      : { referer: sameOrigin ? (initiator.url.href.split('#')[0] ?? '') : `${initiator.url.origin}/` }),
    ...(method === 'POST'
      ? {
          origin: noReferrer || initiator === undefined ? 'null' : initiator.url.origin,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(body ?? '')),
        }
      : {}),
  };
}

/** Fetch Metadata §2.3: the farthest relation between the initiator and any address of the redirect chain. */
function fetchSite(initiator: URL | undefined, visited: readonly URL[]): string {
  if (initiator === undefined) return 'none';
  if (visited.every(({ origin }) => origin === initiator.origin)) return 'same-origin';
  return visited.every((url) => sameSite(url, initiator)) ? 'same-site' : 'cross-site';
}

/** Target of an `a` or `area` with `href`, when it is a valid address. */
export function linkOf({ attribs }: HtmlElement, base: URL): URL | undefined {
  return attribs.href === undefined ? undefined : (URL.parse(attribs.href, base.href) ?? undefined);
}

/** @throws BrokenNavigation for a page beyond the limits of the parser */
function toPage(hops: readonly Hop[], response: RawResponse, stopped: boolean): Page {
  const url = hops.at(-1)?.url ?? new URL('about:blank');
  const document = readDocument(hops, response);
  const { elements } = document;
  const base = baseOf(document, url);
  const text = (tag: string) => {
    const found = elements.find(({ name }) => name === tag);
    return found === undefined ? '' : textOf(found);
  };
  return {
    url,
    status: response.status,
    headers: response.headers,
    html: response.body,
    document,
    text: text('body'),
    title: text('title'),
    heading: text('h1'),
    lang: elements.find(({ name }) => name === 'html')?.attribs.lang ?? '',
    forms: findForms(document, url),
    links: elements.flatMap((element) => {
      const href = element.name === 'a' ? linkOf(element, base) : undefined;
      return href === undefined ? [] : [{ href, text: textOf(element) }];
    }),
    hops,
    stopped,
  };
}

function readDocument(hops: readonly Hop[], { body }: RawResponse): HtmlDocument {
  try {
    return parseHtml(body);
  } catch (cause) {
    throw new BrokenNavigation(hops, cause);
  }
}
