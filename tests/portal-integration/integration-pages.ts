/** The integration stage in a real browser: axe, two widths, two languages. */
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type PortalInWorld,
} from '@garance/portal/testing/integration';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { findFreePort } from '../free-port.ts';
import { type Look, problemsOfVisits } from '../page-looks.ts';

let origin: string;
let portal: PortalInWorld;
let browser: Browser;

/** A service with a published version, a draft with failures, secrets, a test account and a trace, so that every page has data. */
async function busyService() {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  const member = await scene.member();
  const base = `/services/${scene.service.id}/standard/integration`;
  const { browser: hands } = member;
  const write = async (change: object) =>
    hands.submit(await hands.get(`${base}/registration`), { ...goodForm, ...change });
  await hands.submit(await write({}), {}, { form: '/publish' });
  await hands.submit(await write({ displayName: 'Portail' }), {}, { form: '/publish' });
  await hands.submit(
    await hands.get(`${base}/secrets`),
    { label: 'serveur' },
    { form: 'name="lifetimeDays"' },
  );
  const keys = { keysKind: 'jwks_uri', jwksUri: 'https://familles.example/cles', encryptionAlg: 'ECDH-ES' };
  await write({ ...keys, redirectUris: `https://familles.example/${'long'.repeat(30)}` });
  const access = await portal.store.portal.clientRegistrations.findFor(scene.service.id, {
    platform: 'standard',
    environment: 'integration',
  });
  await portal.store.portal.trace.append(
    ['accepted', 'token.pkce_failed'].map((outcome) => ({
      atMs: portal.clock.now(),
      hub: { platform: 'standard', environment: 'integration' },
      clientId: access?.clientId ?? '',
      endpoint: 'token',
      occurrenceId: 'a'.repeat(32),
      outcome,
      checks: ['request', 'client', 'code'],
    })),
  );
  const person = { given_name: 'Ysolde', family_name: 'Testard', birthdate: '1990-02-03', gender: 'female' };
  const place = { birthplace: '75107', birthcountry: '99100', email: 'y@example.org' };
  await hands.submit(await hands.get(`${base}/test-identities`), { ...person, ...place });
  return { base, session: member.sessionSecret };
}

export function describeIntegrationPages(looks: readonly Look[]): void {
  beforeAll(async () => {
    const port = await findFreePort();
    origin = `http://localhost:${port}`;
    portal = await createPortalInWorld({ origin });
    await portal.app.listen({ host: '127.0.0.1', port });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await portal?.close();
  });

  it('every page of the stage has no axe violation and does not scroll sideways', async () => {
    const { base, session } = await busyService();
    const waiting = await createIntegrationScene(portal);
    const other = await waiting.member();
    const pages = [
      ['', '/registration', '/review', '/versions', '/versions/1', '/secrets', '/configurations'],
      ['/test-identities', '/trace', '/trace?outcome=refused'],
    ]
      .flat()
      .map((path) => [`${base}${path}`, session] as const);

    const visits = [
      ...pages,
      [`/services/${waiting.service.id}/plus/integration`, other.sessionSecret] as const,
    ];

    expect(await problemsOfVisits({ browser, origin }, visits, looks)).toEqual([]);
  }, 240_000);
}
