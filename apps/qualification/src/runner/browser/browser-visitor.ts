/** A visitor with a real browser: one context, hence cookies of its own, and one page at a time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page, Request, Response } from 'playwright-core';
import type { View, Visitor, VisitorCookie } from '../../vocabulary/stage.ts';
import type { TraceLog } from '../evidence/trace-log.ts';
import { mostRepeats, tooManyRequests } from '../rate-limit.ts';
import { type Candidate, findSignInControl } from '../sign-in-control.ts';
import { type ClosableVisitor, hubOriginsOf, NoSuchControl, type VisitorSettings } from '../visitors.ts';
import { createIsolatedWorld, within } from './isolated-world.ts';
import { createLook } from './look.ts';
import { PageFailure } from './page-failure.ts';
import {
  activateScript,
  blotScript,
  candidatesScript,
  controls,
  postScript,
  snapshotScript,
  storageScript,
} from './page-scripts.ts';
import { watchStillness } from './settle.ts';

/** French first: that is what the services speak. */
const contextOptions = {
  locale: 'fr-FR',
  timezoneId: 'Europe/Paris',
  viewport: { width: 1280, height: 900 },
  acceptDownloads: false,
  serviceWorkers: 'block',
} as const;

/** Rest that counts as still. */
const quietMs = 45;
/** Until what was activated asks for something; only what does nothing takes all of it. */
const beginsWithinMs = 1_500;
/** A page that keeps asking for things is judged as it is. */
const restlessMs = 3_000;
/** A page's script may draw its control some time after the page came to rest. */
const drawnWithinMs = 2_500;
const drawnStepMs = 100;
/** Services of which nothing better was drawn in that time: nobody waits for it again. */
const unsureDoors = new WeakSet<object>();
const clickMs = 3_000;
const pictureMs = 5_000;
const pageAnswerMs = 5_000;
/** The accessibility checker takes its time on long pages. */
const lookMs = 30_000;
const maxAttempts = 5;

export async function openBrowserVisitor(
  browser: Browser,
  settings: VisitorSettings,
): Promise<ClosableVisitor> {
  return createVisitor({ browser, settings, context: await browser.newContext(contextOptions) });
}

interface Parts {
  readonly browser: Browser;
  readonly settings: VisitorSettings;
  readonly context: BrowserContext;
}

async function createVisitor(parts: Parts): Promise<ClosableVisitor> {
  const { browser, settings, context } = parts;
  const forks: ClosableVisitor[] = [];
  const tab = await openTab(parts);
  const activateNth = (place: number) => tab.act(() => tab.click(place), beginsWithinMs);
  const candidates = (selector?: string) => tab.ask<SeenCandidate[]>(candidatesScript(selector));

  const visitor: Visitor = {
    open: (url) => tab.act(() => tab.go(url)),
    view: () => tab.view(),
    async activateSignIn() {
      const { signInControl, platform } = settings.service;
      const wanted = { platform, hubOrigins: hubOriginsOf(settings.service) };
      const choose = async () => {
        found = await candidates(signInControl);
        return findSignInControl(found.map(asCandidate), wanted);
      };
      let found: readonly SeenCandidate[] = [];
      let chosen = await choose();
      const patienceMs = unsureDoors.has(settings.service) ? 0 : drawnWithinMs;
      for (let waitedMs = 0; chosen?.isSure !== true && waitedMs < patienceMs; waitedMs += drawnStepMs) {
        await sleep(drawnStepMs);
        chosen = await choose();
      }
      if (chosen === undefined) throw new NoSuchControl('control to sign in');
      if (!chosen.isSure) unsureDoors.add(settings.service);
      const { place } = chosen;
      settings.trail.note(`activates “${found[place]?.name}”`);
      return activateNth(place);
    },
    async activate(name) {
      const place = (await candidates()).findIndex((each) => each.seen && name.test(each.name));
      if (place === -1) throw new NoSuchControl(`control named ${String(name)}`);
      return activateNth(place);
    },
    deliver({ redirectUri, responseMode, params }) {
      if (responseMode === 'query') return tab.act(() => tab.go(withQuery(redirectUri, params)));
      return tab.act(async () => {
        await tab.go('about:blank');
        await tab.tell(postScript(redirectUri, params));
      }, beginsWithinMs);
    },
    back: () => tab.act(() => tab.goBack()),
    cookies: async () => (await context.cookies()).map(toVisitorCookie),
    setCookie: ({ url, name, value }) =>
      context.addCookies([
        { name, value, url, httpOnly: true, secure: url.startsWith('https:'), sameSite: 'Lax' },
      ]),
    async fork() {
      const { cookies } = await context.storageState();
      const twin = await browser.newContext({ ...contextOptions, storageState: { cookies, origins: [] } });
      const fork = await createVisitor({ ...parts, context: twin });
      forks.push(fork);
      return fork;
    },
    async screenshot() {
      await tab.tell(blotScript);
      return tab.picture();
    },
    look: createLook({ page: () => tab.page(), ask: (script) => tab.ask(script, lookMs) }),
  };
  return {
    ...visitor,
    close: async () => {
      await Promise.allSettled([context.close(), ...forks.map((fork) => fork.close())]);
    },
  };
}

type SeenCandidate = Candidate & { readonly seen: boolean };

/** Keeps its place; what is not seen is not chosen. */
function asCandidate(found: SeenCandidate): Candidate {
  return found.seen ? found : { name: '', id: '', classes: [], target: '', named: false };
}

function toVisitorCookie(cookie: Awaited<ReturnType<BrowserContext['cookies']>>[number]): VisitorCookie {
  const { name, value, domain, path, httpOnly, secure, sameSite } = cookie;
  return { name, value, domain, path, httpOnly, secure, sameSite };
}

/** The page that the visitor is on: the newest one, since sign-ins may open windows. */
interface Tab {
  page(): Page;
  /** Does something, waits until the browser is still, and tells what is there then. */
  act(action: () => Promise<void>, begins?: number): Promise<View>;
  view(): Promise<View>;
  go(url: string): Promise<void>;
  goBack(): Promise<void>;
  click(place: number): Promise<void>;
  /** Asks what can be asked again: a page may go on to another one meanwhile, and then that one is asked. */
  ask<T>(script: string, timeoutMs?: number): Promise<T>;
  /** Does something in the page once; it may go away by that. */
  tell(script: string): Promise<void>;
  picture(): Promise<Buffer | undefined>;
}

async function openTab({ settings, context }: Parts): Promise<Tab> {
  const { trail, rateLimit, navigationMs } = settings;
  let retryAfter: string | undefined;
  const stillness = watchStillness(context);
  const world = createIsolatedWorld();
  const statuses = new Map<Page, number>();
  let page = await context.newPage();
  context.on('response', (response) => {
    noteNavigation(response, { trail, statuses });
    if (response.status() === tooManyRequests) retryAfter = response.headers()['retry-after'];
  });
  context.on('requestfailed', (request) => noteFailedNavigation(request, { trail, statuses }));
  context.on('page', (opened) => {
    page = opened;
  });
  const { traces } = settings;
  if (traces !== undefined) watchTraffic(context, traces);
  context.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));

  const tab: Tab = {
    page: () => page,
    async act(action, begins = 0) {
      stillness.mark();
      await rateLimit.open();
      await action();
      await stillness.wait({ quietMs, limitMs: restlessMs, navigationMs, beginsWithinMs: begins });
      for (let round = 0; round < mostRepeats && statuses.get(page) === tooManyRequests; round += 1) {
        const seconds = rateLimit.close(retryAfter);
        if (seconds === undefined) break;
        trail.heldBack(seconds);
        await rateLimit.open();
        await page.reload({ waitUntil: 'load', timeout: navigationMs }).catch(() => null);
        await stillness.wait({ quietMs, limitMs: restlessMs, navigationMs });
      }
      return tab.view();
    },
    async view() {
      const { title, text, html, marked } = await tab
        .ask<Snapshot>(snapshotScript(settings.service.signedIn))
        .catch((error: unknown) => {
          if (page.isClosed()) throw error;
          return nothing;
        });
      const view = { url: page.url(), status: statuses.get(page) ?? 0, title, text, html };
      if (traces !== undefined) {
        traces.stored(await tab.ask<readonly [string, string][]>(storageScript).catch(() => []));
      }
      return settings.marks.remember(view, marked);
    },
    async go(url) {
      statuses.set(page, 0);
      await load(page, url, settings);
    },
    async goBack() {
      // Nothing is asked for when the browser still has the page.
      statuses.set(page, 200);
      await page.goBack({ waitUntil: 'load', timeout: clickMs }).catch(() => null);
    },
    async click(place) {
      const control = page.locator(controls).nth(place);
      await control.click({ timeout: clickMs, noWaitAfter: true }).catch(() =>
        // Under a banner: a person would close it first.
        tab.tell(activateScript(place)),
      );
    },
    ask: (script, timeoutMs = pageAnswerMs) =>
      askPage({ current: () => page, ask: (asked) => world.evaluate(asked, script, timeoutMs) }),
    tell: async (script) => {
      await world.evaluate(page, script, pageAnswerMs).catch(() => undefined);
    },
    picture: () =>
      page.screenshot({ type: 'png', timeout: pictureMs, animations: 'disabled' }).catch(() => undefined),
  };
  return tab;
}

/** What does not answer is a view without status, not an exception: services may do that to people. */
async function load(page: Page, url: string, { trail, navigationMs }: VisitorSettings): Promise<void> {
  await page.goto(url, { waitUntil: 'load', timeout: navigationMs }).catch(async (error) => {
    noteFailure(trail, error);
    await stopLoading(page);
  });
}

/** Of everything that the browser asks for, pages' own requests included. */
function watchTraffic(context: BrowserContext, traces: TraceLog): void {
  context.on('request', (request) => {
    const { referer = '' } = request.headers();
    traces.request({ url: request.url(), referer, body: request.postData() ?? '' });
  });
  context.on('response', async (response) => {
    if (!response.request().isNavigationRequest()) return;
    // Lines of one name are joined by a line feed there.
    const headers = await response.allHeaders().catch(() => ({}) as Record<string, string>);
    const cookies = headers['set-cookie']?.split('\n') ?? [];
    traces.response({ url: response.url(), headers: { ...headers, 'set-cookie': cookies } });
  });
}

interface Notes {
  readonly trail: VisitorSettings['trail'];
  readonly statuses: Map<Page, number>;
}

function noteNavigation(response: Response, { trail, statuses }: Notes): void {
  const request = response.request();
  if (!request.isNavigationRequest()) return;
  const frame = request.frame();
  if (frame !== frame.page().mainFrame()) return;
  statuses.set(frame.page(), response.status());
  trail.request(request.method(), response.url(), response.status());
}

function noteFailedNavigation(request: Request, { trail, statuses }: Notes): void {
  if (!request.isNavigationRequest()) return;
  const owner = request.frame().page();
  if (request.frame() !== owner.mainFrame() || request.failure()?.errorText === 'net::ERR_ABORTED') return;
  statuses.set(owner, 0);
  trail.request(request.method(), request.url(), 0);
}

function noteFailure(trail: VisitorSettings['trail'], error: unknown): void {
  const what = error instanceof Error ? error.message.slice(0, 500) : '';
  const code = /net::\w+/.exec(what)?.[0] ?? (/Timeout/.test(what) ? 'no answer in time' : undefined);
  if (code !== undefined) trail.note(`the navigation failed: ${code}`);
  if (code === 'no answer in time' || code === 'net::ERR_TIMED_OUT') trail.ranOut();
}

interface Snapshot {
  readonly title: string;
  readonly text: string;
  readonly html: string;
  readonly marked: boolean;
}

async function stopLoading(page: Page): Promise<void> {
  const stop = async () => {
    const session = await page.context().newCDPSession(page);
    await session.send('Page.stopLoading');
    await session.detach();
  };
  await within(pageAnswerMs, stop()).catch(() => undefined);
}

const nothing: Snapshot = { title: '', text: '', html: '', marked: false };

async function askPage<T>({
  current,
  ask,
}: {
  readonly current: () => Page;
  readonly ask: (page: Page) => Promise<T>;
}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const page = current();
    try {
      return await ask(page);
    } catch (error) {
      const wentOn = error instanceof PageFailure && error.reason === 'went-on';
      if (!wentOn || attempt === maxAttempts) throw error;
      await page.waitForLoadState('load', { timeout: 2_000 }).catch(() => undefined);
    }
  }
}

function withQuery(address: string, params: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(params)) url.searchParams.append(name, value);
  return url.href;
}
