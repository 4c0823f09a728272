/** Partners who make the platform request addresses of third parties (security.md 11 and 25). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type PortalInWorld,
} from '../../objects/registration/testing/integration-scene.ts';

let portal: PortalInWorld;
beforeAll(async () => {
  portal = await createPortalInWorld();
});
afterAll(() => portal.close());

const looksInAQuarter = 30;
const elsewhere = { ...goodForm, keysKind: 'jwks_uri', jwksUri: 'https://elsewhere.example/jwks' };

/** A service whose registration was saved once, which makes one outbound request. */
async function written() {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  const member = await scene.member();
  const base = `/services/${scene.service.id}/standard/integration`;
  const look = async ({ browser }: typeof member) =>
    (await browser.submit(await browser.get(`${base}/review`), {}, { form: '/check' })).status;
  const form = await member.browser.get(`${base}/registration`);
  await member.browser.submit(form, elsewhere);
  return { scene, member, base, look };
}

describe('attack 11: checks of addresses that a partner typed', () => {
  it('are refused after thirty in a quarter of an hour, for the service over all its members, and for no other service', async () => {
    const mine = await written();
    for (let count = 1; count < looksInAQuarter; count += 1) expect(await mine.look(mine.member)).toBe(200);
    expect(await mine.look(mine.member)).toBe(429);
    expect(await mine.look(await mine.scene.member())).toBe(429);
    const other = await written();
    expect(await other.look(other.member)).toBe(200);
    portal.clock.advance(16 * 60_000);
    expect(await mine.look(mine.member)).toBe(200);
  });

  it('made by saving the form count too, and the typed values are kept when the limit is reached', async () => {
    const { member, base } = await written();
    const { browser } = member;
    const save = async (displayName: string) =>
      browser.submit(await browser.get(`${base}/registration`), { ...elsewhere, displayName });
    for (let count = 1; count < looksInAQuarter; count += 1) {
      expect((await save(`Portail ${count}`)).status).toBe(200);
    }
    const refused = await save('Portail des aînés');
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect((await browser.get(`${base}/registration`)).html).toContain('Portail des aînés');
  });
});
