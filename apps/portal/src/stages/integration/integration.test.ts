import { hashClientSecret } from '@garance/oidc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { narrowTo } from '../../objects/registration/publish.ts';
import { resumeService, revokeService, suspendService } from '../../objects/registration/registrations.ts';
import { stageOf } from '../../objects/registration/stage.ts';
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type IntegrationScene,
  type PortalInWorld,
} from '../../objects/registration/testing/integration-scene.ts';
import type { TestPage } from '../../testing/test-browser.ts';

const hub = { platform: 'standard', environment: 'integration' } as const;
const base = ({ service }: IntegrationScene, platform = 'standard') =>
  `/services/${service.id}/${platform}/integration`;

let portal: PortalInWorld;
beforeAll(async () => {
  portal = await createPortalInWorld();
});
afterAll(() => portal.close());

async function habilitated() {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  return scene;
}

type Member = Awaited<ReturnType<IntegrationScene['member']>>;

/** Submits the form and follows redirects to the last page. */
async function write(
  scene: IntegrationScene,
  { browser }: Member,
  change: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<TestPage> {
  const page = await browser.get(`${base(scene)}/registration`);
  return browser.submit(page, { ...goodForm, ...change });
}

async function publish(scene: IntegrationScene, member: Member, change = {}): Promise<TestPage> {
  const review = await write(scene, member, change);
  return member.browser.submit(review, {}, { form: '/publish' });
}

const current = (scene: IntegrationScene) =>
  scene.store.portal.registrationDrafts.current(scene.service.id, hub);

describe('from the habilitation to a published registration', () => {
  it('the integration is closed before the habilitation, and the page says so', async () => {
    const scene = await createIntegrationScene(portal);
    const { browser } = await scene.member();
    const page = await browser.get(base(scene));
    expect(page.status).toBe(200);
    expect(page.text).toContain('dès que la demande d’habilitation est validée');
    expect((await browser.get(`${base(scene)}/registration`)).status).toBe(409);
    expect(await stageOf(scene.store.portal, scene.service.id, 'standard')).toEqual({ state: 'not_yet' });
  });

  it('the registration is written, checked and published with exactly the typed values', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    expect(await stageOf(scene.store.portal, scene.service.id, 'standard')).toMatchObject({ state: 'to_do' });
    const review = await write(scene, member);
    expect(review.url).toBe(`${base(scene)}/review`);
    expect(review.text).toContain('Les adresses de retour sont bien formées');
    expect(await current(scene)).toBeUndefined();
    expect(await stageOf(scene.store.portal, scene.service.id, 'standard')).toMatchObject({
      state: 'in_progress',
    });
    const overview = await member.browser.submit(review, {}, { form: '/publish' });
    expect(overview.url).toBe(base(scene));
    const registration = await current(scene);
    expect(registration).toMatchObject({
      version: 1,
      serviceId: scene.service.id,
      organisationId: scene.organisation.id,
      ...hub,
      status: 'active',
      type: 'public',
      redirectUris: ['https://familles.example/retour'],
      scopes: ['openid', 'given_name', 'email'],
      auth: { method: 'client_secret_post', secretHashes: [] },
    });
    expect(registration?.clientId).toMatch(/^[0-9a-f-]{36}$/);
    expect(overview.text).toContain(registration?.clientId ?? '?');
    expect(overview.text).toContain('https://standard.integration.garance.example/api/v2');
    expect(await stageOf(scene.store.portal, scene.service.id, 'standard')).toMatchObject({ state: 'done' });
  });

  it('a wrong value is kept, with the reason beside the field', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    const refused = await write(scene, member, {
      redirectUris: 'http://familles.example/retour',
      displayName: 'Un nom à garder',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('doit commencer par https://');
    const later = await member.browser.get(`${base(scene)}/registration`);
    expect(later.html).toContain('http://familles.example/retour');
    expect(later.html).toContain('Un nom à garder');
    expect(later.html).toContain('redirectUris-error');
  });

  it('of two concurrent writers the second gets a conflict, and keeps what was typed', async () => {
    const scene = await habilitated();
    const [colleague, other] = [await scene.member(), await scene.member()];
    await write(scene, colleague);
    const [first, second] = await Promise.all(
      [colleague, other].map(({ browser }) => browser.get(`${base(scene)}/registration`)),
    );
    if (first === undefined || second === undefined) throw new Error('no page');
    await colleague.browser.submit(first, { ...goodForm, displayName: 'Celui de la première' });
    const response = await other.browser.submit(second, { ...goodForm, displayName: 'Celui de la seconde' });
    expect(response.status).toBe(409);
    expect(response.html).toContain('Celui de la seconde');
    const again = await other.browser.submit(response, {});
    expect(again.url).toBe(`${base(scene)}/review`);
  });

  it('the registration is not published while a check of its addresses fails, and the page says what to do', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    const review = await write(scene, member, {
      keysKind: 'jwks_uri',
      jwksUri: 'https://nulle-part.example/jwks',
      encryptionAlg: 'ECDH-ES',
    });
    expect(review.text).toContain('À corriger');
    expect(review.text).toContain('rien ne répond');
    expect(review.html).not.toContain('/publish"');
    const draft = await scene.store.portal.registrationDrafts.draftOf((await access(scene)).id);
    const forced = await member.browser.post(`${base(scene)}/publish`, {
      csrf: csrfOf(review, '/check'),
      draft: draft?.id ?? '',
      version: '1',
    });
    expect(forced.status).toBe(403);
    expect(await current(scene)).toBeUndefined();
  });

  it('the page lists changed fields, keeps one published version, and restores it by one action', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    const review = await write(scene, member, { displayName: 'Portail renommé' });
    expect(review.html).toMatch(/<del>Portail des familles<\/del>[\s\S]*<ins>Portail renommé<\/ins>/);
    await member.browser.submit(review, {}, { form: '/publish' });
    expect(await current(scene)).toMatchObject({ version: 2, displayName: 'Portail renommé' });
    const old = await member.browser.get(`${base(scene)}/versions/1`);
    await member.browser.submit(old, {}, { form: '/restore' });
    expect(await current(scene)).toMatchObject({ version: 3, displayName: 'Portail des familles' });
    const versions = await scene.store.portal.registrationDrafts.list((await access(scene)).id, { limit: 9 });
    expect(versions.map(({ number, state }) => `${number} ${state}`)).toEqual([
      '2 superseded',
      '1 published',
    ]);
    const history = await scene.store.portal.history.list('registration', versions[1]?.id ?? '');
    expect(history.map(({ event }) => event)).toEqual(['create', 'publish', 'supersede', 'publish']);
    expect(await scene.store.portal.audit.verify()).not.toHaveProperty('brokenAt');
  });

  it('a draft can be discarded', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    const review = await write(scene, member);
    await member.browser.submit(review, {}, { form: '/discard' });
    expect(await scene.store.portal.registrationDrafts.draftOf((await access(scene)).id)).toBeUndefined();
  });
});

describe('sectors', () => {
  const sectorOn = async (scene: IntegrationScene, platform: 'standard' | 'plus') => {
    const member = await scene.member();
    const page = await member.browser.get(`${base(scene, platform)}/registration`);
    scene.world.set('https://familles.example/jwks', { status: 200, body: plusKeys });
    const keys = { keysKind: 'jwks_uri', jwksUri: 'https://familles.example/jwks', encryptionAlg: 'ECDH-ES' };
    const review = await member.browser.submit(page, { ...goodForm, ...(platform === 'plus' && keys) });
    await member.browser.submit(review, {}, { form: '/publish' });
    const found = await scene.store.portal.registrationDrafts.current(scene.service.id, {
      platform,
      environment: 'integration',
    });
    return found?.sector.id;
  };

  it('are different on the two platforms unless the habilitation says otherwise', async () => {
    const scene = await habilitated();
    await scene.habilitate('plus');
    const [first, other] = [await sectorOn(scene, 'standard'), await sectorOn(scene, 'plus')];
    expect(first).toBeDefined();
    expect(other).toBeDefined();
    expect(first).not.toBe(other);
  });

  it('are the same on both with a common identifier', async () => {
    const scene = await habilitated();
    await scene.habilitate('plus', { commonIdentifier: true });
    expect(await sectorOn(scene, 'standard')).toBe(await sectorOn(scene, 'plus'));
  });
});

describe('secrets', () => {
  it('are shown once, kept as a hash, and reach the hub with the published version', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    const secret = await newSecret(scene, member);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const [hash] = (await current(scene))?.auth.secretHashes ?? [];
    expect(hash?.sha256).toBe(hashClientSecret(secret));
    const later = await member.browser.get(`${base(scene)}/secrets`);
    expect(later.html).not.toContain(secret);
    expect(later.headers['cache-control']).toBe('no-store');
  });

  it('two are valid during a rotation, the older with its end; a third is refused', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    await newSecret(scene, member);
    await newSecret(scene, member, { overlapDays: '7' });
    const hashes = (await current(scene))?.auth.secretHashes ?? [];
    expect(hashes.map(({ expiresAtMs }) => expiresAtMs)).toContain(scene.clock.now() + 7 * 86_400_000);
    expect(hashes).toHaveLength(2);
    const page = await member.browser.get(`${base(scene)}/secrets`);
    const third = await member.browser.submit(page, {}, { form: 'name="lifetimeDays"' });
    expect(third.status).toBe(409);
    expect(third.text).toContain('Deux secrets sont déjà valables');
    scene.clock.advance(7 * 86_400_000);
    // A week later the session has ended.
    await newSecret(scene, await scene.member());
    expect((await current(scene))?.auth.secretHashes).toHaveLength(2);
  });

  it('end at once on request', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    await newSecret(scene, member);
    const page = await member.browser.get(`${base(scene)}/secrets`);
    await member.browser.submit(page, {}, { form: '/end"' });
    expect((await current(scene))?.auth.secretHashes).toEqual([]);
  });

  it('may be made by the partner, who sends the hash only', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    const own = async (sha256: string) => {
      const page = await member.browser.get(`${base(scene)}/secrets`);
      return member.browser.submit(page, { sha256, ownLabel: 'le nôtre' }, { form: 'secrets/own' });
    };
    for (const wrong of ['', 'not a hash', hashClientSecret('')]) {
      expect((await own(wrong)).status).toBe(422);
    }
    await own(hashClientSecret('made by the partner').toUpperCase());
    expect((await current(scene))?.auth.secretHashes).toEqual([
      { sha256: hashClientSecret('made by the partner') },
    ]);
    expect((await own(hashClientSecret('made by the partner'))).status).toBe(409);
  });

  it('are not accepted where the client uses a key', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    await newSecret(scene, member);
    scene.world.set('https://familles.example/jwks', { status: 200, body: plusKeys });
    await publish(scene, member, {
      authMethod: 'private_key_jwt',
      assertionAlg: 'ES256',
      keysKind: 'jwks_uri',
      jwksUri: 'https://familles.example/jwks',
    });
    expect((await current(scene))?.auth).toMatchObject({ method: 'private_key_jwt', secretHashes: [] });
  });
});

describe('changes of the service’s habilitation (security.md 12)', () => {
  const order = (scene: IntegrationScene) => ({
    deps: scene.deps,
    serviceId: scene.service.id,
    actor: 'system',
    reason: 'secret publié sur un forum',
  });

  it('a suspension reaches the hub in the same transaction, and the partner by mail with the reason', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    await scene.mails();
    expect(await scene.store.portal.transaction((tables) => suspendService(tables, order(scene)))).toBe(1);
    expect((await current(scene))?.status).toBe('suspended');
    expect((await scene.mails()).some(({ text }) => text.includes('secret publié sur un forum'))).toBe(true);
    const page = await member.browser.get(base(scene));
    expect(page.text).toContain('secret publié sur un forum');
    await publish(scene, member, { displayName: 'Corrigé' });
    expect(await current(scene)).toMatchObject({ displayName: 'Corrigé', status: 'suspended' });
    const authorization = { roles: ['operator'], secondFactor: true } as const;
    await scene.store.portal.transaction((tables) =>
      resumeService(tables, { ...order(scene), authorization }),
    );
    expect((await current(scene))?.status).toBe('active');
  });

  it('after a revocation nothing is published any more', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    await scene.store.portal.transaction((tables) => revokeService(tables, order(scene)));
    const refused = await publish(scene, member, { displayName: 'Encore' });
    expect(refused.status).toBe(409);
    expect(await current(scene)).toMatchObject({ displayName: 'Portail des familles', status: 'suspended' });
  });

  it('a habilitation withdrawn stops publication', async () => {
    const scene = await createIntegrationScene(portal);
    const { requestId } = await scene.habilitate('standard');
    const member = await scene.member();
    const review = await write(scene, member);
    await scene.store.portal.habilitations.revokeOfRequest(requestId, scene.clock.now());
    expect((await member.browser.submit(review, {}, { form: '/publish' })).status).toBe(409);
    expect(await current(scene)).toBeUndefined();
  });

  it('a habilitation with fewer scopes reduces the published registration', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await publish(scene, member);
    const narrower = await scene.habilitate('standard', { scopes: ['openid', 'email'], type: 'private' });
    await scene.store.portal.transaction((tables) => narrowTo(tables, scene.deps, narrower));
    expect(await current(scene)).toMatchObject({ scopes: ['openid', 'email'], type: 'private' });
    const old = await write(scene, member);
    expect(old.status).toBe(422);
    expect(old.text).toContain('ne figure pas dans votre habilitation');
  });
});

describe('a habilitation for single data', () => {
  const pivot = ['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry'];

  async function habilitatedForSingles() {
    const scene = await createIntegrationScene(portal);
    await scene.habilitate('standard', { scopes: ['openid', ...pivot, 'email'] });
    return { scene, member: await scene.member() };
  }

  it('offers every scope that it covers, its own preselected, and publishes them', async () => {
    const { scene, member } = await habilitatedForSingles();
    const page = await member.browser.get(`${base(scene)}/registration`);
    const boxes = [...page.html.matchAll(/<input[^>]*name="scopes"[^>]*>/g)].map(([tag]) => tag);
    const scopeOf = (tag: string) => /value="([^"]*)"/.exec(tag)?.[1];
    expect(boxes.map(scopeOf).sort()).toEqual(
      ['openid', ...pivot, 'email', 'birth', 'identite_pivot'].sort(),
    );
    const ticked = boxes.filter((tag) => /\schecked\b/.test(tag)).map(scopeOf);
    expect(ticked.sort()).toEqual(['openid', ...pivot, 'email'].sort());
    await publish(scene, member, { scopes: ['openid', 'identite_pivot', 'email'] });
    expect((await current(scene))?.scopes).toEqual(['openid', 'identite_pivot', 'email']);
  });

  it('refuses a scope of which it lacks a claim, also in a form that was not shown', async () => {
    const { scene, member } = await habilitatedForSingles();
    for (const beyond of ['profile', 'preferred_username', 'idp_birthdate', 'rnipp_birth', 'dgfip_rfr']) {
      const refused = await write(scene, member, { scopes: ['openid', 'email', beyond] });
      expect([beyond, refused.status]).toEqual([beyond, 422]);
    }
    expect(await current(scene)).toBeUndefined();
  });

  it('when narrowed, removes a group scope and keeps its part that is still covered', async () => {
    const { scene, member } = await habilitatedForSingles();
    await publish(scene, member, { scopes: ['openid', 'birth', 'email'] });
    const scopes = ['openid', ...pivot.filter((scope) => scope !== 'birthplace'), 'email'];
    const narrower = await scene.habilitate('standard', { scopes });
    await scene.store.portal.transaction((tables) => narrowTo(tables, scene.deps, narrower));
    expect((await current(scene))?.scopes).toEqual(['openid', 'birthcountry', 'email']);
  });
});

describe('the trace', () => {
  it('is found by occurrence id, filtered, and paged; a service sees its own entries only', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    await member.browser.get(base(scene));
    const { clientId } = await access(scene);
    const entry = { atMs: scene.clock.now(), hub, clientId, endpoint: 'token', checks: ['client'] };
    const others = {
      ...entry,
      clientId: 'another',
      occurrenceId: 'b'.repeat(32),
      outcome: 'token.pkce_failed',
    };
    await scene.store.portal.trace.append([
      { ...entry, occurrenceId: 'a'.repeat(32), outcome: 'token.code_unknown' },
      others,
      ...Array.from({ length: 60 }, (_, n) => ({ ...entry, occurrenceId: `ok-${n}`, outcome: 'accepted' })),
    ]);
    const trace = `${base(scene)}/trace`;
    const found = await member.browser.get(`${trace}?occurrence=${'A'.repeat(32)}`);
    expect(found.text).toContain('token.code_unknown');
    expect((await member.browser.get(`${trace}?occurrence=${'b'.repeat(32)}`)).text).toContain(
      'Aucune requête',
    );
    expect((await member.browser.get(`${trace}?outcome=refused`)).text).not.toContain('ok-1');
    const first = await member.browser.get(trace);
    expect(first.text).not.toContain('token.code_unknown');
    const [, older = ''] = /href="([^"]*before=\d+)"/.exec(first.html) ?? [];
    expect((await member.browser.get(older.replaceAll('&amp;', '&'))).text).toContain('token.code_unknown');
  });
});

describe('test accounts', () => {
  const person = {
    given_name: 'Ysolde',
    family_name: 'Testard',
    birthdate: '1990-02-03',
    gender: 'female',
    birthplace: '75107',
    birthcountry: '99100',
    email: 'ysolde@example.org',
  };

  it('are added when they obey the pivot identity, and removed', async () => {
    const scene = await habilitated();
    const { browser } = await scene.member();
    const path = `${base(scene)}/test-identities`;
    const wrong = await browser.submit(await browser.get(path), { ...person, birthplace: '99999' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('birthplace-error');
    expect(wrong.html).toContain('Testard');
    const list = await browser.submit(wrong, person);
    expect(list.text).toContain('Ysolde Testard');
    const [identity] = await scene.store.portal.testAccounts.ofService(scene.service.id);
    expect(identity?.claims).toEqual(person);
    const empty = await browser.submit(list, {}, { form: '/remove' });
    expect(empty.text).not.toContain('Ysolde');
  });
});

describe('configuration files', () => {
  it('contain the registration as it is published', async () => {
    const scene = await habilitated();
    const member = await scene.member();
    const empty = await member.browser.get(`${base(scene)}/configurations`);
    expect(empty.text).toContain('Publiez d’abord');
    await publish(scene, member);
    const { clientId } = await access(scene);
    const page = await member.browser.get(`${base(scene)}/configurations`);
    for (const expected of [
      `GARANCE_CLIENT_ID=${clientId}`,
      'GARANCE_ISSUER=https://standard.integration.garance.example/api/v2',
      'OIDCRedirectURI "https://familles.example/retour"',
      '"clientAuthMethod": "client_secret_post"',
      'issuer-uri: "https://standard.integration.garance.example/api/v2"',
      'OIDC_RP_SIGN_ALGO = "ES256"',
    ]) {
      expect(page.text).toContain(expected);
    }
  });
});

async function access(scene: IntegrationScene) {
  const found = await scene.store.portal.clientRegistrations.findFor(scene.service.id, hub);
  if (found === undefined) throw new Error('no access');
  return found;
}

async function newSecret(scene: IntegrationScene, { browser }: Member, more = {}): Promise<string> {
  const page = await browser.get(`${base(scene)}/secrets`);
  const shown = await browser.submit(page, { label: 'serveur', ...more }, { form: 'name="lifetimeDays"' });
  const codes = [...shown.html.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].map(([, value]) => value);
  return codes.at(-1) ?? '';
}

/** The CSRF token of one form used in another. */
function csrfOf({ html }: TestPage, action: string): string {
  const form =
    [...html.matchAll(/<form\b[\s\S]*?<\/form>/g)].find(([markup]) => markup.includes(action))?.[0] ?? '';
  return /name="csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
}

/** A P-256 key without `use`: usable for encryption and for verification. */
const plusKeys = JSON.stringify({
  keys: [
    {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      kid: 'k1',
    },
  ],
});
