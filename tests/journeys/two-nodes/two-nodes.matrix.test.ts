// @module-tag matrix
/**
 * The installation manual, followed literally: a fresh clone, Debian's PostgreSQL, Redis and HAProxy, systemd, two
 * nodes. Then the operator registers an identity provider, a partner creates a client, and a person signs in, all
 * through the proxy.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { startDemoProviders } from '@garance/demo';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { findFreeRange } from '../../federation.ts';
import { primaryButton } from '../actors.ts';
import { meetPartner, type Partner } from '../whole-path/partner.ts';
import { type Installation, install, operator, withoutMachines } from './installation.ts';

const minute = 60_000;
const stack = new AsyncDisposableStack();
let here: Installation;
let browser: Browser;

beforeAll(async () => {
  if (withoutMachines !== undefined) return;
  here = await install(stack);
  const { CONNECT, CONNECT_PLUS, PARTNERS, PROXY } = here.values;
  const names = [CONNECT, CONNECT_PLUS, PARTNERS].map((name) => `MAP ${name} ${PROXY}`).join();
  browser = await launchBrowser({ args: [`--host-resolver-rules=${names}`, '--ignore-certificate-errors'] });
  stack.defer(() => browser.close());
}, 40 * minute);
afterAll(() => stack.disposeAsync(), 2 * minute);

const patient = { timeout: 30_000, interval: 200 };

async function meet(): Promise<Partner> {
  const run = { portal: `https://${here.values.PARTNERS}`, mailbox: here.mailbox };
  return meetPartner({ browser, federation: { run }, inspector: { inspect: async () => {} } });
}

/** The manual's last step restarts the nodes: the proxy has no node until they are ready. */
async function opensWhenServed(person: Partner, path: string): Promise<void> {
  await vi.waitFor(async () => {
    const answer = await person.page.goto(`https://${here.values.PARTNERS}${path}`);
    expect(answer?.status()).toBeLessThan(500);
  }, patient);
}

/** A request of a service's server, through the proxy. */
async function post(path: string, fields: Readonly<Record<string, string>>) {
  return answerTo({ method: 'POST', path, body: new URLSearchParams(fields).toString() });
}

async function answerTo({ method = 'GET', path = '', body = '', authorization = '' }) {
  const { CONNECT: host = '', PROXY } = here.values;
  const outgoing = request({
    host: PROXY,
    servername: host,
    ca: here.certificate,
    method,
    path: `/api/v2${path}`,
    headers: {
      host,
      ...(body !== '' && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(authorization !== '' && { authorization }),
    },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, 'response');
  let text = '';
  for await (const part of incoming) text += part;
  return { status: incoming.statusCode as number, text };
}

/** Server behind the service's redirect URI. */
async function startService(): Promise<string> {
  const server = createServer((_request, answer) => answer.end('<h1>Bienvenue</h1>'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
}

/** Each node serves alone. */
async function eachNodeServes(): Promise<void> {
  const issuer = `https://${here.values.CONNECT}/api/v2`;
  for (const node of ['node-a', 'node-b']) {
    await here.machine(node).run('systemctl stop garance-standard@integration');
    // The proxy may first have to detect that the other node is back: two checks, a second apart.
    await vi.waitFor(async () => {
      const { status, text } = await answerTo({ path: '/.well-known/openid-configuration' });
      expect([status, status === 200 && JSON.parse(text).issuer]).toEqual([200, issuer]);
    }, patient);
    await here.machine(node).run('systemctl start garance-standard@integration');
  }
}

const hubIssuer = () => `https://${here.values.CONNECT}/api/v2`;

/** The operator registers a running identity provider and activates it. */
async function registerProvider(team: Partner): Promise<void> {
  const secret = 'a-secret-that-the-hub-has-at-the-provider';
  const providers = await startDemoProviders({
    host: '127.0.0.1',
    port: await findFreeRange(),
    clients: [
      {
        clientId: 'garance',
        clientSecret: secret,
        redirectUris: [`${hubIssuer()}/oidc-callback/low`],
        postLogoutRedirectUris: [],
        providers: ['low'],
      },
    ],
  });
  stack.defer(() => providers.close());
  const path = '/administration/providers/standard-integration';
  await opensWhenServed(team, path);
  await team.addsSecondFactor();
  await team.opens(path);
  await team.page.selectOption('[name=signing_alg]', 'RS256');
  await team.page.selectOption('[name=userinfo_format]', 'signed');
  await team.sends(path, {
    id: 'low',
    name: 'Compte d’essai',
    levels: ['eidas1'],
    discovery_url: `${providers.issuers.low}/.well-known/openid-configuration`,
    client_id: 'garance',
    client_secret: secret,
  });
  await team.sends(`${path}/low/status`, {}, { button: '[value=active]' });
}

interface Client {
  readonly redirectUri: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A partner creates a client for a running service. */
async function makeClient(): Promise<Client> {
  const redirectUri = await startService();
  const partner = await meet();
  await partner.opens('/sign-in');
  await partner.signsIn('solene@partenaire.example', 'Solène Garance');
  await partner.opens('/sandbox/new?platform=standard');
  await partner.sends('/sandbox', { displayName: 'Test de ma démarche', redirectUris: redirectUri });
  const shown = partner.page.locator('main .garance-copyable code');
  const [issuer, clientId = '', clientSecret = ''] = await shown.allTextContents();
  expect(issuer).toBe(hubIssuer());
  return { redirectUri, clientId, clientSecret };
}

/** A person signs in at the service. @returns the code that it receives */
async function signIn({ redirectUri, clientId }: Client): Promise<string> {
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid family_name',
    acr_values: 'eidas1',
    state: 'a-state-of-the-service-that-is-long',
    nonce: 'a-nonce-of-the-service-that-is-long',
  };
  const page = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  // The hubs learn about the client and the provider within seconds.
  await vi.waitFor(async () => {
    await page.goto(`${hubIssuer()}/authorize?${new URLSearchParams(parameters)}`);
    expect(await page.textContent('h1')).toBe('Choisissez un compte pour vous connecter');
  }, patient);
  await page.click('button[name=provider][value=low]');
  await page.click('button[name=account][value=basile]');
  await page.locator('h1', { hasText: 'Vérifiez ce qui sera transmis' }).waitFor();
  await page.click(primaryButton);
  await page.waitForURL(`${redirectUri}?**`);
  return new URL(page.url()).searchParams.get('code') ?? '';
}

/** The person's data that the service receives for a code. */
async function readPerson({ redirectUri, clientId, clientSecret }: Client, code: string): Promise<unknown> {
  const redeemed = await post('/token', {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: redirectUri,
    code,
  });
  expect([redeemed.status, redeemed.text]).toEqual([200, expect.stringContaining('access_token')]);
  const { access_token } = JSON.parse(redeemed.text) as { readonly access_token: string };
  const userinfo = await answerTo({ path: '/userinfo', authorization: `Bearer ${access_token}` });
  const [, payload = ''] = userinfo.text.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

async function countSignIns(): Promise<string> {
  const count = `psql -At -d garance -c 'select count(*) from sign_in_event'`;
  return (await here.machine('stores').run(`cd / && runuser -u postgres -- ${count}`)).trim();
}

describe('the manual', () => {
  test('gives two nodes behind a TLS proxy, at which a person signs in', { timeout: 10 * minute }, async ({
    skip,
  }) => {
    if (withoutMachines !== undefined) skip(withoutMachines);
    const team = await meet();
    await team.opens('/sign-in');
    await team.signsIn(operator.email, operator.name);
    await vi.waitFor(() => expect(team.path()).not.toContain('/sign-in'), patient);
    await here.finish();
    await registerProvider(team);
    const client = await makeClient();
    const code = await signIn(client);
    expect(await readPerson(client, code)).toMatchObject({ family_name: 'Pourpre' });
    await vi.waitFor(async () => expect(await countSignIns()).toBe('1'), patient);
    await eachNodeServes();
  });
});
