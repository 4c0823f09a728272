import type { Registration } from '@garance/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aQualificationScene } from '../../objects/qualification/testing/qualification-scene.ts';
import { exampleSubjects } from '../../objects/service/example-subjects.ts';
import { createTestPortal, type TestPortal } from '../../testing/portal-fixture.ts';
import { planForPlus } from './plan.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await createTestPortal();
});
afterAll(() => portal.close());

/** A service in production on standard. */
async function inProduction() {
  const scene = await aQualificationScene(portal);
  await scene.qualify('standard');
  const production = `/services/${scene.service.id}/standard/production`;
  const { browser } = await scene.member('owner', true);
  await browser.submit(await browser.get(`${production}/registration`), {}, { form: 'name="redirectUris"' });
  await browser.submit(await browser.get(`${production}/activate`));
  return { ...scene, path: `/services/${scene.service.id}/add-plus` };
}

const answers = {
  level: 'eidas2',
  why: 'Des droits en dépendent, et une usurpation nuirait.',
  identifiers: 'common',
};

describe('the path from FranceConnect to FranceConnect+', () => {
  test('is offered to services in production on FranceConnect', async () => {
    const scene = await aQualificationScene(portal);
    const page = await scene.owner.browser.get(`/services/${scene.service.id}/add-plus`);
    expect(page.status).toBe(409);
    expect(page.text).toContain('n’est pas en production');
  });

  test('shows what stays and what changes for this service, and both identifiers', async () => {
    const { owner, path } = await inProduction();
    const page = await owner.browser.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('https://familles.example/retour');
    expect(page.text).toContain('https://plus.production.garance.example/api/v2');
    expect(page.text).toContain('Publiez une clé de chiffrement');
    expect(page.text).toContain(exampleSubjects().different);
  });

  test('begins a request prefilled from the present one, with level and identifier chosen', async () => {
    const { owner, path, service, store } = await inProduction();
    const page = await owner.browser.get(path);
    const after = await owner.browser.submit(page, answers);
    expect(after.url).toMatch(/^\/requests\//);
    const requests = await store.portal.requests.ofService(service.id);
    expect(requests.find(({ platform }) => platform === 'plus')).toMatchObject({
      state: 'draft',
      commonIdentifier: true,
      answers: {
        project: { name: 'Carte de stationnement' },
        level: { already_connected: 'yes', level: 'eidas2', why: answers.why },
        identifiers: { identifiers: 'common' },
      },
    });
    const again = await owner.browser.get(path);
    expect(again.text).toContain('existe déjà');
    expect((await owner.browser.submit(page, answers)).status).toBe(409);
  });

  test.each([
    ['level', { level: '' }, 'Choisissez une réponse : Niveau'],
    ['level', { level: 'eidas1' }, 'n’est pas proposé ici'],
    ['why', { why: 'Oui.' }, 'Dites pourquoi'],
    ['identifiers', { identifiers: 'x' }, 'n’est pas proposé ici'],
  ] as const)('requires an answer to %s (%#)', async (_field, wrong, message) => {
    const { owner, path, service, store } = await inProduction();
    const refused = await owner.browser.submit(await owner.browser.get(path), { ...answers, ...wrong });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(message);
    const requests = await store.portal.requests.ofService(service.id);
    expect(requests.filter(({ platform }) => platform === 'plus')).toEqual([]);
  });

  test('is closed to other organisations, readers cannot begin, and a form with a foreign token is refused', async () => {
    const { owner, path, outsider: createOutsider, member } = await inProduction();
    const outsider = await createOutsider();
    expect((await outsider.browser.get(path)).status).toBe(404);
    expect((await outsider.browser.post(path, answers)).status).toBe(404);
    const reader = await member('reader');
    expect((await reader.browser.get(path)).html).not.toContain('name="level"');
    expect((await reader.browser.post(path, answers)).status).toBe(403);
    expect((await owner.browser.post(path, { ...answers, csrf: 'x' })).status).toBe(403);
  });
});

describe('the check-list', () => {
  const context = {
    standardIssuer: 'https://standard.example',
    plusIntegration: 'https://plus.integration.example',
    plusProduction: 'https://plus.example',
    commonIdentifier: false,
  };
  const registration = {
    displayName: 'Service',
    clientId: 'client',
    redirectUris: ['https://service.example/retour'],
    keys: { kind: 'none' },
    idToken: { signingAlg: 'RS256' },
    userinfo: {},
    auth: { method: 'client_secret_post' },
    scopes: ['openid'],
    profile: 'openid',
  } as unknown as Registration;
  const ids = (points: readonly { readonly id: string }[]) => points.map(({ id }) => id);

  test('lists what a service with the fewest features must change', () => {
    const { stays, changes } = planForPlus(registration, context);
    for (const id of [
      'issuer',
      'discovery',
      'client',
      'jwks',
      'encryption',
      'signature',
      'userinfo',
      'profile',
      'level',
      'session',
      'sub',
    ]) {
      expect(ids(changes)).toContain(id);
    }
    expect(ids(stays)).toEqual(['name', 'redirect-uris', 'auth']);
  });

  test('leaves out what the service has already', () => {
    const ready = {
      ...registration,
      keys: { kind: 'jwks_uri', uri: 'https://service.example/jwks' },
      idToken: { signingAlg: 'ES256', encryption: { alg: 'ECDH-ES', enc: 'A256GCM' } },
      userinfo: { signingAlg: 'ES256' },
      profile: 'franceconnect',
    } as unknown as Registration;
    const { stays, changes } = planForPlus(ready, { ...context, commonIdentifier: true });
    for (const id of ['jwks', 'encryption', 'signature', 'profile', 'sub']) expect(ids(stays)).toContain(id);
    expect(ids(changes)).not.toContain('userinfo');
  });

  test('explains the two identifiers', () => {
    const { standard, common, different } = exampleSubjects();
    expect(common).toBe(standard);
    expect(different).not.toBe(standard);
    for (const sub of [standard, different]) expect(sub).toMatch(/^[0-9a-f]{64}v1$/);
  });
});
