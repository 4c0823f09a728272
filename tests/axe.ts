/** What axe-core finds wrong with a page: every rule of WCAG 2.2 AA, and its good practices. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Each as its rule and the markup concerned; none is a page that everybody can use. */
export async function axeViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axeSource);
  return (await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { runOnly: ${JSON.stringify(everyRule)}, resultTypes: ['violations'], preload: false });
    return violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' | '));
  })()`)) as string[];
}
