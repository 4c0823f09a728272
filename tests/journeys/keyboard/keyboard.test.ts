/** A whole login and logout with the keyboard alone; the focus is always visible (WCAG 2.2, 2.1.1, 2.4.7). */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { story } from '../story.ts';

const mostStops = 60;

interface Stop {
  readonly here: boolean;
  readonly visible: boolean;
  readonly what: string;
}

/** Presses Tab until the element is reached. Each element on the way must show that it has the focus. */
async function tabsTo(page: Page, selector: string): Promise<void> {
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab');
    const { here, visible, what } = (await page.evaluate(`(() => {
      const focused = document.activeElement;
      const marked = [focused, ...focused.querySelectorAll('*'), focused.nextElementSibling ?? focused];
      const visible = marked.some((element) => ['', '::before', '::after'].some((part) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, part || null);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      }));
      return { here: focused.matches(${JSON.stringify(selector)}), visible, what: focused.outerHTML.slice(0, 200) };
    })()`)) as Stop;
    expect(visible, `focus is visible on ${what}`).toBe(true);
    if (here) return;
  }
  throw new Error(`${selector} is not reached with the keyboard`);
}

story('from the service through consent and back, and out again', async ({ meet }) => {
  const citizen = await meet();
  const { page } = citizen;
  await citizen.opensTheService();
  await tabsTo(page, '#sign-in-plus-high');
  await page.keyboard.press('Enter');
  await citizen.sees('account choice', 'plusHigh');
  await tabsTo(page, 'button[name=provider][value=high]');
  await page.keyboard.press('Space');
  await citizen.sees('provider sign-in', 'high');
  await tabsTo(page, '#login');
  await page.keyboard.type('amarante');
  await tabsTo(page, '#password');
  await page.keyboard.type('garance');
  await page.keyboard.press('Enter');
  await citizen.sees('what is shared', 'plusHigh');
  await tabsTo(page, 'input[name=consent]');
  await page.keyboard.press('Space');
  await tabsTo(page, 'main form button');
  await page.keyboard.press('Enter');
  await citizen.sees('service account', 'plusHigh');
  await tabsTo(page, 'form[action="/sign-out"] button');
  await page.keyboard.press('Enter');
  await citizen.sees('service signed out');
});

story('the skip link leads past the header', async ({ meet }) => {
  const citizen = await meet();
  const { page } = citizen;
  await citizen.startsSignIn('franceconnect');
  await tabsTo(page, 'a[href^="#"]');
  await page.keyboard.press('Enter');
  await tabsTo(page, 'main button');
});
