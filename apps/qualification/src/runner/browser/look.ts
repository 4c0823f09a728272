import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Look } from '../../vocabulary/stage.ts';

const actionMs = 3_000;
let axeSource: Promise<string> | undefined;

/** The checker's own source, read once per process. */
function readAxe(): Promise<string> {
  axeSource ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return axeSource;
}

const axeScript = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'],
}).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => ({ id, places: nodes.length })))`;

interface Open {
  page(): Page;
  /** In the isolated world. */
  ask<T>(script: string): Promise<T>;
}

/** What only a real browser can tell of the page that is open. */
export function createLook({ page: current, ask }: Open): Look {
  const first = (selector: string) => current().locator(selector).first();
  return {
    evaluate: ask,
    resize: (size) => current().setViewportSize(size),
    hover: (selector) => first(selector).hover({ timeout: actionMs, force: true }),
    focus: (selector) => first(selector).focus({ timeout: actionMs }),
    // In one expression: the world of a page ends with the page.
    axe: async () => ask<readonly { id: string; places: number }[]>(`${await readAxe()}\n;${axeScript}`),
    style: async (selector, properties) =>
      (await ask<Record<string, string> | null>(`(() => {
        const element = Document.prototype.querySelector.call(document, ${JSON.stringify(selector)});
        if (element === null) return null;
        const style = getComputedStyle(element);
        return Object.fromEntries(${JSON.stringify(properties)}.map((name) => [name, style.getPropertyValue(name)]));
      })()`)) ?? undefined,
    async box(selector) {
      if ((await current().locator(selector).count()) === 0) return undefined;
      return (await first(selector).boundingBox({ timeout: actionMs })) ?? undefined;
    },
  };
}
