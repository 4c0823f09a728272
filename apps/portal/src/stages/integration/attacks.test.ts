import { randomUUID } from 'node:crypto';
import { hashClientSecret } from '@garance/oidc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecret } from '../../objects/registration/secrets.ts';
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type PortalInWorld,
} from '../../objects/registration/testing/integration-scene.ts';
import type { TestPage } from '../../testing/test-browser.ts';

let portal: PortalInWorld;
beforeAll(async () => {
  portal = await createPortalInWorld();
});
afterAll(() => portal.close());

async function published() {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  const member = await scene.member();
  const base = `/services/${scene.service.id}/standard/integration`;
  const form = await member.browser.get(`${base}/registration`);
  const review = await member.browser.submit(form, goodForm);
  await member.browser.submit(review, {}, { form: '/publish' });
  const access = await portal.store.portal.clientRegistrations.findFor(scene.service.id, {
    platform: 'standard',
    environment: 'integration',
  });
  if (access === undefined) throw new Error('no access');
  return { scene, member, base, access };
}

const gets = [
  '',
  '/registration',
  '/review',
  '/versions',
  '/versions/1',
  '/secrets',
  '/configurations',
  '/test-identities',
  '/trace',
];
const posts = (secretId: string, identityId: string) => [
  '/registration',
  '/check',
  '/discard',
  '/publish',
  '/versions/1/restore',
  '/secrets',
  '/secrets/own',
  `/secrets/${secretId}/end`,
  '/test-identities',
  `/test-identities/${identityId}/remove`,
];

describe('objects of another organisation (security.md 17)', () => {
  it('answer 404, page by page and form by form', async () => {
    const { base } = await published();
    const outsider = await (await createIntegrationScene(portal)).member('owner');
    for (const path of gets)
      expect([path, (await outsider.browser.get(base + path)).status]).toEqual([path, 404]);
    for (const path of posts(randomUUID(), randomUUID())) {
      expect([path, (await outsider.browser.post(base + path, {})).status]).toEqual([path, 404]);
    }
  });

  it('are not ended or removed through a service of one’s own', async () => {
    const { scene: theirs, access } = await published();
    const mine = await published();
    await portal.store.portal.transaction((tables) =>
      createSecret(tables, { deps: portal.deps, accessId: access.id, actor: 'x', label: '', overlapDays: 0 }),
    );
    const [secret] = await portal.store.portal.clientSecrets.list(access.id, 1);
    const identity = {
      id: randomUUID(),
      serviceId: theirs.service.id,
      organisationId: 'o',
      login: randomUUID(),
      claims: {},
      createdAtMs: 1,
    };
    await portal.store.portal.testAccounts.create(identity);
    const { browser } = mine.member;
    // The token is valid for the form; only the id belongs to another organisation.
    await portal.store.portal.transaction((tables) =>
      createSecret(tables, {
        deps: portal.deps,
        accessId: mine.access.id,
        actor: 'x',
        label: '',
        overlapDays: 0,
      }),
    );
    const csrf = tokenOf(await browser.get(`${mine.base}/secrets`), '/end"');
    const ended = await browser.post(`${mine.base}/secrets/${secret?.id}/end`, { csrf });
    expect(ended.status).toBe(404);
    expect(await portal.store.portal.clientSecrets.valid(access.id, portal.clock.now())).toHaveLength(1);
    await portal.store.portal.testAccounts.create({
      ...identity,
      id: randomUUID(),
      login: randomUUID(),
      serviceId: mine.scene.service.id,
    });
    const remove = tokenOf(await browser.get(`${mine.base}/test-identities`), '/remove"');
    const removed = await browser.post(`${mine.base}/test-identities/${identity.id}/remove`, {
      csrf: remove,
    });
    expect(removed.status).toBe(404);
    expect(await portal.store.portal.testAccounts.find(identity.id)).toBeDefined();
  });

  it('with an invalid id answer 404 before any query', async () => {
    const { member, base } = await published();
    for (const path of [
      "/services/'; drop table access/standard/integration",
      '/services/1/standard/integration',
    ]) {
      expect((await member.browser.get(encodeURI(path))).status).toBe(404);
    }
    expect((await member.browser.get(base.replace('standard', 'other'))).status).toBe(404);
    expect((await member.browser.get(`${base}/versions/0`)).status).toBe(404);
    expect((await member.browser.get(`${base}/versions/99999`)).status).toBe(404);
  });

  it.each([
    ['reader', '/registration', 403],
    ['reader', '/trace', 403],
    ['reader', '/secrets', 200],
    ['contributor', '/registration', 200],
    ['contributor', '/trace', 200],
  ] as const)('a %s asking for %s gets %i', async (role, path, status) => {
    const { scene, base } = await published();
    const { browser } = await scene.member(role);
    expect((await browser.get(base + path)).status).toBe(status);
  });

  it.each(['reader', 'contributor'] as const)('are not given a secret by a %s', async (role) => {
    const { scene, base, access } = await published();
    const { browser } = await scene.member(role);
    expect((await browser.get(`${base}/secrets`)).html).not.toContain('name="lifetimeDays"');
    expect((await browser.post(`${base}/secrets`, { label: 'x' })).status).toBe(403);
    expect(await portal.store.portal.clientSecrets.list(access.id, 9)).toEqual([]);
  });

  it('are closed to visitors without a session', async () => {
    const { base } = await published();
    for (const path of gets) expect((await portal.browser().get(base + path)).url).toContain('/sign-in');
  });
});

describe('forms sent from other sites (security.md 17)', () => {
  it('change nothing without the token of that very form', async () => {
    const { scene, member, base, access } = await published();
    const other = tokenOf(await member.browser.get(`${base}/secrets`), 'name="lifetimeDays"');
    for (const path of posts(randomUUID(), randomUUID()).filter((candidate) => candidate !== '/secrets')) {
      for (const fields of [{}, { csrf: 'made-up' }, { csrf: other }]) {
        expect([path, (await member.browser.post(base + path, { ...fields })).status]).toEqual([path, 403]);
      }
    }
    expect((await member.browser.post(`${base}/secrets`, {})).status).toBe(403);
    const cross = { 'sec-fetch-site': 'cross-site' };
    expect((await member.browser.post(`${base}/secrets`, { csrf: other }, cross)).status).toBe(403);
    expect(await portal.store.portal.clientSecrets.list(access.id, 9)).toEqual([]);
    expect(await portal.store.portal.testAccounts.ofService(scene.service.id)).toEqual([]);
  });
});

describe('texts that a partner controls (security.md 16)', () => {
  it('are shown as text, on every page', async () => {
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;
    const { member, base } = await published();
    const { browser } = member;
    const form = await browser.get(`${base}/registration`);
    const shown = await browser.submit(form, {
      ...goodForm,
      displayName: evil,
      redirectUris: `https://a.example/\n${evil}`,
      siteUrl: 'javascript:alert(1)',
    });
    expect(shown.status).toBe(422);
    const review = await browser.get(`${base}/review`);
    const again = await browser.get(`${base}/registration`);
    const label = await browser.submit(
      await browser.get(`${base}/secrets`),
      { label: evil },
      { form: 'name="lifetimeDays"' },
    );
    const secrets = await browser.get(`${base}/secrets`);
    const trace = await browser.get(
      `${base}/trace?occurrence=${encodeURIComponent(evil)}&outcome=${encodeURIComponent(evil)}`,
    );
    for (const page of [shown, review, again, label, secrets, trace]) {
      expect(page.html).not.toContain('<script>alert');
      expect(page.html).not.toContain('<img src=x');
      expect(page.html).not.toContain('href="javascript:');
    }
  });

  it('with script as address are never a link, whatever was published', async () => {
    const { member, base } = await published();
    const page = await member.browser.get(base);
    expect(page.html).not.toMatch(/href="https:\/\/familles\.example/);
  });
});

describe('credentials (security.md 14, 19)', () => {
  it('belong to one hub: no two client registrations share client id or secret', async () => {
    const scene = await createIntegrationScene(portal);
    await scene.habilitate('standard');
    await scene.habilitate('plus');
    const { browser } = await scene.member();
    for (const platform of ['standard', 'plus'])
      await browser.get(`/services/${scene.service.id}/${platform}/integration`);
    const clientRegistrations = await portal.store.portal.clientRegistrations.ofService(scene.service.id);
    expect(new Set(clientRegistrations.map(({ clientId }) => clientId)).size).toBe(2);
    const sha256 = hashClientSecret(randomUUID());
    const use = async (platform: string) => {
      const page = await browser.get(`/services/${scene.service.id}/${platform}/integration/secrets`);
      return browser.submit(page, { sha256 }, { form: 'secrets/own' });
    };
    expect((await use('standard')).status).toBe(200);
    expect((await use('plus')).status).toBe(409);
  });

  it('are not stored: neither a secret nor a private key that was pasted', async () => {
    const { scene, member, base, access } = await published();
    const made = await portal.store.portal.transaction((tables) =>
      createSecret(tables, { deps: portal.deps, accessId: access.id, actor: 'x', label: '', overlapDays: 0 }),
    );
    if (!made.ok) throw new Error(made.error);
    const { secret } = made;
    const form = await member.browser.get(`${base}/registration`);
    const pasted = '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"private-part-of-a-key"}]}';
    const answer = await member.browser.submit(form, { ...goodForm, keysKind: 'jwks', jwks: pasted });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('compromise');
    expect(answer.html).not.toContain('private-part-of-a-key');
    const kept = JSON.stringify([
      await portal.store.portal.registrationDrafts.list(access.id, { limit: 9 }),
      await portal.store.portal.clientSecrets.list(access.id, 9),
      await portal.store.portal.registrationDrafts.current(scene.service.id, access),
      await portal.store.portal.audit.list({ limit: 100 }),
    ]);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain('private-part-of-a-key');
    expect(kept).toContain(hashClientSecret(secret));
  });

  it('a sector cannot be chosen by the partner (security.md 22)', async () => {
    const { member, base, scene, access } = await published();
    const { scene: victim, access: theirs } = await published();
    const [, theirSector] = await Promise.all([
      portal.store.portal.sectors.find(scene.service.id, 'standard'),
      portal.store.portal.sectors.find(victim.service.id, 'standard'),
    ]);
    const form = await member.browser.get(`${base}/registration`);
    const stolen = {
      sector: theirSector ?? '',
      sectorId: theirSector ?? '',
      serviceId: victim.service.id,
      clientId: theirs.clientId,
    };
    const review = await member.browser.submit(form, { ...goodForm, ...stolen, displayName: 'Autre' });
    await member.browser.submit(review, {}, { form: '/publish' });
    const current = await portal.store.portal.registrationDrafts.current(scene.service.id, access);
    expect(current?.displayName).toBe('Autre');
    expect(current?.sector.id).not.toBe(theirSector);
    expect(current?.clientId).toBe(access.clientId);
  });
});

function tokenOf({ html }: TestPage, mark: string): string {
  const form =
    [...html.matchAll(/<form\b[\s\S]*?<\/form>/g)].find(([markup]) => markup.includes(mark))?.[0] ?? '';
  return /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
}
