import type { Platform } from '@garance/core';
import { createHttpBrowser, type HttpBrowser, type Page } from '@garance/http-browser';
import { findControls } from '../runner/http/page-controls.ts';
import { chooseSignInControl } from '../runner/sign-in-control.ts';

const maxActivations = 3;

/**
 * Finds the service's client id in the sign-in request that its login page leads to, without sending that request to
 * the hub. Undefined when the sign-in needs a script, or leads to another site.
 */
export async function findClientId(options: {
  readonly loginUrl: string;
  readonly platform: Platform;
  /** Of the integration hub. */
  readonly issuer: string;
  readonly signInControl?: string;
}): Promise<string | undefined> {
  const hubOrigin = new URL(options.issuer).origin;
  const browser = createHttpBrowser({ stopAt: ({ origin }) => origin === hubOrigin, timeoutMs: 10_000 });
  try {
    let page = await browser.open(options.loginUrl);
    for (let round = 0; round < maxActivations && !page.stopped; round += 1) {
      page = await activate(browser, page, { ...options, hubOrigin });
    }
    return page.stopped ? (page.url.searchParams.get('client_id') ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

async function activate(
  browser: HttpBrowser,
  page: Page,
  search: { readonly platform: Platform; readonly hubOrigin: string; readonly signInControl?: string },
): Promise<Page> {
  const { platform, hubOrigin, signInControl } = search;
  const controls = findControls(page, signInControl);
  const control = controls[chooseSignInControl(controls, { platform, hubOrigins: [hubOrigin] }) ?? -1];
  if (control === undefined) throw new Error('no control to sign in');
  const { action } = control;
  return action.kind === 'link' ? browser.follow(page, action.url) : browser.submit(page, action);
}
