import { type LaunchBrowser, launchBrowser as launch } from '@garance/qualification/runner';
import type { Browser } from 'playwright-core';

/**
 * Pages of several sites share one process, which halves what a test costs. The browser's policies (same origin, content
 * security, cookies) are the same in one process as in many.
 */
const oneRenderer = ['--renderer-process-limit=1', '--process-per-site', '--disable-site-isolation-trials'];

let shared: Promise<Browser> | undefined;

/** Tests open pages of this repository alone, and run in containers that have no sandbox to give. */
const ownPages = { sandbox: 'preferred', onNoSandbox: () => undefined } as const;

/**
 * The browser of this test worker, launched once: the one of the qualification suite serves the journeys too. What a
 * caller closes is its own contexts; the browser ends with the worker, whose exit Playwright follows.
 */
export async function borrowBrowser(): Promise<Browser> {
  shared ??= launch({ ...ownPages, args: oneRenderer });
  const browser = await shared;
  const before = new Set(browser.contexts());
  return new Proxy(browser, {
    get: (target, name) => {
      if (name === 'close') {
        return async () => {
          const own = target.contexts().filter((context) => !before.has(context));
          await Promise.all(own.map((context) => context.close()));
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** A browser with settings of its own, such as a proxy; any other request is served by the shared one. */
export const launchBrowser: LaunchBrowser = (settings) =>
  settings === undefined ? borrowBrowser() : launch({ ...ownPages, ...settings });
