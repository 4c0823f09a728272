/** The home page of a hub in a real browser: axe, and no sideways scrolling. */
import { createTestHub } from '@garance/hub/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';
import { type Look, problemsOf } from '../page-looks.ts';

export function describeAboutPages(looks: readonly Look[]): void {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it.each(['standard', 'plus'] as const)('the page of %s is accessible', async (platform) => {
    const partnerSpaceUrl = 'https://partners.example';
    await using hub = await createTestHub({ platform, config: { partnerSpaceUrl } });
    const port = await findFreePort();
    await hub.app.listen({ host: '127.0.0.1', port });
    const context = await browser.newContext({ locale: 'fr-FR' });
    const page = await context.newPage();
    const found: string[] = [];
    for (const path of ['/', '/api/v2']) {
      const looked = { name: `about-${platform}${path}`, url: `http://127.0.0.1:${port}${path}` };
      found.push(...(await problemsOf(page, looked, looks)));
    }
    await context.close();
    expect(found).toEqual([]);
  });
}
