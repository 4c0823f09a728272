import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildServer, createPino, type FastifyInstance, registerAssets, sendPage } from '@garance/web/server';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../axe.ts';
import { launchBrowser } from '../browser.ts';
import { type Screen, sidewaysPixels } from '../page-looks.ts';
import { gallery } from './gallery.tsx';

/** Folder for screenshots: `GARANCE_SCREENSHOTS=/tmp/shots npx vitest run tests/view-kit`. */
const screenshots = process.env.GARANCE_SCREENSHOTS;
const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#2c6"/></svg>';

let app: FastifyInstance;
let browser: Browser;
let origin: string;

async function openPage(name: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${origin}/${name}`, { waitUntil: 'load' });
  return { page, complaints, close: () => context.close() };
}

async function shoot(page: Page, file: string): Promise<void> {
  if (screenshots === undefined) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${file}.png`), fullPage: true });
}

function openGallery(): void {
  beforeAll(async () => {
    app = buildServer({
      name: 'gallery',
      logger: createPino({ name: 'gallery', level: 'silent' }),
      issuerOrigin: 'http://localhost',
    });
    registerAssets(app);
    app.get('/logo.svg', (_request, reply) => reply.type('image/svg+xml').send(logo));
    app.post('/', (request, reply) => reply.type('text/plain').send(request.body));
    for (const [name, page] of Object.entries(gallery)) {
      app.get(`/${name}`, (_request, reply) => sendPage(reply, page('fr'), { locale: 'fr' }));
    }
    origin = await app.listen({ host: '127.0.0.1', port: 0 });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
}

export function describeGallery(screens: readonly Screen[]): void {
  openGallery();

  describe.each(Object.keys(gallery))('the gallery page "%s"', (name) => {
    it.each(screens)(
      'has no axe violation at $width pixels, $colorScheme, and does not scroll sideways',
      async ({ width, colorScheme }) => {
        const { page, complaints, close } = await openPage(name, {
          colorScheme,
          viewport: { width, height: 900 },
        });
        await shoot(page, `${name}-${width}-${colorScheme}`);
        expect(await axeViolations(page)).toEqual([]);
        expect(await sidewaysPixels(page)).toBeLessThanOrEqual(0);
        // The page loads everything that its policy allows, and nothing else.
        expect(complaints).toEqual([]);
        await close();
      },
    );
  });
}

/** Call it after `describeGallery`. */
export function describeControls(): void {
  describe('pages of the view kit', () => {
    it('show every control at 44 pixels or more', async () => {
      const { page, close } = await openPage('choice', { viewport: { width: 320, height: 640 } });
      const small = await page.evaluate(`[...document.querySelectorAll('a, button, summary')]
      .filter((each) => !each.classList.contains('govuk-skip-link'))
      .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.outerHTML)`);
      expect(small).toEqual([]);
      await close();
    });

    it('send a choice without script', async () => {
      const { page, close } = await openPage('choice', { javaScriptEnabled: false });
      await page.getByRole('button', { name: 'Compte de l’assurance maladie' }).click();
      expect(await page.textContent('body')).toBe('provider=ameli');
      await close();
    });

    it('show no copy button without script, and select the whole code by one click', async () => {
      const { page, close } = await openPage('components', { javaScriptEnabled: false });
      expect(await page.getByRole('button', { name: 'Copier' }).count()).toBe(0);
      const code = page.locator('code').first();
      await code.click();
      expect(await page.evaluate('getSelection().toString()')).toBe(await code.textContent());
      await close();
    });

    it('copy a code by one click with script', async () => {
      const { page, close } = await openPage('components', {
        permissions: ['clipboard-write', 'clipboard-read'],
      });
      await page.getByRole('button', { name: 'Copier : Identifiant client' }).click();
      const copied = await page.evaluate('navigator.clipboard.readText()');
      expect(copied).toBe(await page.locator('code').first().textContent());
      await close();
    });

    it('show a focus ring for the keyboard', async () => {
      const { page, close } = await openPage('choice');
      await page.keyboard.press('Tab');
      await shoot(page, 'choice-skip-link');
      expect(await page.evaluate('document.activeElement.className')).toContain('govuk-skip-link');
      await page.locator('button.garance-provider').nth(1).focus();
      await page.keyboard.press('Shift+Tab');
      await shoot(page, 'choice-focus');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineWidth')).toBe('3px');
      await close();
    });

    it('use the typeface of the view kit', async () => {
      const { page, close } = await openPage('choice');
      await page.evaluate('document.fonts.ready');
      expect(await page.evaluate(`document.fonts.check('16px "Public Sans"', 'é')`)).toBe(true);
      await close();
    });
  });
}
