import type { Platform } from '@garance/core';
import type { Rehearsal, TicketWish } from '@garance/qualification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFederation, type TestFederation } from '../federation.ts';
import { createHttpBrowser } from '../http-browser.ts';

let federation: TestFederation;
beforeAll(async () => {
  federation = await startFederation({ rehearsalScale: 0.01 });
});
afterAll(() => federation.close());

const doors = [
  ['standard', 'montfleury-franceconnect', 'franceconnect'],
  ['plus', 'montfleury-plus-substantial', 'plus-substantial'],
  ['plus', 'montfleury-plus-high', 'plus-high'],
] as const satisfies readonly (readonly [Platform, string, string])[];

/** Signs in at a door of the demo service with a ticket. */
async function signIn(rehearsal: Rehearsal, door: string, wish: TicketWish) {
  const ticket = await rehearsal.ticket(wish);
  const browser = createHttpBrowser();
  const { url, name, value } = ticket.cookie;
  browser.cookies.set(new URL(url), `${name}=${value}; Path=/`);
  const page = await browser.open(`${federation.run.demoService}/sign-in/${door}`);
  return { page, browser, observations: await rehearsal.observations(ticket.id) };
}

describe.each(doors)('on %s, a rehearsed login of %s', (platform, clientId, door) => {
  it('signs the test person in at once, and the hub saw every call', async () => {
    const rehearsal = await federation.rehearsal(clientId, platform);
    const { page, observations } = await signIn(rehearsal, door, { person: 'plain' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Camille Jeanne');
    expect(observations.map(({ kind }) => kind)).toEqual(['authorize', 'callback', 'token', 'userinfo']);
    expect(observations.some((seen) => 'faulty' in seen && seen.faulty)).toBe(false);
  });

  it('leaves no ticket behind: the next login of this browser is not a rehearsal', async () => {
    const rehearsal = await federation.rehearsal(clientId, platform);
    const { browser } = await signIn(rehearsal, door, { person: 'plain' });
    expect(browser.cookies.find('localhost', /-rehearsal$/)).toBeUndefined();
    await browser.open(`${federation.run.demoService}/sign-out`);
    const page = await browser.open(`${federation.run.demoService}/sign-in/${door}`);
    expect(page.url.hostname).toBe('localhost');
    expect(page.text).toContain('Choisissez');
  });

  it('goes wrong where the fault says, and the hub saw it fetched', async () => {
    const rehearsal = await federation.rehearsal(clientId, platform);
    const fault = { at: 'id_token', claims: { set: { nonce: { json: 'another' } } } } as const;
    const { page, observations } = await signIn(rehearsal, door, { person: 'plain', fault });
    expect(page.text).not.toContain('Camille Jeanne');
    expect(observations).toContainEqual(expect.objectContaining({ kind: 'token', faulty: true }));
  });
});
