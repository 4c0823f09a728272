import { type LaunchBrowser, launchBrowser as launch } from '@garance/qualification/runner';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';

/**
 * Pages of several sites share one process, which halves the cost of a test. The browser enforces same origin, content
 * security and cookies in one process as in many.
 */
const oneRenderer = ['--renderer-process-limit=1', '--process-per-site', '--disable-site-isolation-trials'];

let shared: Promise<Browser> | undefined;

/** Tests open pages of this repository only, and run in containers where no sandbox is available. */
const ownPages = { sandbox: 'preferred', onNoSandbox: () => undefined } as const;

/**
 * The browser of this test worker, launched once and shared by the qualification suite and the journeys. Callers close
 * only their own contexts, which are emptied and reused; the browser ends with the worker, whose exit Playwright
 * watches.
 */
export async function borrowBrowser(): Promise<Browser> {
  shared ??= launch({ ...ownPages, args: oneRenderer });
  const browser = await shared;
  const closings = new Set<() => Promise<void>>();
  return new Proxy(browser, {
    get: (target, name) => {
      if (name === 'newContext') {
        return async (options?: BrowserContextOptions) => {
          const context = await lendContext(target, options);
          closings.add(context.close);
          return context;
        };
      }
      if (name === 'close') return async () => Promise.all([...closings].map((close) => close()));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Effects of a test on a context that emptying does not undo: such a context ends with its test. */
const lasting = [
  'addInitScript',
  'exposeBinding',
  'exposeFunction',
  'grantPermissions',
  'route',
  'routeFromHAR',
  'routeWebSocket',
  'setExtraHTTPHeaders',
  'setGeolocation',
  'setOffline',
  'setStorageState',
] as const satisfies readonly (keyof BrowserContext)[];

/**
 * Unused contexts by their options, each as a function that lends it. Each keeps a blank page, and with it a warm
 * renderer.
 */
const idle = new Map<string, (() => BrowserContext)[]>();

async function lendContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const key = JSON.stringify(Object.entries(options).sort());
  const lend = idle.get(key)?.pop() ?? (await makeLendable(await browser.newContext(options), key));
  return lend();
}

/** @returns lends the context, which is emptied of pages, cookies, storage and cache when it is closed */
async function makeLendable(context: BrowserContext, key: string): Promise<() => BrowserContext> {
  const keeper = await context.newPage();
  const devtools = await context.newCDPSession(keeper);
  const end = context.close.bind(context);
  let isReusable = true;
  for (const name of lasting) {
    const change = context[name].bind(context) as (...args: unknown[]) => unknown;
    Object.assign(context, {
      [name]: (...args: unknown[]) => {
        isReusable = false;
        return change(...args);
      },
    });
  }
  const empty = async (): Promise<void> => {
    if (!isReusable) return end();
    const pages = context.pages().filter((page) => page !== keeper);
    await Promise.all(pages.map((page) => page.close()));
    await context.clearCookies();
    await devtools.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' });
    await devtools.send('Network.clearBrowserCache');
    context.setDefaultTimeout(defaultTimeoutMs);
    idle.set(key, [...(idle.get(key) ?? []), lend]);
  };
  const lend = (): BrowserContext => {
    let emptied: Promise<void> | undefined;
    context.close = () => {
      emptied ??= empty();
      return emptied;
    };
    return context;
  };
  return lend;
}

/** Playwright's default. */
const defaultTimeoutMs = 30_000;

/** Launches a browser with special settings, such as a proxy; other requests get the shared one. */
export const launchBrowser: LaunchBrowser = (settings) =>
  settings === undefined ? borrowBrowser() : launch({ ...ownPages, ...settings });
