/** Violations that axe-core finds in a page: all rules of WCAG 2.2 AA, and its best practices. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Each violation as its rule and the markup concerned; empty for an accessible page. */
export async function axeViolations(page: Page): Promise<string[]> {
  return (await page.evaluate(`(async () => {
    ${axeSource};
    const { violations } = await axe.run(document, { runOnly: ${JSON.stringify(everyRule)}, resultTypes: ['violations'], preload: false });
    return violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' | '));
  })()`)) as string[];
}
