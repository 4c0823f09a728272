/** Violations that axe-core finds in a page: all rules of WCAG 2.2 AA, and its best practices. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CDPSession, Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const everyRule = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const sessions = new WeakMap<Page, CDPSession>();

/**
 * Once per document. Through the protocol itself: Playwright's `evaluate` wraps the source, which takes half as long
 * again.
 */
export async function loadAxe(page: Page): Promise<void> {
  if (await page.evaluate("typeof axe === 'object'")) return;
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  await session.send('Runtime.evaluate', { expression: `${axeSource};undefined` });
}

/** Violations as rule and markup concerned. */
export async function axeViolations(page: Page): Promise<string[]> {
  await loadAxe(page);
  return (await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { runOnly: ${JSON.stringify(everyRule)}, resultTypes: ['violations'], preload: false });
    return violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' | '));
  })()`)) as string[];
}
