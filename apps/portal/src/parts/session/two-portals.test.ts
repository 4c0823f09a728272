/** Limits are counted in the database: any number of portals on it have one limit together. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPortal } from '../../portal.ts';
import { createTestPortal, type TestPortal, testOrigin } from '../../testing/portal-fixture.ts';
import { createTestBrowser, type TestBrowser } from '../../testing/test-browser.ts';

let first: TestPortal;
let second: ReturnType<typeof buildPortal>;
beforeAll(async () => {
  first = await createTestPortal();
  second = buildPortal(first.deps);
  await second.ready();
});
afterAll(async () => {
  await second.close();
  await first.close();
});

/** From an address and with cookies of its own. */
async function askForCode(browser: TestBrowser, email: string): Promise<number> {
  const page = await browser.get('/sign-in');
  return (await browser.submit(page, { email }, { form: 'action="/sign-in"' })).status;
}

it('codes for one account from one address: five in a quarter of an hour, on whichever portal', async () => {
  const at = [first.browser(), createTestBrowser(second, testOrigin)] as const;
  const statuses: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (const browser of at) statuses.push(await askForCode(browser, 'a@partenaire.example'));
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  // Another account from there, on either of them.
  for (const browser of at) expect(await askForCode(browser, 'b@partenaire.example')).toBe(200);
  first.clock.advance(15 * 60_000);
  for (const browser of at) expect(await askForCode(browser, 'a@partenaire.example')).toBe(200);
});
