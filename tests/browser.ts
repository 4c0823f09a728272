import { type LaunchBrowser, launchBrowser as launch } from '@garance/qualification/runner';
import type { Browser } from 'playwright-core';

/**
 * Pages of several sites share one process, which halves the cost of a test. The browser applies same origin, content
 * security and cookies alike in one process and in many.
 */
const oneRenderer = ['--renderer-process-limit=1', '--process-per-site', '--disable-site-isolation-trials'];

let shared: Promise<Browser> | undefined;

/** Tests open pages of this repository only, and run in containers where no sandbox is available. */
const ownPages = { sandbox: 'preferred', onNoSandbox: () => undefined } as const;

/**
 * The browser of this test worker, launched once; the qualification suite and the journeys share it. A caller closes its
 * own contexts only; the browser ends with the worker.
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

/** A new browser for settings of its own, such as a proxy; otherwise the shared one. */
export const launchBrowser: LaunchBrowser = (settings) =>
  settings === undefined ? borrowBrowser() : launch({ ...ownPages, ...settings });
