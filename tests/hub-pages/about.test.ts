/** The page at the address of a hub itself, in a real browser: axe, two widths, two languages. */
import { createTestHub } from '@garance/hub/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeViolations } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

it.each(['standard', 'plus'] as const)(
  'of %s has no axe violation and does not scroll sideways, at 1280 and 320 pixels, in both languages',
  async (platform) => {
    await using hub = await createTestHub({
      platform,
      config: { partnerSpaceUrl: 'https://partners.example' },
    });
    const port = await findFreePort();
    await hub.app.listen({ host: '127.0.0.1', port });
    const context = await browser.newContext({ locale: 'fr-FR' });
    const page = await context.newPage();
    const found: string[] = [];
    for (const path of ['/', '/api/v2']) {
      for (const [width, lang] of [
        [1280, 'fr'],
        [320, 'en'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        const answer = await page.goto(`http://127.0.0.1:${port}${path}?lang=${lang}`);
        expect([path, answer?.status()]).toEqual([path, 200]);
        for (const violation of await axeViolations(page)) found.push(`${path} ${width}: ${violation}`);
        const wider = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
        if (wider) found.push(`${path} scrolls sideways at ${width}`);
      }
    }
    await context.close();
    expect(found).toEqual([]);
  },
);
