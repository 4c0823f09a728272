/**
 * Inspects every page of a story: axe on a wide screen in the light scheme and on a narrow one in the dark scheme, no
 * sideways scrolling on the narrow one, and a screenshot when `GARANCE_SCREENSHOTS` is a folder.
 */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { everyRule, loadAxe } from '../axe.ts';
import { claimOnce } from '../claim-once.ts';

export interface Inspector {
  /** `scripted` is false where the browser runs no script: axe needs it, so only the width is measured. */
  inspect(page: Page, look: { readonly name: string; readonly scripted: boolean }): Promise<void>;
}

const { GARANCE_TEST_RING: ring } = process.env;
const wide = { width: 1280, height: 900 };
/** 1280 pixels at 400 %: WCAG 2.2, 1.4.10 Reflow. */
const narrow = { width: 320, height: 800 };
/** Rules that depend on width and colours; the others depend on the markup, which is the same in both. */
const rulesOfLooks = {
  type: 'rule',
  values: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size', 'region'],
};

export async function createInspector(): Promise<Inspector> {
  const folder = process.env.GARANCE_SCREENSHOTS;
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  const inspected = new Set<string>();
  /** A page of that name and language, once in the first ring; in the second, each markup. */
  const isNew = async (name: string, page: Page, scripted: boolean): Promise<boolean> => {
    const what = ring === 'first' ? name : markupOf(await page.content());
    const key = `${what} ${scripted}`;
    if (inspected.has(key)) return false;
    inspected.add(key);
    return claimOnce(`axe ${key}`);
  };
  return {
    inspect: async (page, { name, scripted }) => {
      if (!(await isNew(name, page, scripted))) return;
      if (!scripted) {
        await page.setViewportSize(narrow);
        await expectNothingSideways(page, name);
        await page.setViewportSize(wide);
        return;
      }
      await loadAxe(page);
      expect(await violations(page, everyRule), `axe at ${wide.width} px: ${name}`).toEqual([]);
      if (folder !== undefined) await picture(page, join(folder, `${name}-${wide.width}.png`));
      await page.setViewportSize(narrow);
      await expectNothingSideways(page, name);
      if (folder !== undefined) await picture(page, join(folder, `${name}-${narrow.width}.png`));
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page, rulesOfLooks), `axe at ${narrow.width} px, dark: ${name}`).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(wide);
    },
  };
}

async function expectNothingSideways(page: Page, name: string): Promise<void> {
  const width = await page.evaluate('document.documentElement.scrollWidth');
  expect(width, `width at ${narrow.width} px: ${name}`).toBeLessThanOrEqual(narrow.width);
}

/** The markup without identifiers, tokens and dates: equal markup needs no second inspection. */
function markupOf(content: string): string {
  const lasting = content.replace(/[\w.-]{16,}/g, '*').replace(/\d+/g, '0');
  return createHash('sha256').update(lasting).digest('hex');
}

async function violations(page: Page, runOnly: unknown): Promise<unknown> {
  return page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'], preload: false })
    .then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ': ' + nodes.map((node) => node.html + ' ' + node.failureSummary).join(' | ')))`);
}

function picture(page: Page, path: string): Promise<unknown> {
  return page.screenshot({ path, fullPage: true });
}
