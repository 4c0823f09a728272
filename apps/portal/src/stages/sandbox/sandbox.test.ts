import { knownScopes, type Platform } from '@garance/core';
import { hashClientSecret } from '@garance/oidc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Organisation } from '../../objects/account/tables/accounts.ts';
import { blockOrganisation } from '../../objects/organisation/organisation-acts.ts';
import { blockPerson } from '../../objects/organisation/person-acts.ts';
import {
  createIntegrationScene,
  createPortalInWorld,
  type PortalInWorld,
} from '../../objects/registration/testing/integration-scene.ts';
import { removeSandboxClientsOf } from '../../objects/sandbox/clients.ts';
import { sandboxLimits } from '../../objects/sandbox/rules.ts';
import type { TestPerson, TestPersonOptions } from '../../testing/portal-fixture.ts';
import type { TestPage } from '../../testing/test-browser.ts';

let portal: PortalInWorld;
beforeAll(async () => {
  portal = await createPortalInWorld();
});
afterAll(() => portal.close());

/** An organisation of which a service has a habilitation. */
async function provenOrganisation(): Promise<Organisation> {
  const scene = await createIntegrationScene(portal);
  await scene.habilitate('standard');
  return scene.organisation;
}

const member = (organisation: Organisation, role: TestPersonOptions['role'] = 'technical-contact') =>
  portal.as({ organisation, role });

const sandboxForm = { form: 'action="/sandbox"' };

interface ClientInput {
  readonly platform?: Platform;
  readonly organisation?: Organisation;
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
}

async function make(
  { browser }: TestPerson,
  { platform = 'standard', organisation, fields = {} }: ClientInput = {},
): Promise<TestPage> {
  const forWhom = organisation === undefined ? '' : `&for=${organisation.id}`;
  const page = await browser.get(`/sandbox/new?platform=${platform}${forWhom}`);
  const own = organisation === undefined ? {} : { redirectUris: 'https://essai.example/retour' };
  return browser.submit(page, { ...own, ...fields }, sandboxForm);
}

const published = async (platform: Platform = 'standard') =>
  portal.store.registrations.listPublished({ platform, environment: 'integration' });

/** The client of the page shown after its creation. */
function madeOn({ html }: TestPage): string {
  const id = /\/sandbox\/([0-9a-f-]{36})"/.exec(html)?.[1];
  if (id === undefined) throw new Error('nothing was made');
  return id;
}

const registrationOf = async (id: string, platform: Platform = 'standard') =>
  (await published(platform)).find((registration) => registration.id === id);

/** The secret shown on the page. */
function secretOn({ html }: TestPage): string {
  return /<code[^>]*>([\w-]{43})<\/code>/.exec(html)?.[1] ?? '';
}

describe('a person without an organisation', () => {
  it('makes a client for their own machine, and gets its configuration, and its secret once', async () => {
    const person = await portal.as();
    const list = await person.browser.get('/sandbox');
    expect(list.text).toContain('Aucun client pour l’instant');
    const shown = await make(person);
    expect(shown.status).toBe(200);
    const id = madeOn(shown);
    const registration = await registrationOf(id);
    expect(registration).toMatchObject({
      kind: 'sandbox',
      environment: 'integration',
      platform: 'standard',
      status: 'active',
      serviceId: id,
      displayName: 'Test',
      redirectUris: ['http://localhost:8080/callback'],
      auth: { secretHashes: [{ sha256: hashClientSecret(secretOn(shown)) }] },
    });
    const page = await person.browser.get(`/sandbox/${id}`);
    for (const text of [
      registration?.clientId ?? '?',
      'https://standard.integration.garance.example/api/v2',
    ]) {
      expect(shown.text).toContain(text);
      expect(page.text).toContain(text);
    }
    expect(page.html).not.toContain(secretOn(shown));
    expect((await person.browser.get('/sandbox')).text).toContain(registration?.clientId ?? '?');
  });

  it('attack 25: has two clients over both platforms, also by concurrent requests', async () => {
    const person = await portal.as();
    const page = await person.browser.get('/sandbox/new?platform=standard');
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => (await person.browser.submit(page, {}, sandboxForm)).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(sandboxLimits.person);
    expect(statuses.filter((status) => status === 409)).toHaveLength(6 - sandboxLimits.person);
    const list = await person.browser.get('/sandbox');
    expect(list.text).toContain('Supprimez-en un pour en créer un autre');
    expect(list.html).not.toContain('/sandbox/new');
    const holder = { kind: 'person', personId: person.person.id } as const;
    expect(await portal.store.portal.sandboxClients.ofHolder(holder)).toHaveLength(2);
  });

  it('attack 24: cannot name other addresses: the typed values are kept, and nothing is published', async () => {
    const person = await portal.as();
    const before = (await published()).length;
    const refused = await make(person, {
      fields: { displayName: 'Banque de France', redirectUris: 'https://banque.example/retour' },
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('n’est pas sur votre machine');
    expect(refused.text).toContain('doit commencer par « Test »');
    expect(refused.html).toContain('https://banque.example/retour');
    expect((await published()).length).toBe(before);
  });

  it('attack 25: cannot fill a hub by making and removing clients repeatedly', async () => {
    const person = await portal.as();
    let last = 200;
    for (let round = 0; round < 40 && last !== 429; round += 1) {
      const made = await make(person);
      last = made.status;
      if (last !== 200) break;
      const page = await person.browser.get(`/sandbox/${madeOn(made)}/remove`);
      await person.browser.submit(page, {}, { form: '/remove' });
    }
    expect(last).toBe(429);
  });

  it('attack 19: does not leave a pasted private key in the database', async () => {
    const person = await portal.as();
    const jwks = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'SECRETPART' }] });
    const refused = await make(person, { platform: 'plus', fields: { keysKind: 'jwks', jwks } });
    expect(refused.status).toBe(422);
    expect(refused.html).not.toContain('SECRETPART');
  });
});

describe('an organisation', () => {
  it('that is proven makes several clients per platform, on addresses of its own, with every scope', async () => {
    const organisation = await provenOrganisation();
    const person = await member(organisation);
    const scopes = [...knownScopes('standard')];
    for (const instance of ['Préproduction', 'Instance d’essai']) {
      const made = await make(person, { organisation, fields: { displayName: instance, scopes } });
      expect([instance, made.status]).toEqual([instance, 200]);
      expect(await registrationOf(madeOn(made))).toMatchObject({
        kind: 'sandbox',
        displayName: instance,
        organisationId: organisation.id,
        scopes,
      });
    }
    const list = await person.browser.get('/sandbox');
    for (const text of ['Préproduction', 'Instance d’essai', organisation.name])
      expect(list.text).toContain(text);
    expect(list.text).not.toContain('Sur ma machine');
  });

  it('has its limit on each platform', async () => {
    const organisation = await provenOrganisation();
    const person = await member(organisation);
    for (let index = 0; index < sandboxLimits.organisation; index += 1) {
      expect((await make(person, { organisation })).status).toBe(200);
    }
    const page = await person.browser.get('/sandbox');
    expect(page.html).not.toContain('platform=standard');
    expect(page.html).toContain('platform=plus');
    const form = await person.browser.get(`/sandbox/new?platform=standard&for=${organisation.id}`);
    const filled = { redirectUris: 'https://essai.example/retour' };
    const refused = await person.browser.submit(form, filled, sandboxForm);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('integration.too_many_sandbox_clients');
  });

  it('attack 24: that is not proven makes none, and its members have their own two', async () => {
    const organisation = await portal.organisation({ name: 'Mairie de Nulle-Part', proven: false });
    const person = await member(organisation, 'owner');
    const list = await person.browser.get('/sandbox');
    expect(list.text).toContain('Mairie de Nulle-Part n’est pas encore vérifiée');
    expect(list.html).not.toContain(`for=${organisation.id}`);
    const forbidden = await person.browser.get(`/sandbox/new?platform=standard&for=${organisation.id}`);
    expect([forbidden.status, forbidden.text.includes('integration.organisation_unproven')]).toEqual([
      403,
      true,
    ]);
    const page = await person.browser.get('/sandbox/new?platform=standard');
    const forged = await person.browser.submit(page, { for: organisation.id }, sandboxForm);
    expect(forged.status).toBe(403);
    const holder = { kind: 'organisation', organisationId: organisation.id } as const;
    expect(await portal.store.portal.sandboxClients.ofHolder(holder)).toEqual([]);
    expect((await make(person)).status).toBe(200);
  });

  it('attack 24: that is blocked, or whose client’s holder is, loses the clients', async () => {
    const organisation = await provenOrganisation();
    const ofOrganisation = madeOn(await make(await member(organisation), { organisation }));
    const alone = await portal.as();
    const ofPerson = madeOn(await make(alone));
    const operator = await portal.as({ platformRoles: ['operator'] });
    await portal.store.portal.transaction(async (tables) => {
      const order = { tables, deps: portal.deps, actor: operator.person.id, reason: 'Fraude' };
      const authorization = { roles: ['operator'], secondFactor: true } as const;
      await blockOrganisation({ ...order, organisation, authorization });
      await blockPerson({ ...order, person: alone.person });
    });
    expect(await registrationOf(ofOrganisation)).toBeUndefined();
    expect(await registrationOf(ofPerson)).toBeUndefined();
  });

  it('that is proven: its members make no clients of their own', async () => {
    const organisation = await provenOrganisation();
    const person = await member(organisation);
    expect((await person.browser.get('/sandbox/new?platform=standard')).status).toBe(403);
  });
});

describe('attack 17: a sandbox client', () => {
  it('of another holder answers 404: its pages and its forms', async () => {
    const organisation = await provenOrganisation();
    const holder = await member(organisation);
    const alone = await portal.as();
    const ids = [madeOn(await make(holder, { organisation })), madeOn(await make(alone))];
    const outsiders = [
      await portal.as(),
      await member(await provenOrganisation(), 'owner'),
      await portal.as({ platformRoles: ['legal-reviewer'], secondFactor: false }),
    ];
    for (const { browser } of outsiders) {
      for (const id of ids) {
        for (const path of ['', '/trace', '/edit', '/remove']) {
          expect((await browser.get(`/sandbox/${id}${path}`)).status).toBe(404);
        }
        for (const path of ['/edit', '/secret', '/remove']) {
          expect((await browser.post(`/sandbox/${id}${path}`, { csrf: 'x' })).status).toBe(404);
        }
      }
    }
    for (const id of ids) expect(await registrationOf(id)).toMatchObject({ status: 'active' });
    // Colleagues have no access to a client that belongs to a person.
    expect((await holder.browser.get(`/sandbox/${ids[1]}`)).status).toBe(404);
  });

  it('is not changed without the form’s own token', async () => {
    const person = await portal.as();
    const id = madeOn(await make(person));
    for (const path of ['/edit', '/secret', '/remove']) {
      expect((await person.browser.post(`/sandbox/${id}${path}`, { csrf: 'x'.repeat(43) })).status).toBe(403);
    }
  });
});

describe('a sandbox client after its creation', () => {
  it('is changed without losing client id, sector and secret; a wrong value is refused beside its field', async () => {
    const person = await portal.as();
    const shown = await make(person);
    const id = madeOn(shown);
    const before = await registrationOf(id);
    const edit = await person.browser.get(`/sandbox/${id}/edit`);
    const wrong = await person.browser.submit(edit, { displayName: 'Autre' }, { form: '/edit' });
    expect([wrong.status, wrong.html.includes('displayName-error')]).toEqual([422, true]);
    const saved = await person.browser.submit(wrong, { displayName: 'Test deux' }, { form: '/edit' });
    expect(saved.url).toBe(`/sandbox/${id}`);
    const after = await registrationOf(id);
    expect(after).toMatchObject({ version: 2, displayName: 'Test deux' });
    for (const kept of ['clientId', 'sector', 'auth', 'kind', 'serviceId'] as const) {
      expect(after?.[kept]).toEqual(before?.[kept]);
    }
  });

  it('changed by two people at once: the second gets a conflict, and keeps what was typed', async () => {
    const organisation = await provenOrganisation();
    const [colleague, other] = [await member(organisation), await member(organisation)];
    const id = madeOn(await make(colleague, { organisation }));
    const [first, second] = await Promise.all(
      [colleague, other].map(({ browser }) => browser.get(`/sandbox/${id}/edit`)),
    );
    if (first === undefined || second === undefined) throw new Error('no page');
    await colleague.browser.submit(first, { displayName: 'Celui de la première' }, { form: '/edit' });
    const response = await other.browser.submit(
      second,
      { displayName: 'Celui de la seconde' },
      { form: '/edit' },
    );
    expect(response.status).toBe(409);
    expect(response.html).toContain('Celui de la seconde');
    const again = await other.browser.submit(response, {}, { form: '/edit' });
    expect(again.url).toBe(`/sandbox/${id}`);
    expect(await registrationOf(id)).toMatchObject({ displayName: 'Celui de la seconde' });
  });

  it('gets another secret, and the former ends at once', async () => {
    const person = await portal.as();
    const shown = await make(person);
    const id = madeOn(shown);
    const renewed = await person.browser.submit(
      await person.browser.get(`/sandbox/${id}`),
      {},
      { form: '/secret' },
    );
    expect(secretOn(renewed)).not.toBe(secretOn(shown));
    expect((await registrationOf(id))?.auth.secretHashes).toEqual([
      { sha256: hashClientSecret(secretOn(renewed)) },
    ]);
  });

  it('that authenticates by key has no secret; changed back, one is made and shown', async () => {
    const organisation = await provenOrganisation();
    const person = await member(organisation);
    const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ]);
    const jwk = {
      ...(await crypto.subtle.exportKey('jwk', publicKey)),
      kid: 'k',
      use: 'sig',
      key_ops: ['verify'],
    };
    const fields = {
      authMethod: 'private_key_jwt',
      assertionAlg: 'ES256',
      keysKind: 'jwks',
      jwks: JSON.stringify({ keys: [jwk] }),
    };
    const made = await make(person, { organisation, fields });
    expect(made.url).toMatch(/^\/sandbox\/[0-9a-f-]{36}$/);
    const id = made.url.slice('/sandbox/'.length);
    expect((await registrationOf(id))?.auth.secretHashes).toEqual([]);
    expect(made.html).not.toContain('/secret"');
    const edit = await person.browser.get(`/sandbox/${id}/edit`);
    const shown = await person.browser.submit(edit, { authMethod: 'client_secret_basic' }, { form: '/edit' });
    expect((await registrationOf(id))?.auth).toMatchObject({
      method: 'client_secret_basic',
      secretHashes: [{ sha256: hashClientSecret(secretOn(shown)) }],
    });
  });

  it('attack 11: has its keys fetched as the hub would, and unusable ones are refused', async () => {
    const organisation = await provenOrganisation();
    const person = await member(organisation);
    const fields = {
      keysKind: 'jwks_uri',
      jwksUri: 'https://nulle-part.example/jwks',
      encryptionAlg: 'ECDH-ES',
    };
    const refused = await make(person, { organisation, platform: 'plus', fields });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('jwksUri-error');
  });

  it('that is removed is unknown to the hub at once and for ever, after one confirmation', async () => {
    const person = await portal.as();
    const id = madeOn(await make(person));
    const response = await person.browser.get(`/sandbox/${id}/remove`);
    expect(await registrationOf(id)).toBeDefined();
    const list = await person.browser.submit(response, {}, { form: '/remove' });
    expect(list.text).toContain('Le client est supprimé');
    expect(await registrationOf(id)).toBeUndefined();
    expect((await person.browser.get(`/sandbox/${id}`)).status).toBe(404);
    const holder = { kind: 'person', personId: person.person.id } as const;
    expect(await portal.store.portal.sandboxClients.ofHolder(holder)).toEqual([]);
  });

  it('attack 12: suspended by an operator, stays so after changes by its holder, who is notified', async () => {
    const person = await portal.as();
    const id = madeOn(await make(person));
    const operator = await portal.as({ platformRoles: ['operator'] });
    const page = await operator.browser.get(`/administration/services/${id}`);
    await operator.browser.submit(page, { reason: 'hameçonnage' }, { form: '/suspend' });
    expect((await person.browser.get(`/sandbox/${id}`)).text).toContain('a suspendu ce client');
    const edit = await person.browser.get(`/sandbox/${id}/edit`);
    await person.browser.submit(edit, { displayName: 'Test deux' }, { form: '/edit' });
    expect(await registrationOf(id)).toMatchObject({ displayName: 'Test deux', status: 'suspended' });
    await person.browser.submit(await person.browser.get(`/sandbox/${id}`), {}, { form: '/secret' });
    expect(await registrationOf(id)).toMatchObject({ status: 'suspended' });
  });

  it('is removed together with its holder', async () => {
    const person = await portal.as();
    const ids = [madeOn(await make(person)), madeOn(await make(person))];
    const holder = { kind: 'person', personId: person.person.id } as const;
    const order = { deps: portal.deps, actor: 'system', holder };
    expect(await portal.store.portal.transaction((tables) => removeSandboxClientsOf(tables, order))).toBe(2);
    for (const id of ids) expect(await registrationOf(id)).toBeUndefined();
  });

  it('has a trace of its own requests only', async () => {
    const person = await portal.as();
    const id = madeOn(await make(person));
    const clientId = (await registrationOf(id))?.clientId ?? '';
    const hub = { platform: 'standard', environment: 'integration' } as const;
    const entry = { atMs: portal.clock.now(), hub, endpoint: 'token', checks: ['client'] };
    await portal.store.portal.trace.append([
      { ...entry, clientId, occurrenceId: 'a'.repeat(32), outcome: 'token.pkce_failed' },
      { ...entry, clientId: 'another', occurrenceId: 'b'.repeat(32), outcome: 'token.code_replayed' },
    ]);
    const page = await person.browser.get(`/sandbox/${id}/trace`);
    expect(page.text).toContain('token.pkce_failed');
    expect(page.text).not.toContain('token.code_replayed');
    const other = await person.browser.get(`/sandbox/${id}/trace?occurrence=${'b'.repeat(32)}`);
    expect(other.text).not.toContain('token.code_replayed');
  });

  it('is marked for the operator', async () => {
    const person = await portal.as();
    const made = await make(person, { fields: { displayName: 'Test marqué' } });
    const operator = await portal.as({ platformRoles: ['operator'] });
    const list = await operator.browser.get('/administration/services?hub=standard-integration&text=marqué');
    expect(list.text).toContain('Test marqué Bac à sable');
    const page = await operator.browser.get(`/administration/services/${madeOn(made)}`);
    expect(page.text).toContain('Nature Bac à sable');
  });

  it('leaves every change in the audit log, without a secret', async () => {
    const person = await portal.as();
    const shown = await make(person);
    const id = madeOn(shown);
    await person.browser.submit(await person.browser.get(`/sandbox/${id}/remove`), {}, { form: '/remove' });
    const entries = await portal.store.portal.audit.list({ limit: 10, filter: { objectId: id } });
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['sandbox.remove', person.person.id],
      ['sandbox.create', person.person.id],
    ]);
    expect(JSON.stringify(entries)).not.toContain(secretOn(shown));
  });
});

describe('attack 14: the way to production', () => {
  it('never begins at a sandbox client: it has no service, no qualification, no client registration in production', async () => {
    const organisation = await provenOrganisation();
    const person = await member(organisation, 'owner');
    const id = madeOn(await make(person, { organisation }));
    for (const path of ['integration', 'qualification', 'production']) {
      expect((await person.browser.get(`/services/${id}/standard/${path}`)).status).toBe(404);
    }
    expect(await portal.store.portal.clientRegistrations.find(id)).toBeUndefined();
    for (const platform of ['standard', 'plus'] as const) {
      const live = await portal.store.registrations.listPublished({ platform, environment: 'production' });
      expect(live.filter(({ kind }) => kind === 'sandbox')).toEqual([]);
    }
  });
});
