/** A visitor without scripts: fast, needs no browser, and enough for services that work without any. */
import {
  BrokenNavigation,
  type Cookie,
  createHttpBrowser,
  type HttpBrowser,
  metaRefresh,
  type Page,
  select,
} from '@garance/http-browser';
import type { AddressPolicy } from '@garance/web/outbound';
import { OutboundError } from '@garance/web/outbound';
import type { View, Visitor } from '../../vocabulary/stage.ts';
import { normalise } from '../marker.ts';
import { chooseSignInControl } from '../sign-in-control.ts';
import {
  type ClosableVisitor,
  hubOriginsOf,
  NoSuchControl,
  type Visit,
  type VisitorSource,
} from '../visitors.ts';
import { findControls, type PageControl } from './page-controls.ts';

export interface HttpVisitorOptions {
  readonly policy: AddressPolicy;
  readonly maxBytes: number;
}

export function createHttpVisitors(options: HttpVisitorOptions): VisitorSource {
  return {
    mode: 'http',
    open: async (visit) => {
      const ended = new AbortController();
      const browser = createHttpBrowser({
        ...options,
        timeoutMs: visit.navigationMs,
        signal: ended.signal,
        agent: 'Mozilla/5.0 (garance qualification, without script)',
      });
      return createVisitor(browser, visit, ended);
    },
    close: async () => undefined,
  };
}

const emptyView = { url: 'about:blank', status: 0, title: '', text: '', html: '' };
/** `<meta http-equiv="refresh">` one after the other. */
const maxRefreshes = 3;
const maxRefreshSeconds = 5;

function createVisitor(browser: HttpBrowser, visit: Visit, ended: AbortController): ClosableVisitor {
  const { trail, marks, service } = visit;
  const hubOrigins = hubOriginsOf(service);
  const past: Page[] = [];
  let page: Page | undefined;
  let current: View = emptyView;

  /** Goes where `step` leads; no answer is a view without status. */
  async function go(step: () => Promise<Page>): Promise<View> {
    try {
      let next = await step();
      noteHops(visit, next);
      for (let round = 0; round < maxRefreshes; round += 1) {
        const on = onward(next);
        if (on === undefined) break;
        next = await on;
        noteHops(visit, next);
      }
      if (page !== undefined) past.push(page);
      page = next;
      current = toView(next);
    } catch (error) {
      if (ended.signal.aborted) throw error;
      if (error instanceof BrokenNavigation) noteHops(visit, error);
      trail.note(
        `the navigation failed: ${failureOf(error instanceof BrokenNavigation ? error.cause : error)}`,
      );
      page = undefined;
      current = { ...emptyView, url: current.url };
    }
    return current;
  }

  /** What a page without script asks to go on to: a hub's form post, a refresh. */
  function onward(from: Page): Promise<Page> | undefined {
    const [form] = from.forms;
    const isAnswer =
      hubOrigins.includes(from.url.origin) &&
      form?.method === 'POST' &&
      service.redirectUris.includes(form.action.href);
    if (isAnswer) return browser.submit(from, { form: 0 });
    const target = metaRefresh(from, maxRefreshSeconds);
    return target === undefined ? undefined : browser.follow(from, target);
  }

  function toView(shown: Page): View {
    const { url, status, title, text, html } = shown;
    return marks.remember({ url: url.href, status, title, text, html }, shows(shown, visit));
  }

  function activateControl(from: Page, control: PageControl): Promise<View> {
    const { action } = control;
    if (action.kind === 'link') return go(() => browser.follow(from, action.url));
    return go(() => browser.submit(from, action));
  }

  const here = (): Page => {
    if (page === undefined) throw new NoSuchControl('content: nothing is open');
    return page;
  };
  const visitor: Visitor = {
    open: (url) => go(() => browser.open(url)),
    view: async () => current,
    async activateSignIn() {
      const from = here();
      const controls = findControls(from, service.signInControl);
      const control =
        controls[chooseSignInControl(controls, { platform: service.platform, hubOrigins }) ?? -1];
      if (control === undefined) throw new NoSuchControl('control to sign in');
      trail.note(`activates “${control.name}”`);
      return activateControl(from, control);
    },
    async activate(name) {
      const from = here();
      const control = findControls(from).find((each) => name.test(each.name));
      if (control === undefined) throw new NoSuchControl(`control named ${String(name)}`);
      return activateControl(from, control);
    },
    deliver({ redirectUri, responseMode, params }) {
      const url = new URL(redirectUri);
      if (responseMode === 'form_post') {
        return go(() => browser.post(url, new URLSearchParams(params), page));
      }
      for (const [name, value] of Object.entries(params)) url.searchParams.append(name, value);
      return go(() => browser.open(url));
    },
    async back() {
      const previous = past.pop();
      if (previous === undefined) return current;
      page = undefined;
      // A browser shows again what it may keep, and asks anew for what it may not.
      if (/no-store|no-cache/.test(previous.headers['cache-control'] ?? '')) {
        return go(() => browser.open(previous.url));
      }
      page = previous;
      current = toView(previous);
      return current;
    },
    cookies: async () => browser.cookies.list().map(toVisitorCookie),
    setCookie: async ({ url, name, value }) => {
      const { hostname, protocol } = new URL(url);
      browser.cookies.put({
        ...{ name, value, host: hostname, hostOnly: true, path: '/', httpOnly: true, sameSite: 'lax' },
        secure: protocol === 'https:',
        expiresAtMs: undefined,
      });
    },
    fork: async () => createVisitor(browser.fork(), visit, ended),
    screenshot: async () => undefined,
  };
  return { ...visitor, close: async () => ended.abort() };
}

function noteHops({ trail }: Visit, { hops }: Pick<Page, 'hops'>): void {
  for (const { method, url, status } of hops) trail.request(method, url.href, status);
}

function shows(page: Page, { service }: Visit): boolean {
  const { signedIn } = service;
  if ('text' in signedIn) return normalise(page.text).includes(normalise(signedIn.text));
  return select(page.document, signedIn.selector).length > 0;
}

function failureOf(error: unknown): string {
  if (error instanceof OutboundError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code !== undefined) return code;
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}

const sameSites = { strict: 'Strict', lax: 'Lax', none: 'None' } as const;

function toVisitorCookie({ name, value, host, path, httpOnly, secure, sameSite }: Cookie) {
  return { name, value, domain: host, path, httpOnly, secure, sameSite: sameSites[sameSite] };
}
