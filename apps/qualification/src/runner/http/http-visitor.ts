/** A visitor without scripts: fast, needs no browser, and enough for services that work without any. */
import {
  BrokenNavigation,
  type Cookie,
  createHttpBrowser,
  type HttpBrowser,
  metaRefresh,
  NoAnswerInTime,
  type Page,
  select,
} from '@garance/http-browser';
import type { AddressPolicy } from '@garance/web/outbound';
import { OutboundError } from '@garance/web/outbound';
import type { View, Visitor } from '../../vocabulary/stage.ts';
import { normalise } from '../marker.ts';
import { mostRepeats, tooManyRequests } from '../rate-limit.ts';
import { chooseSignInControl } from '../sign-in-control.ts';
import {
  type ClosableVisitor,
  hubOriginsOf,
  NoSuchControl,
  type VisitorSettings,
  type VisitorSource,
} from '../visitors.ts';
import { findControls, type PageControl } from './page-controls.ts';
import { subresourcesOf } from './subresources.ts';

export interface HttpVisitorOptions {
  readonly policy: AddressPolicy;
  readonly maxBytes: number;
}

export function createHttpVisitors(options: HttpVisitorOptions): VisitorSource {
  return {
    mode: 'http',
    open: async (settings) => {
      const ended = new AbortController();
      const browser = createHttpBrowser({
        ...options,
        timeoutMs: settings.navigationMs,
        signal: ended.signal,
        agent: 'Mozilla/5.0 (garance qualification, without script)',
      });
      return createVisitor(browser, settings, ended);
    },
    close: async () => undefined,
  };
}

const emptyView = { url: 'about:blank', status: 0, title: '', text: '', html: '' };
/** `<meta http-equiv="refresh">` one after the other. */
const maxRefreshes = 3;
const maxRefreshSeconds = 5;

function createVisitor(
  browser: HttpBrowser,
  settings: VisitorSettings,
  ended: AbortController,
): ClosableVisitor {
  const { trail, service } = settings;
  const walk = createWalk(browser, settings, ended.signal);
  const activateControl = (from: Page, { action }: PageControl): Promise<View> =>
    walk.go(() => (action.kind === 'link' ? browser.follow(from, action.url) : browser.submit(from, action)));
  const visitor: Visitor = {
    open: (url) => walk.go(() => browser.open(url)),
    view: async () => walk.view(),
    async activateSignIn() {
      const from = walk.here();
      const controls = findControls(from, service.signInControl);
      const wanted = { platform: service.platform, hubOrigins: hubOriginsOf(service) };
      const control = controls[chooseSignInControl(controls, wanted) ?? -1];
      if (control === undefined) throw new NoSuchControl('control to sign in');
      trail.note(`activates “${control.name}”`);
      return activateControl(from, control);
    },
    async activate(name) {
      const from = walk.here();
      const control = findControls(from).find((each) => name.test(each.name));
      if (control === undefined) throw new NoSuchControl(`control named ${String(name)}`);
      return activateControl(from, control);
    },
    deliver({ redirectUri, responseMode, params }) {
      const url = new URL(redirectUri);
      if (responseMode === 'form_post') {
        // As the hub's own page would send it, which here withheld the answer and may send nothing by its policy.
        const page = walk.page();
        const from = page === undefined ? undefined : { ...page, headers: {} };
        return walk.go(() => browser.post(url, new URLSearchParams(params), from));
      }
      for (const [name, value] of Object.entries(params)) url.searchParams.append(name, value);
      return walk.go(() => browser.open(url));
    },
    back: walk.back,
    cookies: async () => browser.cookies.list().map(toVisitorCookie),
    setCookie: async ({ url, name, value }) => {
      const { hostname, protocol } = new URL(url);
      browser.cookies.put({
        ...{ name, value, host: hostname, hostOnly: true, path: '/', httpOnly: true, sameSite: 'lax' },
        secure: protocol === 'https:',
        expiresAtMs: undefined,
      });
    },
    fork: async () => createVisitor(browser.fork(), settings, ended),
    screenshot: async () => undefined,
  };
  return { ...visitor, close: async () => ended.abort() };
}

/** Where the visitor is, and the way there. */
interface Walk {
  /** Goes where `step` leads; no answer is a view without status. */
  go(step: () => Promise<Page>): Promise<View>;
  back(): Promise<View>;
  view(): View;
  page(): Page | undefined;
  /** @throws NoSuchControl when nothing is open */
  here(): Page;
}

function createWalk(browser: HttpBrowser, settings: VisitorSettings, ended: AbortSignal): Walk {
  const { trail, marks } = settings;
  const past: Page[] = [];
  let page: Page | undefined;
  let current: View = emptyView;

  function show(shown: Page): View {
    const { url, status, title, text, html } = shown;
    for (const fetched of settings.traces === undefined ? [] : subresourcesOf(shown)) {
      settings.traces?.request(fetched);
    }
    page = shown;
    current = marks.remember({ url: url.href, status, title, text, html }, shows(shown, settings));
    return current;
  }

  async function go(step: () => Promise<Page>): Promise<View> {
    try {
      const next = await goOn({ browser, settings, ended }, step);
      if (page !== undefined) past.push(page);
      return show(next);
    } catch (error) {
      if (ended.aborted) throw error;
      const broken = error instanceof BrokenNavigation ? error.hops.at(-1) : undefined;
      if (error instanceof BrokenNavigation) noteHops(settings, error);
      const cause = error instanceof BrokenNavigation ? error.cause : error;
      trail.note(`the navigation failed: ${failureOf(cause)}`);
      if (cause instanceof NoAnswerInTime) trail.ranOut();
      page = undefined;
      current = { ...emptyView, url: broken?.url.href ?? current.url };
      return current;
    }
  }

  return {
    go,
    async back() {
      const previous = past.pop();
      if (previous === undefined) return current;
      page = undefined;
      // A browser shows again what it may keep, and asks anew for what it may not.
      const isStored = !/no-store|no-cache/.test(previous.headers['cache-control'] ?? '');
      return isStored ? show(previous) : go(() => browser.open(previous.url));
    },
    view: () => current,
    page: () => page,
    here() {
      if (page === undefined) throw new NoSuchControl('content: nothing is open');
      return page;
    },
  };
}

/** The page that `step` leads to, and on from it where it asks for that. */
async function goOn(going: Going, step: () => Promise<Page>): Promise<Page> {
  let page = await ask(going, step);
  for (let round = 0; round < maxRefreshes; round += 1) {
    const next = onward(going, page);
    if (next === undefined) break;
    page = await ask(going, next);
  }
  return page;
}

interface Going {
  readonly browser: HttpBrowser;
  readonly settings: VisitorSettings;
  readonly ended: AbortSignal;
}

/** One request with its redirects; again where the service asks to wait. */
async function ask({ browser, settings, ended }: Going, step: () => Promise<Page>): Promise<Page> {
  const { rateLimit, trail } = settings;
  await rateLimit.open(ended);
  let page = await step();
  noteHops(settings, page);
  for (let round = 0; round < mostRepeats && page.status === tooManyRequests; round += 1) {
    const seconds = rateLimit.close(page.headers['retry-after']);
    if (seconds === undefined) break;
    trail.heldBack(seconds);
    await rateLimit.open(ended);
    const { hops, url } = page;
    // What was asked for at first is asked again as it was; a redirect's target as a page that is loaded again.
    page = await (hops.length === 1 ? step() : browser.open(url));
    noteHops(settings, page);
  }
  return page;
}

/** What a page without script asks to go on to: a hub's form post, a refresh. */
function onward({ browser, settings: { service } }: Going, from: Page): (() => Promise<Page>) | undefined {
  const [form] = from.forms;
  const isAnswer =
    hubOriginsOf(service).includes(from.url.origin) &&
    form?.method === 'POST' &&
    service.redirectUris.includes(form.action.href);
  if (isAnswer) return () => browser.submit(from, { form: 0 });
  const target = metaRefresh(from, maxRefreshSeconds);
  return target === undefined ? undefined : () => browser.follow(from, target);
}

function noteHops({ trail, traces }: VisitorSettings, { hops }: Pick<Page, 'hops'>): void {
  for (const { method, url, status, headers } of hops) {
    trail.request(method, url.href, status);
    traces?.request({ url: url.href });
    traces?.response({ url: url.href, headers });
  }
}

function shows(page: Page, { service }: VisitorSettings): boolean {
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
