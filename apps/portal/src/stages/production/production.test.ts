import type { Registration } from '@garance/core';
import { hashClientSecret } from '@garance/oidc';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activateProduction, renewProductionSecret } from '../../objects/production/activate.ts';
import { expireQualifications } from '../../objects/production/decide-qualification.ts';
import { closeProduction, resumeProduction, suspendProduction } from '../../objects/production/stop.ts';
import {
  aQualificationScene,
  type QualificationScene,
} from '../../objects/qualification/testing/qualification-scene.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../testing/portal-fixture.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await createTestPortal();
});
afterAll(() => portal.close());

const addresses = {
  redirectUris: 'https://www.familles.example/retour',
  postLogoutRedirectUris: 'https://www.familles.example/',
};

async function opened(on = portal): Promise<QualificationScene & { readonly path: string }> {
  const scene = await aQualificationScene(on);
  await scene.qualify('standard');
  return { ...scene, path: `/services/${scene.service.id}/standard/production` };
}

type Opened = Awaited<ReturnType<typeof opened>>;

const complete = async (scene: Opened, person: TestPerson, fields: Record<string, string> = addresses) =>
  person.browser.submit(await person.browser.get(`${scene.path}/registration`), fields, {
    form: 'name="redirectUris"',
  });

/** Prepared and activated by an owner who has shown their second factor. */
async function activate(scene: Opened) {
  const person = await scene.member('owner', true);
  await complete(scene, person);
  const page = await person.browser.get(`${scene.path}/activate`);
  const shown = await person.browser.submit(page);
  return { person, page, shown, secret: secretOn(shown.html) };
}

/** The third value with a copy button: issuer, client id, secret. */
function secretOn(html: string): string {
  const values = [...html.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].map(([, value]) => value ?? '');
  return values.find((value) => /^[A-Za-z0-9_-]{43}$/.test(value)) ?? '';
}

/** Hash of a secret that the service already uses in integration. */
async function integrationHash(scene: Opened, person: TestPerson): Promise<string> {
  const sha256 = hashClientSecret(`integration ${scene.service.id}`);
  const page = await person.browser.get(`/services/${scene.service.id}/standard/integration/secrets`);
  await person.browser.submit(page, { sha256 }, { form: 'secrets/own' });
  return sha256;
}

async function onHub(scene: Opened): Promise<Registration | undefined> {
  const hub = { platform: 'standard', environment: 'production' } as const;
  const all = await scene.store.registrations.listPublished(hub);
  return all.find(({ serviceId }) => serviceId === scene.service.id);
}

describe('before its qualification', () => {
  test('production is closed, and the page says what opens it', async () => {
    const scene = await aQualificationScene(portal);
    const path = `/services/${scene.service.id}/standard/production`;
    expect((await scene.owner.browser.get(path)).text).toContain('s’ouvre quand le service est qualifié');
    expect((await scene.owner.browser.get(`${path}/registration`)).status).toBe(404);
    const strong = await scene.member('owner', true);
    expect((await strong.browser.get(`${path}/activate`)).status).toBe(404);
  });
});

describe('the production registration', () => {
  test('starts from the qualified one and lists what differs', async () => {
    const scene = await opened();
    const first = await scene.owner.browser.get(`${scene.path}/registration`);
    expect(first.html).toContain('https://familles.example/retour');
    expect(first.text).toContain('Rien n’a changé');
    const saved = await complete(scene, scene.owner);
    expect(saved.text).toContain('https://www.familles.example/retour');
    expect(saved.html).toContain('<del>https://familles.example/retour</del>');
  });

  test.each([
    ['http://www.familles.example/retour', 'doit commencer par https'],
    ['http://localhost:4000/retour', 'la machine du développeur'],
    ['https://127.0.0.1/retour', 'la machine du développeur'],
  ])('refuses %s and keeps the typed values', async (redirectUris, message) => {
    const scene = await opened();
    const refused = await complete(scene, scene.owner, { ...addresses, redirectUris });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(message);
    expect(refused.html).toContain(redirectUris);
    const strong = await scene.member('owner', true);
    const page = await strong.browser.get(`${scene.path}/activate`);
    expect((await strong.browser.submit(page)).status).toBe(409);
    expect(await onHub(scene)).toBeUndefined();
  });

  test('accepts localhost in the embedded start only, and says so', async () => {
    const relaxed = await createTestPortal({ config: { relaxedAddresses: true } });
    const scene = await opened(relaxed);
    const saved = await complete(scene, scene.owner, { redirectUris: 'http://127.0.0.1:3011/retour' });
    expect(saved.status).toBe(200);
    expect(saved.text).toContain('Une vraie production les refuse');
    await relaxed.close();
  });

  test('takes protocol, algorithms and scopes from the qualified registration, whatever the form contains', async () => {
    const scene = await opened();
    const hostile = {
      ...addresses,
      scopes: 'rnipp_identite_pivot',
      authMethod: 'private_key_jwt',
      pkce: 'x',
    };
    expect((await complete(scene, scene.owner, hostile)).status).toBe(200);
    await activate(scene);
    const qualified = await scene.current('standard');
    expect(await onHub(scene)).toMatchObject({
      scopes: qualified.scopes,
      auth: { method: 'client_secret_post' },
    });
  });
});

describe('activation', () => {
  test('needs a second factor: without one the page leads to it and nothing is activated', async () => {
    const scene = await opened();
    await complete(scene, scene.owner);
    const page = await scene.owner.browser.get(`${scene.path}/activate`);
    expect(page.url).toMatch(/second-factors?\?next=/);
    const csrf = csrfToken(scene.owner.sessionSecret, `production.activate:${scene.service.id}.standard`);
    const forced = await scene.owner.browser.post(`${scene.path}/activate`, {
      csrf,
      version: '1',
      draftVersion: '1',
    });
    expect(forced.headers.location).toMatch(/^\/second-factor/);
    expect(await onHub(scene)).toBeUndefined();
  });

  test('publishes on the production hub with credentials of its own', async () => {
    const scene = await opened();
    const { shown, secret } = await activate(scene);
    expect(shown.status).toBe(200);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const registration = await onHub(scene);
    const integration = await scene.current('standard');
    expect(registration).toMatchObject({
      environment: 'production',
      status: 'active',
      redirectUris: ['https://www.familles.example/retour'],
      sector: integration.sector,
      version: 1,
    });
    expect(registration?.clientId).not.toBe(integration.clientId);
    expect(registration?.auth.secretHashes).toEqual([{ sha256: hashClientSecret(secret) }]);
    expect(integration.auth.secretHashes).toEqual([]);
    expect(shown.text).toContain(registration?.clientId ?? 'no client');
    expect(shown.text).toContain('https://standard.production.garance.example/api/v2');
  });

  test('shows the secret once, on a page with no-store, and never again', async () => {
    const scene = await opened();
    const { person, page, shown, secret } = await activate(scene);
    expect(shown.headers['cache-control']).toBe('no-store');
    const again = await person.browser.submit(page);
    expect(again.status).toBe(409);
    expect(again.text).toContain('une seule fois');
    expect(again.html).not.toContain(secret);
    for (const path of ['', '/registration', '/activate', '/secret']) {
      expect((await person.browser.get(`${scene.path}${path}`)).html).not.toContain(secret);
    }
  });

  test('writes a receipt to the audit log, and the secret neither there, in mails, nor in the database', async () => {
    const scene = await opened();
    await scene.mails();
    const { person, secret } = await activate(scene);
    const access = await scene.store.portal.clientRegistrations.findFor(scene.service.id, {
      platform: 'standard',
      environment: 'production',
    });
    const audit = await scene.store.portal.audit.list({ limit: 20 });
    expect(audit).toContainEqual(
      expect.objectContaining({
        action: 'production.secret_delivered',
        actor: person.person.id,
        objectId: access?.id,
        detail: { client: access?.clientId },
      }),
    );
    expect(await scene.store.portal.productions.findFor(scene.service.id, 'standard')).toMatchObject({
      deliveredTo: person.person.id,
      deliveredAtMs: scene.clock.now(),
    });
    const secrets = await scene.store.portal.clientSecrets.list(access?.id ?? '', 10);
    const mails = await scene.mails();
    expect(mails.length).toBeGreaterThan(0);
    const everything = JSON.stringify([audit, secrets, mails, await onHub(scene)]);
    expect(everything).not.toContain(secret);
    expect(JSON.stringify(audit)).not.toContain(hashClientSecret(secret));
    expect((await scene.owner.browser.get(scene.path)).text).toContain('Secret remis');
  });

  test('twice concurrently delivers one secret', async () => {
    const scene = await opened();
    const people = [await scene.member('owner', true), await scene.member('technical-contact', true)];
    const [first] = people;
    if (first === undefined) throw new Error('no first person');
    await complete(scene, first);
    const pages = await Promise.all(people.map(({ browser }) => browser.get(`${scene.path}/activate`)));
    const answers = await Promise.all(
      people.map(({ browser }, index) => {
        const page = pages[index];
        if (page === undefined) throw new Error('no page');
        return browser.submit(page);
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.filter(({ html }) => secretOn(html) !== '')).toHaveLength(1);
  });

  test('needs a qualification in force', async () => {
    const own = await createTestPortal();
    const scene = await opened(own);
    await complete(scene, scene.owner);
    own.clock.advance(366 * 24 * 3600 * 1000);
    await expireQualifications(own.deps);
    const later = await own.as({ organisation: scene.organisation, secondFactor: true });
    const page = await later.browser.get(`${scene.path}/activate`);
    expect((await later.browser.submit(page)).status).toBe(409);
    expect((await later.browser.get(scene.path)).text).toContain('La qualification n’est plus en vigueur');
    await own.close();
  });
});

describe('an active production', () => {
  test('gets a new secret beside the old one, shown once, and the old one can be ended', async () => {
    const scene = await opened();
    const { person, secret } = await activate(scene);
    const page = await person.browser.get(`${scene.path}/secret`);
    const shown = await person.browser.submit(page, { overlap: '7' });
    const renewed = secretOn(shown.html);
    expect(renewed).not.toBe('');
    expect(renewed).not.toBe(secret);
    expect((await onHub(scene))?.auth.secretHashes.map(({ sha256 }) => sha256).sort()).toEqual(
      [secret, renewed].map(hashClientSecret).sort(),
    );
    // At most two secrets.
    expect((await person.browser.submit(page, { overlap: '7' })).status).toBe(409);
    const [, old] = await scene.store.portal.clientSecrets.list((await onHub(scene))?.id ?? '', 10);
    const overview = await person.browser.get(scene.path);
    await person.browser.submit(overview, {}, { form: `value="${old?.id}"` });
    expect((await onHub(scene))?.auth.secretHashes).toHaveLength(1);
  });

  test('accepts a secret made by the partner: Garance stores its hash only, at activation and at renewal', async () => {
    const scene = await opened();
    const person = await scene.member('owner', true);
    await complete(scene, person);
    const own = hashClientSecret('fabriqué chez nous');
    const page = await person.browser.get(`${scene.path}/activate`);
    expect(page.html).toContain('openssl');
    const shown = await person.browser.submit(page, { sha256: own.toUpperCase() });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('est resté chez vous');
    expect(secretOn(shown.html)).toBe('');
    expect((await onHub(scene))?.auth.secretHashes).toEqual([{ sha256: own }]);
    const second = hashClientSecret('le suivant');
    const renewal = await person.browser.get(`${scene.path}/secret`);
    await person.browser.submit(renewal, { overlap: '1', sha256: second });
    const hashes = (await onHub(scene))?.auth.secretHashes.map(({ sha256 }) => sha256);
    expect(new Set(hashes)).toEqual(new Set([second, own]));
    const audit = await scene.store.portal.audit.list({ limit: 200 });
    const receipts = audit.filter(({ action }) => action === 'production.hash_registered');
    expect(receipts.filter(({ actor }) => actor === person.person.id)).toHaveLength(2);
    expect(JSON.stringify(audit)).not.toContain(own);
  });

  test.each([
    ['that is none', 'pas une empreinte', 422, 'doit être le SHA-256'],
    ['of nothing', hashClientSecret(''), 422, 'doit être le SHA-256'],
    ['of a secret of integration', undefined, 409, 'a déjà servi'],
  ])('refuses a hash %s, with the message beside the field', async (_case, typed, status, text) => {
    const scene = await opened();
    const person = await scene.member('owner', true);
    await complete(scene, person);
    const sha256 = typed ?? (await integrationHash(scene, person));
    const page = await person.browser.get(`${scene.path}/activate`);
    const refused = await person.browser.submit(page, { sha256 });
    expect([refused.status, refused.text.includes(text)]).toEqual([status, true]);
    expect(refused.html).toContain(`value="${sha256}"`);
    expect(await onHub(scene)).toBeUndefined();
    // The failed activation changed nothing: it can be repeated.
    const shown = await person.browser.submit(refused, { sha256: '' });
    expect(secretOn(shown.html)).not.toBe('');
    const renewal = await person.browser.get(`${scene.path}/secret`);
    const again = await person.browser.submit(renewal, { overlap: '30', sha256 });
    expect([again.status, again.text.includes(text)]).toEqual([status, true]);
    expect((await onHub(scene))?.auth.secretHashes).toHaveLength(1);
  });

  test('refuses a hash that is in use without rolling back the transaction, at activation and at renewal', async () => {
    const scene = await opened();
    const person = await scene.member('owner', true);
    await complete(scene, person);
    const ownHash = await integrationHash(scene, person);
    const { store, service } = scene;
    const names: string[] = [];
    // Each transaction writes once more before it ends: what it wrote is there only if it was committed.
    const transaction: typeof store.portal.transaction = (work) =>
      store.portal.transaction(async (tables) => {
        const done = await work(tables);
        names.push(`committed ${names.length}`);
        await tables.people.update(person.person.id, { name: names.at(-1) ?? '', locale: 'fr' });
        return done;
      });
    const deps = { ...portal.deps, store: { ...store, portal: { ...store.portal, transaction } } };
    const order = { service, platform: 'standard', actor: person.person.id, ownHash } as const;
    const authorization = { roles: ['owner'], secondFactor: true } as const;
    const versions = async () => ({
      expectedVersion: (await store.portal.productions.findFor(service.id, 'standard'))?.version ?? 0,
      draftVersion: 0,
    });
    const refused = { ok: false, error: 'integration.hash_used' };
    const before = await versions();
    expect(await activateProduction(deps, { ...order, authorization, ...before })).toEqual(refused);
    expect((await store.portal.people.find(person.person.id))?.name).toBe('committed 0');
    expect(await versions()).toEqual(before);
    await person.browser.submit(await person.browser.get(`${scene.path}/activate`));
    expect(await renewProductionSecret(deps, { ...order, overlapDays: 0 })).toEqual(refused);
    expect((await store.portal.people.find(person.person.id))?.name).toBe('committed 1');
    const [secret] = (await onHub(scene))?.auth.secretHashes ?? [];
    expect(secret?.expiresAtMs).toBeUndefined();
  });

  test('changes its registration by a version that is published with a second factor', async () => {
    const scene = await opened();
    const { person } = await activate(scene);
    const redirectUris = 'https://www.familles.example/nouveau';
    const saved = await complete(scene, person, { redirectUris });
    expect((await onHub(scene))?.redirectUris).toEqual(['https://www.familles.example/retour']);
    const weak = await scene.owner.browser.get(`${scene.path}/registration`);
    expect(weak.text).toContain('Confirmer avec mon second facteur');
    await person.browser.submit(saved, {}, { form: '/publish"' });
    expect((await onHub(scene))?.redirectUris).toEqual([redirectUris]);
  });

  test('is suspended and resumed by the operator, with the reason shown to the partner', async () => {
    const scene = await opened();
    await activate(scene);
    await scene.mails();
    const operator = await scene.as({ platformRoles: ['operator'] });
    const page = await operator.browser.get(scene.path);
    const silent = await operator.browser.submit(page, { event: 'suspend', reason: '' }, { form: '/stop"' });
    expect(silent.status).toBe(422);
    await operator.browser.submit(page, { event: 'suspend', reason: 'Fuite signalée.' }, { form: '/stop"' });
    expect((await onHub(scene))?.status).toBe('suspended');
    const partner = await scene.owner.browser.get(scene.path);
    expect(partner.text).toContain('Suspendue');
    expect(partner.text).toContain('Fuite signalée.');
    const mails = (await scene.mails()).filter(({ to }) => to === scene.owner.person.email);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('Fuite signalée.');
    await operator.browser.submit(
      await operator.browser.get(scene.path),
      { event: 'resume' },
      { form: '/stop"' },
    );
    expect((await onHub(scene))?.status).toBe('active');
  });

  test('cannot be reopened once it is closed', async () => {
    const scene = await opened();
    await activate(scene);
    const order = {
      deps: scene.deps,
      serviceId: scene.service.id,
      platform: 'standard',
      actor: 'system',
      reason: 'Fin du service.',
    } as const;
    const inside = scene.store.portal;
    expect(await inside.transaction((tables) => closeProduction(tables, order))).toBe(true);
    expect(await inside.transaction((tables) => resumeProduction(tables, order))).toBe(false);
    expect(await inside.transaction((tables) => suspendProduction(tables, order))).toBe(false);
    expect((await onHub(scene))?.status).toBe('suspended');
  });
});

describe('the trace of production', () => {
  test('finds the request of an occurrence id among this client’s requests only', async () => {
    const scene = await opened();
    const before = await scene.owner.browser.get(`${scene.path}/trace`);
    expect(before.text).toContain('Aucune requête');
    await activate(scene);
    const clientId = (await onHub(scene))?.clientId ?? '';
    const hub = { platform: 'standard', environment: 'production' } as const;
    const entry = { atMs: scene.clock.now(), hub, clientId, endpoint: 'token', checks: ['client'] };
    const [own, foreign] = ['e'.repeat(32), 'f'.repeat(32)];
    const { clientId: tested } = await scene.current('standard');
    await scene.store.portal.trace.append([
      { ...entry, occurrenceId: own, outcome: 'token.code_unknown' },
      { ...entry, occurrenceId: foreign, clientId: tested, outcome: 'token.pkce_failed' },
    ]);
    const page = await scene.owner.browser.get(scene.path);
    expect(page.html).toContain(`href="${scene.path}/trace"`);
    const found = await scene.owner.browser.get(`${scene.path}/trace?occurrence=${own}`);
    expect(found.text).toContain('token.code_unknown');
    expect(found.html).toContain(`action="${scene.path}/trace"`);
    const other = await scene.owner.browser.get(`${scene.path}/trace?occurrence=${foreign}`);
    expect(other.text).toContain('Aucune requête');
  });

  test('is visible to the roles that may see traces, and to no others', async () => {
    const scene = await opened();
    await activate(scene);
    const reader = await scene.member('reader');
    expect((await reader.browser.get(scene.path)).html).not.toContain('/trace"');
    expect((await reader.browser.get(`${scene.path}/trace`)).status).toBe(403);
    const outsider = await scene.outsider();
    expect((await outsider.browser.get(`${scene.path}/trace`)).status).toBe(404);
  });
});

describe('rights by role (security.md 17)', () => {
  test('a production of another organisation answers 404', async () => {
    const scene = await opened();
    const outsider = await scene.outsider();
    for (const path of ['', '/registration', '/activate', '/secret']) {
      expect((await outsider.browser.get(`${scene.path}${path}`)).status, path).toBe(404);
    }
    for (const path of ['/registration', '/activate', '/publish', '/secret', '/secret/end', '/stop']) {
      expect((await outsider.browser.post(`${scene.path}${path}`, {})).status, path).toBe(404);
    }
  });

  test('readers and contributors see it and change nothing', async () => {
    const scene = await opened();
    for (const role of ['reader', 'contributor'] as const) {
      const person = await scene.member(role, true);
      expect((await person.browser.get(scene.path)).status).toBe(200);
      for (const path of ['/registration', '/activate', '/publish', '/secret', '/secret/end', '/stop']) {
        expect((await person.browser.post(`${scene.path}${path}`, {})).status, `${role} ${path}`).toBe(403);
      }
    }
  });

  test('of the team, only the operator stops it', async () => {
    const scene = await opened();
    for (const role of ['qualification-officer', 'support-agent'] as const) {
      const person = await scene.as({ platformRoles: [role] });
      expect((await person.browser.get(scene.path)).status, role).toBe(200);
      for (const path of ['/activate', '/secret', '/stop']) {
        expect((await person.browser.post(`${scene.path}${path}`, {})).status, `${role} ${path}`).toBe(403);
      }
    }
  });

  test('a form without our token changes nothing', async () => {
    const scene = await opened();
    const person = await scene.member('owner', true);
    await complete(scene, person);
    const fields = { csrf: 'x', version: '1', draftVersion: '1' };
    expect((await person.browser.post(`${scene.path}/activate`, fields)).status).toBe(403);
    expect(await onHub(scene)).toBeUndefined();
  });
});
