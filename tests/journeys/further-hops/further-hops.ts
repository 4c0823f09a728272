/** Sign-in and sign-out through services and providers that redirect on to further origins, in real browsers. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { createWorld, type World } from './world.ts';

/** A browser tab, whatever the browser. */
interface Tab {
  open(url: string): Promise<void>;
  click(selector: string): Promise<void>;
  reaches(address: string): Promise<unknown>;
}

const patienceMs = 20_000;

async function signsIn(world: World, tab: Tab, how = 'sign-in'): Promise<void> {
  await tab.open(world.home);
  await tab.click(`#${how}`);
  await tab.reaches(`${world.hub.deps.config.issuer}/interaction/`);
  await tab.click('button[name=provider][value=alpha]');
  await tab.reaches(world.login);
  await tab.click('#login');
  await tab.reaches(`${world.hub.deps.config.issuer}/interaction/`);
  await tab.click('form[action$="/consent"] button');
}

export function journeysOf(
  start: () => Promise<{ readonly tab: Tab; close(): Promise<void> }>,
  scripted = true,
): void {
  const open: { world?: World; person?: { readonly tab: Tab; close(): Promise<void> } } = {};
  const stage = () => {
    if (open.world === undefined || open.person === undefined) throw new Error('nothing is open');
    return { world: open.world, tab: open.person.tab };
  };
  beforeAll(async () => {
    open.world = await createWorld();
    open.person = await start();
  }, 120_000);
  afterAll(async () => {
    await open.person?.close();
    await open.world?.[Symbol.asyncDispose]();
  });

  it('a sign-in and a sign-out pass a second and a third origin on both sides', async () => {
    const { world, tab } = stage();
    await signsIn(world, tab);
    await tab.reaches(world.landed);
    expect(world.callbacks.at(-1)?.get('state')).toBe('state-of-the-service');
    await world.redeems();
    await tab.open(world.home);
    await tab.click('#sign-out');
    await tab.reaches(world.signedOut);
  });

  it('so does an answer by form_post', async () => {
    const { world, tab } = stage();
    const before = world.callbacks.length;
    await signsIn(world, tab, 'sign-in-by-post');
    if (!scripted) await tab.click('form[action$="/callback"] button');
    await tab.reaches(world.landed);
    expect(world.callbacks.slice(before).map((params) => params.has('code'))).toEqual([true]);
  });

  it('so does cancelling', async () => {
    const { world, tab } = stage();
    await tab.open(world.home);
    await tab.click('#sign-in');
    await tab.reaches(`${world.hub.deps.config.issuer}/interaction/`);
    await tab.click('form[action$="/leave"] button');
    await tab.reaches(world.landed);
    expect(world.callbacks.at(-1)?.get('error')).toBe('access_denied');
  });
}

export function describeChromium(javaScriptEnabled: boolean): void {
  describe(`Chromium, with JavaScript: ${javaScriptEnabled}`, () => {
    journeysOf(async () => {
      const browser: Browser = await launchBrowser();
      const context = await browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      return {
        tab: {
          open: async (url) => {
            await page.goto(url);
          },
          click: (selector) => page.click(selector),
          reaches: (address) => page.waitForURL((url) => url.href.startsWith(address)),
        },
        close: () => browser.close(),
      };
    }, javaScriptEnabled);
  });
}
