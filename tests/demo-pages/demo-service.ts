import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDemoService, generateDemoServiceKeys } from '@garance/demo';
import { createPino, type FastifyInstance } from '@garance/web/server';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';
import { type Screen, sidewaysPixels } from '../page-looks.ts';
import { startTinyHub, type TinyHub } from './tiny-hub.ts';

/** Folder for screenshots: `GARANCE_SCREENSHOTS=/tmp/shots npx vitest run tests/demo-pages`. */
const screenshots = process.env.GARANCE_SCREENSHOTS;
const loopback = '127.0.0.1';

let app: FastifyInstance;
let hub: TinyHub;
let browser: Browser;
let origin: string;

interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

async function visit(options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'fr-FR',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A refusal page has an error status, which Chromium reports in the console.
    if (message.type() === 'error' && !message.text().includes('status of 4'))
      complaints.push(message.text());
  });
  return { context, page, complaints };
}

async function shoot(page: Page, file: string): Promise<void> {
  if (screenshots === undefined) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `demo-service-${file}.png`), fullPage: true });
}

/** Opens each page. */
const pages: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  home: (page) => page.goto(origin),
  'home-open-form': async (page) => {
    await page.goto(origin);
    await page.locator('summary').click();
  },
  'sign-in': (page) => page.goto(`${origin}/account`),
  'sign-up': (page) => page.goto(`${origin}/sign-up`),
  about: (page) => page.goto(`${origin}/about`),
  refusal: (page) => page.goto(`${origin}/callback/plus-high?state=other`),
  'not-found': (page) => page.goto(`${origin}/nowhere`),
  account: async (page) => {
    await page.goto(origin);
    await page.locator('#sign-in-plus-high').click();
    await page.waitForURL(`${origin}/account`);
  },
  'signed-out': async (page) => {
    await page.goto(`${origin}/sign-in/plus-high`);
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.waitForURL(/signed-out/);
  },
};

/** Hooks of this file, called by the first of the two functions below. */
function openTheTown(): void {
  beforeAll(async () => {
    const port = await findFreePort();
    origin = `http://${loopback}:${port}`;
    hub = await startTinyHub('town', () => `${origin}/jwks`);
    const client = { issuer: hub.issuer, clientId: 'town', clientSecret: 'secret' };
    app = buildDemoService({
      origin,
      clients: { franceconnect: client, plusSubstantial: client, plusHigh: client },
      keys: await generateDemoServiceKeys(),
      outboundPolicy: { allowHttp: true, allowPrivateAddresses: true },
      logger: createPino({ name: 'demo service', level: 'silent' }),
    });
    await app.listen({ host: loopback, port });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await hub?.close();
  });
}

export function describeDemoServicePages(screens: readonly Screen[]): void {
  openTheTown();

  describe.each(Object.keys(pages))('the demo service’s page "%s"', (name) => {
    it.each(screens)(
      'at $width pixels, $colorScheme: axe, its width, its own policy',
      async ({ width, colorScheme }) => {
        const { context, page, complaints } = await visit({ colorScheme, viewport: { width, height: 800 } });
        await pages[name]?.(page);
        await shoot(page, `${name}-${width}-${colorScheme}`);
        expect(await axeViolations(page)).toEqual([]);
        expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
        await context.close();
      },
    );
  });
}

/** Visits of a citizen; call it after `describeDemoServicePages`. */
export function describeDemoServiceVisits(): void {
  describe('the sign-in button', () => {
    it('is 60 pixels high or more, and changes visibly under the pointer and the keyboard', async () => {
      const { context, page } = await visit();
      await page.goto(origin);
      const button = page.locator('.sign-in__button').first();
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(60);
      const background = `getComputedStyle(document.querySelector('.sign-in__button')).backgroundColor`;
      const quiet = await page.evaluate(background);
      await button.hover();
      await expect.poll(() => page.evaluate(background)).not.toBe(quiet);
      await page.keyboard.press('Tab');
      await button.focus();
      await shoot(page, 'button-focus');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px');
      await context.close();
    });

    it('signs in and out without JavaScript', async () => {
      const { context, page } = await visit({ javaScriptEnabled: false });
      await pages['signed-out']?.(page);
      expect(await page.locator('[data-logout="confirmed"]').count()).toBe(1);
      await page.goto(`${origin}/account`);
      expect(page.url()).toContain('/sign-in');
      await context.close();
    });
  });
}
