/**
 * Inspects a page in several widths, languages and schemes. The first ring: axe on the wide page in French, and no
 * sideways scrolling on the narrow one. The second ring: all other combinations.
 */
import { join } from 'node:path';
import type { Locale } from '@garance/core';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeViolations } from './axe.ts';

export interface Look {
  /** CSS pixels; 320 are what 400 % zoom leaves of 1280 (WCAG 2.2, 1.4.10). */
  readonly width: 1280 | 320;
  readonly lang: Locale;
}

export const firstLook: readonly Look[] = [{ width: 1280, lang: 'fr' }];
export const otherLooks: readonly Look[] = [
  { width: 1280, lang: 'en' },
  { width: 320, lang: 'fr' },
  { width: 320, lang: 'en' },
];

const height = 900;
/** Folder for screenshots. */
const screenshots = process.env.GARANCE_SCREENSHOTS;

export interface LookedAt {
  readonly name: string;
  /** Address, with or without a query. */
  readonly url: string;
  /** Prepares the page before the inspection. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** @returns all problems as text: other statuses than 200, other addresses than requested, axe, sideways scrolling */
export async function problemsOf(
  page: Page,
  { name, url, prepare }: LookedAt,
  looks: readonly Look[],
): Promise<readonly string[]> {
  const found: string[] = [];
  // Loaded once per language: another width only needs the page to be resized.
  for (const [lang, widths] of Map.groupBy(looks, (look) => look.lang)) {
    await page.setViewportSize({ width: widths[0]?.width ?? 1280, height });
    const answer = await page.goto(`${url}${url.includes('?') ? '&' : '?'}lang=${lang}`);
    expect([name, answer?.status(), new URL(page.url()).pathname]).toEqual([
      name,
      200,
      new URL(url).pathname,
    ]);
    await prepare?.(page);
    for (const { width } of widths) {
      await page.setViewportSize({ width, height });
      for (const violation of await axeViolations(page)) found.push(`${name} ${width} ${lang}: ${violation}`);
      await picture(page, `${name}-${width}-${lang}`);
      const sideways = await sidewaysPixels(page);
      if (sideways > 0) found.push(`${name} ${lang}: scrolls sideways by ${sideways} pixels`);
    }
  }
  return found;
}

async function picture(page: Page, name: string): Promise<void> {
  if (screenshots === undefined) return;
  const file = name.replaceAll(/[0-9a-f-]{36}/g, 'one').replaceAll(/[^a-z0-9]+/g, '-');
  await page.screenshot({ path: join(screenshots, `${file.slice(0, 120)}.png`), fullPage: true });
}

/**
 * The problems of pages that need a session of a portal; one browser context for each session.
 *
 * @param visits the path of each page with the secret of its session
 */
export async function problemsOfVisits(
  { browser, origin }: { readonly browser: Browser; readonly origin: string },
  visits: readonly (readonly [path: string, session: string | undefined])[],
  looks: readonly Look[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [session, own] of Map.groupBy(visits, ([, secret]) => secret)) {
    const context = await browser.newContext({ locale: 'fr-FR' });
    if (session !== undefined) {
      await context.addCookies([{ name: 'garance-portal-session', value: session, url: origin }]);
    }
    const page = await context.newPage();
    for (const [path] of own) {
      found.push(...(await problemsOf(page, { name: path, url: `${origin}${path}` }, looks)));
    }
    await context.close();
  }
  return found;
}

/** A screen and a colour scheme, for pages whose languages are inspected elsewhere. */
export interface Screen {
  readonly width: 1280 | 320;
  readonly colorScheme: 'light' | 'dark';
}

export const firstScreens: readonly Screen[] = [{ width: 1280, colorScheme: 'light' }];
export const otherScreens: readonly Screen[] = [
  { width: 1280, colorScheme: 'dark' },
  { width: 320, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
];

/** @returns by how many pixels the page scrolls sideways, at its width or at 320 pixels, the width that it then has */
export async function sidewaysPixels(page: Page): Promise<number> {
  const measure = async () =>
    Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  const before = await measure();
  await page.setViewportSize({ width: 320, height });
  return Math.max(before, await measure());
}
