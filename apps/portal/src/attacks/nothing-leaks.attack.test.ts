/**
 * security.md 18 and 19 over the whole path: secrets and personal data entered between sign-in and production are
 * searched for in the log and in a dump of the database.
 */

import { Writable } from 'node:stream';
import { dumpTables, testDatabases } from '@garance/store/testing';
import { createPino } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signBody } from '../objects/datapass/signature.ts';
import {
  datapassBody,
  sendDelivery,
  testDatapassSecret,
} from '../objects/datapass/testing/datapass-sender.ts';
import { platformMigrations } from '../objects/migrations/portal-migrations.ts';
import { buildPlatformStore } from '../objects/portal-store.ts';
import { aQualificationScene } from '../objects/qualification/testing/qualification-scene.ts';
import { createTestPortal, type TestPortal } from '../testing/portal-fixture.ts';

/** Values by name. None may be in the log; the secrets must not be in the database either. */
interface Planted {
  readonly secrets: Readonly<Record<string, string>>;
  readonly persons: Readonly<Record<string, string>>;
}

/** The value with a copy button on a page: 32 random bytes. */
function secretOn(html: string): string {
  const values = [...html.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].map(([, value]) => value ?? '');
  return values.findLast((value) => /^[A-Za-z0-9_-]{43}$/.test(value)) ?? 'none';
}

async function walkWholePath(portal: TestPortal): Promise<Planted> {
  const scene = await aQualificationScene(portal);
  await scene.qualify('standard');
  const base = `/services/${scene.service.id}/standard`;
  const { organisation } = scene;
  const strong = await portal.as({
    organisation,
    secondFactor: true,
    email: 'planted.owner@mairie.example',
    name: 'Nom Planté',
  });
  const { browser } = strong;
  const integration = await browser.submit(
    await browser.get(`${base}/integration/secrets`),
    { label: 'serveur' },
    { form: 'name="lifetimeDays"' },
  );
  const addresses = {
    redirectUris: 'https://www.familles.example/retour',
    postLogoutRedirectUris: 'https://www.familles.example/',
  };
  const form = await browser.get(`${base}/production/registration`);
  await browser.submit(form, addresses, { form: 'name="redirectUris"' });
  const production = await browser.submit(await browser.get(`${base}/production/activate`));
  await browser.submit(await browser.get('/support/new'), { subject: 'Sujet planté', text: 'Texte planté' });
  const operator = await portal.as({ platformRoles: ['operator'] });
  const endpoint = await operator.browser.submit(
    await operator.browser.get('/administration/webhooks/endpoints/new'),
    { url: 'https://elsewhere.example/planted-path' },
    { form: 'name="url"' },
  );
  const body = datapassBody({ event: 'submit', firedAt: Math.floor(portal.clock.now() / 1000) });
  await sendDelivery(portal.app, body);
  await sendDelivery(portal.app, body, { 'x-hub-signature-256': 'sha256=00' });
  await portal.mails();
  const asking = portal.browser();
  await asking.submit(await asking.get('/sign-in'), { email: 'planted.owner@mairie.example' });
  const [mail] = await portal.store.outbox.claim(1, 1);
  return {
    secrets: {
      'integration secret': secretOn(integration.html),
      'production secret': secretOn(production.html),
      'webhook secret': secretOn(endpoint.html),
      'secret of the habilitation site': testDatapassSecret,
      signature: signBody(testDatapassSecret, body),
      session: strong.sessionSecret,
      'one-time code in words': /Votre code : \d{6}/.exec(mail?.text ?? '')?.[0] ?? 'none',
    },
    persons: {
      address: 'planted.owner',
      name: 'Planté',
      'support thread': 'Texte planté',
      'address in a webhook': 'jeanne.martin@',
      'name in a webhook': 'Protège',
      'webhook address': 'planted-path',
      code: /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? 'none',
    },
  };
}

describe.each(testDatabases(platformMigrations))(
  'logs and database after a whole path, on $name',
  ({ connect }) => {
    const lines: string[] = [];
    let portal: TestPortal;
    let planted: Planted;
    let dump: string;

    beforeAll(async () => {
      const destination = new Writable({
        write: (chunk, _encoding, done) => {
          lines.push(String(chunk));
          done();
        },
      });
      const connection = await connect();
      portal = await createTestPortal({
        config: { datapassSecret: testDatapassSecret },
        logger: createPino({ name: 'portal', level: 'trace', destination }),
        openStore: async (settings) => buildPlatformStore(connection, settings),
      });
      planted = await walkWholePath(portal);
      dump = [...(await dumpTables(connection)).values()].join('\n');
    });
    afterAll(() => portal.close());

    it('were searched for a value planted in every stage', () => {
      const missing = Object.entries({ ...planted.secrets, ...planted.persons }).filter(
        ([, value]) => value === 'none',
      );
      expect(missing).toEqual([]);
    });

    it('attack 18: the log holds no secret, token, code or personal data', () => {
      const log = lines.join('');
      expect(log).toContain('/production/activate');
      const found = Object.entries({ ...planted.secrets, ...planted.persons }).filter(([, value]) =>
        log.includes(value),
      );
      expect(found.map(([name]) => name)).toEqual([]);
    });

    it('attack 19: a dump of the database reveals no secret, code or session', () => {
      const found = Object.entries(planted.secrets).filter(
        ([, value]) =>
          dump.includes(value) || dump.includes(Buffer.from(value).toString('base64').slice(0, -4)),
      );
      expect(found.map(([name]) => name)).toEqual([]);
      expect(dump, 'private keys').not.toMatch(/"d"\s*:\s*"/);
    });
  },
);
