import type { Provider } from '@garance/core';
import { createOutbound } from '@garance/web/outbound';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPortalInWorld,
  type PortalInWorld,
} from '../../../objects/registration/testing/integration-scene.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../../../testing/portal-fixture.ts';
import { checkProvider } from './discovery.ts';

const hub = { platform: 'plus', environment: 'integration' } as const;
const root = '/administration/providers/plus-integration';
const issuer = 'https://banque.example';
const secret = 'secret-of-the-hub-at-the-bank';
const hostile = '<script>alert(1)</script>';

const form = {
  id: 'banque',
  name: 'Banque d’essai',
  discovery_url: issuer,
  client_id: 'garance',
  client_secret: secret,
  levels: ['eidas2', 'eidas3'],
} as const;

const keySet = '{"keys":[{"kty":"EC","crv":"P-256","x":"x","y":"y","kid":"1"}]}';
const byHand = {
  source_kind: 'endpoints',
  discovery_url: '',
  issuer,
  authorization_url: `${issuer}/authorize`,
  token_url: `${issuer}/token`,
  userinfo_url: `${issuer}/userinfo`,
  jwks_url: `${issuer}/jwks`,
} as const;

const documentOf = (changes: object = {}) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  id_token_signing_alg_values_supported: ['ES256'],
  ...changes,
});

describe('identity providers', () => {
  let scene: PortalInWorld;
  let operator: TestPerson;
  beforeAll(async () => {
    scene = await createPortalInWorld();
    operator = await scene.as({ platformRoles: ['operator'] });
    publish(documentOf());
    scene.world.set(`${issuer}/jwks`, { status: 200, body: '{"keys":[{"kty":"EC","kid":"1"}]}' });
  });
  afterAll(() => scene.close());

  function publish(document: object | string, status = 200) {
    const body = typeof document === 'string' ? document : JSON.stringify(document);
    scene.world.set(`${issuer}/.well-known/openid-configuration`, { status, body });
  }
  const submit = async (changes: Readonly<Record<string, string | readonly string[]>> = {}) =>
    operator.browser.submit(await operator.browser.get(root), { ...form, ...changes });
  const find = async (id = 'banque'): Promise<Provider | undefined> =>
    (await scene.store.portal.providers.list(hub)).find((provider) => provider.id === id);
  const page = () => operator.browser.get(`${root}/banque`);
  const acts = async () =>
    (await scene.store.portal.audit.list({ limit: 50, filter: { objectId: 'plus/integration/banque' } })).map(
      ({ action, actor }) => [action, actor],
    );

  it('are created from a discovery address, disabled until they are activated; every act is in the audit log', async () => {
    const created = await submit();
    expect(created.text).toContain('désactivé jusqu’à ce que vous l’activiez');
    expect(created.text).toContain('https://plus.integration.garance.example/api/v2/oidc-callback/banque');
    expect(await find()).toMatchObject({
      ...hub,
      status: 'disabled',
      source: { kind: 'discovery', url: issuer },
      levels: ['eidas2', 'eidas3'],
      clientSecret: secret,
    });
    const activated = await operator.browser.submit(
      created,
      { status: 'active' },
      { form: '/banque/status' },
    );
    expect(activated.text).toContain('Le fournisseur est actif');
    expect(await find()).toMatchObject({ status: 'active' });
    const edit = await page();
    await operator.browser.submit(
      edit,
      { name: 'Banque', display_order: '-5', maintenance_fr: 'Ce soir', maintenance_en: 'Tonight' },
      { form: 'name="discovery_url"' },
    );
    expect(await find()).toMatchObject({
      name: 'Banque',
      displayOrder: -5,
      status: 'active',
      maintenanceMessage: { fr: 'Ce soir', en: 'Tonight' },
      // An empty secret field keeps the stored secret.
      clientSecret: secret,
    });
    await operator.browser.submit(await page(), { status: 'maintenance' }, { form: '/banque/status' });
    await operator.browser.submit(await page(), { status: 'disabled' }, { form: '/banque/status' });
    expect(await find()).toMatchObject({ status: 'disabled' });
    const by = operator.person.id;
    expect(await acts()).toEqual([
      ['provider.status', by],
      ['provider.status', by],
      ['provider.change', by],
      ['provider.status', by],
      ['provider.create', by],
    ]);
  });

  it('are created without discovery, from their addresses and their keys', async () => {
    const created = await submit({
      ...byHand,
      id: 'main',
      end_session_url: `${issuer}/bye`,
      iss_parameter: 'yes',
    });
    expect(created.text).toContain('désactivé jusqu’à ce que vous l’activiez');
    const endpoints = {
      issuer,
      authorization: `${issuer}/authorize`,
      token: `${issuer}/token`,
      userinfo: `${issuer}/userinfo`,
      issParameter: true,
      endSession: `${issuer}/bye`,
    };
    expect((await find('main'))?.source).toEqual({
      kind: 'endpoints',
      endpoints: { ...endpoints, jwks: `${issuer}/jwks` },
    });
    const tested = await operator.browser.submit(created, {}, { form: '/main/test' });
    expect(tested.text).toContain('Ses clés publiques se lisent Oui');
    const edit = await operator.browser.get(`${root}/main`);
    await operator.browser.submit(edit, { jwks_url: '', keys: keySet }, { form: 'name="discovery_url"' });
    expect((await find('main'))?.source).toEqual({ kind: 'endpoints', endpoints, keys: JSON.parse(keySet) });
    // A discovery address is added later.
    await operator.browser.submit(
      await operator.browser.get(`${root}/main`),
      { source_kind: 'discovery', discovery_url: issuer },
      { form: 'name="discovery_url"' },
    );
    expect((await find('main'))?.source).toEqual({ kind: 'discovery', url: issuer });
  });

  it('keep every value of their form, and show it again', async () => {
    await submit({
      id: 'tout',
      levels: ['eidas2', 'eidas3'],
      signing_alg: 'RS256',
      userinfo_signing_alg: 'ES256',
      userinfo_format: 'nested',
      userinfo_encryption_alg: 'RSA-OAEP',
      acr_map: 'urn:loa=2 = eidas2\ncarte = eidas3',
      scopes: 'openid  identity:fr',
      acr_kind: 'fixed',
      acr_values: 'a b',
      claims: '{"userinfo":{"birthdate":{"essential":true}}}',
      extra_parameters: 'vendor.hint = a = b\n\nother=1',
      send_ui_locales: '',
      pkce: '',
      amr: 'eidas',
      amr_passed_on: 'yes',
      usage_name: 'yes',
      hidden: 'yes',
      beta: 'yes',
      approval_fr: 'À lire\nbien',
      approval_en: 'To read',
    });
    const kept = {
      idTokenSigningAlg: 'RS256',
      userinfoSigningAlg: 'ES256',
      userinfoFormat: 'nested',
      userinfoEncryption: { alg: 'RSA-OAEP', enc: 'A256GCM' },
      acrMap: { 'urn:loa=2': 'eidas2', carte: 'eidas3' },
      scopes: ['openid', 'identity:fr'],
      acrValues: ['a', 'b'],
      claims: { userinfo: { birthdate: { essential: true } } },
      extraParameters: { 'vendor.hint': 'a = b', other: '1' },
      sendUiLocales: false,
      pkce: false,
      amr: 'eidas',
      amrPassedOn: true,
      preferredUsernameIsUsageName: true,
      display: { hidden: true, beta: true, approval: { fr: 'À lire\nbien', en: 'To read' } },
    };
    expect(await find('tout')).toMatchObject(kept);
    const before = await find('tout');
    const edit = await operator.browser.get(`${root}/tout`);
    for (const mark of ['Masqué', 'En phase de test', 'Texte à lire avant'])
      expect(edit.text).toContain(mark);
    await operator.browser.submit(edit, { pkce: '' }, { form: 'name="discovery_url"' });
    expect(await find('tout')).toEqual(before);
  });

  it('sign with the secret on standard, where it is long enough', async () => {
    const standard = '/administration/providers/standard-integration';
    const send = async (changes: Readonly<Record<string, string | readonly string[]>>) =>
      operator.browser.submit(await operator.browser.get(standard), {
        ...form,
        levels: ['eidas1'],
        signing_alg: 'HS256',
        userinfo_format: 'json',
        ...changes,
      });
    const short = await send({ id: 'court', client_secret: 's'.repeat(31) });
    expect([short.status, short.html.includes('client_secret-error')]).toEqual([422, true]);
    expect((await send({ id: 'long', client_secret: 's'.repeat(32) })).status).toBe(200);
    const inner = { platform: 'standard', environment: 'integration' } as const;
    const [kept] = await scene.store.portal.providers.list(inner);
    expect(kept).toMatchObject({ id: 'long', idTokenSigningAlg: 'HS256', userinfoFormat: 'json' });
    // Other changes do not need the secret again; a shorter secret is refused.
    const edit = await operator.browser.get(`${standard}/long`);
    const mark = { form: 'name="discovery_url"' };
    expect((await operator.browser.submit(edit, { name: 'Long' }, mark)).status).toBe(200);
    expect((await operator.browser.submit(edit, { client_secret: 'short' }, mark)).status).toBe(422);
  });

  it('show the operator which answers were refused, and the provider’s error', async () => {
    const empty = await page();
    expect(empty.text).toContain('Aucune réponse de ce fournisseur n’a été refusée');
    await scene.store.providerRefusals.append([
      {
        hub,
        providerId: 'banque',
        atMs: scene.clock.now(),
        error: 'provider.answered_error',
        check: 'answer',
        providerError: { error: 'invalid_scope', description: `Invalid scopes: ${hostile}` },
      },
      { hub, providerId: 'autre', atMs: scene.clock.now(), error: 'provider.nonce' },
    ]);
    const shown = await page();
    expect(shown.text).toContain('provider.answered_error, answer');
    expect(shown.text).toContain('invalid_scope : Invalid scopes:');
    expect(shown.html).not.toContain(hostile);
    expect(shown.html).not.toContain('provider.nonce');
  });

  it('belong to one hub, and an id is used once', async () => {
    expect((await operator.browser.get('/administration/providers?hub=standard-production')).text).toContain(
      'Aucun fournisseur',
    );
    expect((await operator.browser.get('/administration/providers?hub=plus-integration')).text).toContain(
      'Banque',
    );
    expect((await operator.browser.get('/administration/providers/standard-integration/banque')).status).toBe(
      404,
    );
    const before = await acts();
    const again = await submit({ name: 'Une autre' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('déjà pris');
    expect(again.html).toContain('Une autre');
    expect(await find()).toMatchObject({ name: 'Banque' });
    expect(await acts()).toEqual(before);
  });

  it('are tested against their servers when the operator asks', async () => {
    const good = await operator.browser.submit(await page(), {}, { form: '/banque/test' });
    expect(good.text.match(/ Oui /g)?.length).toBeGreaterThanOrEqual(6);
    publish(documentOf({ id_token_signing_alg_values_supported: ['RS256'] }));
    const other = await operator.browser.submit(await page(), {}, { form: '/banque/test' });
    expect(other.text).toContain('Il signe avec l’algorithme choisi Non');
    publish(documentOf());
  });

  it.each([
    ['of another issuer', documentOf({ issuer: 'https://other.example' })],
    [
      'with an address that is not https',
      documentOf({ authorization_endpoint: 'http://banque.example/authorize' }),
    ],
    ['with a script for an address', documentOf({ authorization_endpoint: 'javascript:alert(1)' })],
    ['without a token address', documentOf({ token_endpoint: undefined })],
    ['that is a page', '<html></html>'],
  ])(
    'a discovery document %s is refused, and everything typed but the secret is kept',
    async (_, document) => {
      publish(document);
      const refused = await submit({ id: 'nouvelle', name: 'À garder' });
      publish(documentOf());
      expect(refused.status).toBe(422);
      expect(refused.html).toContain('discovery_url-error');
      expect(refused.html).toContain('À garder');
      expect(refused.html).not.toContain(secret);
      expect(await find('nouvelle')).toBeUndefined();
    },
  );

  it.each([
    ['id', { id: '../etc' }],
    ['id', { id: 'Majuscule' }],
    ['name', { name: '' }],
    ['name', { name: 'Banque \u202eessai' }],
    ['name', { name: 'Banque\nd’essai' }],
    ['auth_method', { auth_method: 'none' }],
    ['discovery_url', { discovery_url: 'https://user:pass@banque.example' }],
    ['discovery_url', { discovery_url: 'javascript:alert(1)' }],
    ['discovery_url', { discovery_url: 'https://nowhere.example' }],
    ['client_id', { client_id: '' }],
    ['client_secret', { client_secret: '' }],
    ['levels', { levels: [] }],
    ['levels', { levels: ['eidas1'] }],
    ['display_order', { display_order: 'first' }],
    ['maintenance_en', { maintenance_fr: 'Ce soir' }],
    ['userinfo_encryption_alg', { userinfo_format: 'nested' }],
    ['userinfo_encryption_alg', { userinfo_encryption_alg: 'ECDH-ES' }],
    ['signing_alg', { signing_alg: 'HS256', client_secret: 's'.repeat(64) }],
    ['signing_alg', { signing_alg: 'none' }],
    ['userinfo_signing_alg', { userinfo_signing_alg: 'HS256', client_secret: 's'.repeat(64) }],
    ['userinfo_format', { userinfo_format: 'json' }],
    ['send_max_age', { send_max_age: '' }],
    ['acr_map', { acr_map: 'carte' }],
    ['acr_map', { acr_map: 'carte = eidas4' }],
    ['acr_map', { acr_map: 'carte = eidas2\ncarte = eidas3' }],
    ['acr_map', { acr_map: 'la carte = eidas2' }],
    ['acr_map', { acr_map: 'bas = eidas1' }],
    ['scopes', { scopes: 'profile email' }],
    ['scopes', { scopes: 'openid "profile"' }],
    ['scopes', { scopes: 'openid profil\u00e9' }],
    ['scopes', { scopes: 'openid email email' }],
    ['acr_values', { acr_kind: 'fixed', acr_values: '' }],
    ['claims', { claims: '[]' }],
    ['claims', { claims: '{"token":{}}' }],
    ['claims', { claims: '{' }],
    ['extra_parameters', { extra_parameters: 'state = x' }],
    ['extra_parameters', { extra_parameters: 'request_uri = x' }],
    ['extra_parameters', { extra_parameters: 'hint' }],
    ['amr', { amr: 'pwd' }],
    ['approval_en', { approval_fr: 'À lire' }],
    ['approval_fr', { approval_fr: 'a\u202e', approval_en: 'a' }],
    ['issuer', { source_kind: 'endpoints' }],
    ['authorization_url', { ...byHand, authorization_url: 'http://banque.example/authorize' }],
    ['token_url', { ...byHand, token_url: 'javascript:alert(1)' }],
    ['end_session_url', { ...byHand, end_session_url: '/logout' }],
    ['jwks_url', { ...byHand, jwks_url: '' }],
    ['jwks_url', { ...byHand, keys: keySet }],
    ['jwks_url', { ...byHand, jwks_url: '', keys: '{"keys":[{"kty":"RSA","n":"n","e":"AQAB"}]}' }],
    ['jwks_url', { ...byHand, jwks_url: 'https://nowhere.example#x' }],
    ['keys', { ...byHand, jwks_url: '', keys: 'not JSON' }],
    ['keys', { ...byHand, jwks_url: '', keys: '{"keys":[]}' }],
    [
      'keys',
      { ...byHand, jwks_url: '', keys: '{"keys":[{"kty":"EC","crv":"P-256","x":"x","y":"y","d":"d"}]}' },
    ],
  ])('a wrong %s is refused beside its field', async (field, change) => {
    const refused = await submit({ id: 'fausse', ...change });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain(`${field}-error`);
    expect(await find('fausse')).toBeUndefined();
  });

  it('never shows its secret again', async () => {
    const pages = [
      await page(),
      await operator.browser.get('/administration/providers?hub=plus-integration'),
    ];
    const entries = await operator.browser.get('/administration/audit/entries.json');
    for (const { html } of [...pages, entries]) expect(html).not.toContain(secret);
  });

  it('a script in its name or messages does not run (security.md 16)', async () => {
    await submit({ id: 'hostile', name: hostile, maintenance_fr: hostile, maintenance_en: hostile });
    for (const path of [`${root}/hostile`, '/administration/providers?hub=plus-integration']) {
      const { status, html } = await operator.browser.get(path);
      expect([status, html.includes(hostile), html.includes('&lt;script>')]).toEqual([200, false, true]);
    }
  });

  it('have a logo without script, served with headers that forbid script', async () => {
    const send = (file: string, csrf: string) => {
      const boundary = 'garance-boundary';
      const part = (head: string, body: string) =>
        `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
      return scene.app.inject({
        method: 'POST',
        url: `${root}/banque/logo`,
        payload: `${part('name="csrf"', csrf)}${part('name="logo"; filename="logo.svg"', file)}--${boundary}--\r\n`,
        headers: {
          'content-type': `multipart/form-data; boundary=${boundary}`,
          cookie: [...operator.browser.cookies].map(([key, value]) => `${key}=${value}`).join('; '),
        },
      });
    };
    const own = csrfToken(operator.sessionSecret, 'administration.logo-provider:plus-integration/banque');
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>';
    expect((await send(drawing, 'wrong')).statusCode).toBe(403);
    const refused = await send(drawing.replace('<path', '<path onload="alert(1)"'), own);
    expect(refused.statusCode).toBe(422);
    expect((await find())?.logo).toBeUndefined();
    expect((await send(drawing, own)).statusCode).toBe(303);
    const logo = await operator.browser.get(`${root}/banque/logo`);
    expect(logo.html).toBe(drawing);
    expect(logo.headers['content-security-policy']).toContain('sandbox');
    expect(logo.headers['content-type']).toContain('image/svg+xml');
    // Editing other fields keeps the logo.
    await operator.browser.submit(await page(), { name: 'Banque' }, { form: 'name="discovery_url"' });
    expect((await find())?.logo).toBeDefined();
  });
});

describe('the discovery address of a provider (security.md 11)', () => {
  const outbound = createOutbound({ policy: { allowHttp: false, allowPrivateAddresses: false } });
  afterAll(() => outbound.close());

  it.each([
    'https://127.0.0.1',
    'https://2130706433',
    'https://10.0.0.1',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]',
    'https://[::ffff:a9fe:a9fe]',
    'https://[64:ff9b::7f00:1]',
    'https://[fd00:ec2::254]',
  ])('%s is not connected to', async (url) => {
    expect(await checkProvider(outbound, url, 'ES256')).toEqual([
      { code: 'reachable', ok: false, why: 'blocked-address' },
    ]);
  });

  it.each(['http://banque.example', 'file:///etc/passwd', 'gopher://x/'])(
    '%s is refused by its scheme',
    async (url) => {
      expect(await checkProvider(outbound, url, 'ES256')).toEqual([
        { code: 'reachable', ok: false, why: 'blocked-scheme' },
      ]);
    },
  );

  it.each(['https://127.0.0.1/jwks', 'https://[::ffff:a9fe:a9fe]/jwks', 'https://10.0.0.1/jwks'])(
    'is refused like this for the keys that an operator types: %s',
    async (jwks_url) => {
      const portal: TestPortal = await createTestPortal({ outbound });
      const { browser } = await portal.as({ platformRoles: ['operator'] });
      const refused = await browser.submit(await browser.get(root), { ...form, ...byHand, jwks_url });
      expect(refused.status).toBe(422);
      expect(refused.html).toContain('jwks_url-error');
      expect(refused.text).toContain('blocked-address');
      await portal.close();
    },
  );

  it('is fetched under that guard when an operator types it', async () => {
    const portal: TestPortal = await createTestPortal({ outbound });
    const { browser } = await portal.as({ platformRoles: ['operator'] });
    const refused = await browser.submit(await browser.get(root), {
      ...form,
      discovery_url: 'https://169.254.169.254',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('blocked-address');
    await portal.close();
  });
});
