// @module-tag matrix
/**
 * The installation manual, followed literally: a fresh clone, Debian's PostgreSQL, Redis and HAProxy, systemd, two nodes. Then the operator
 * registers an identity provider, a partner makes a client, and a person signs in, all through the proxy.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { demoProviderProfiles, startDemoProviders } from '@garance/demo';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchBrowser } from '../../browser.ts';
import { findFreeRange } from '../../federation.ts';
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

/** Where the service's redirect URI leads. */
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

describe('the manual', () => {
  test('gives two nodes behind a TLS proxy, at which a person signs in', { timeout: 10 * minute }, async ({ skip }) => {
    if (withoutMachines !== undefined) skip(withoutMachines);

    // The first operator.
    const team = await meet();
    await team.opens('/sign-in');
    await team.signsIn(operator.email, operator.name);
    await vi.waitFor(() => expect(team.path()).not.toContain('/sign-in'), patient);
    await here.finish();

    // An identity provider.
    const secret = 'a-secret-that-the-hub-has-at-the-provider';
    const hub = `https://${here.values.CONNECT}/api/v2`;
    const providers = await startDemoProviders({
      host: '127.0.0.1',
      port: await findFreeRange(),
      clients: [
        {
          clientId: 'garance',
          clientSecret: secret,
          redirectUris: [`${hub}/oidc-callback/low`],
          postLogoutRedirectUris: [],
          providers: ['low'],
        },
      ],
    });
    stack.defer(() => providers.close());
    await vi.waitFor(() => team.opens('/administration/providers/standard-integration'), patient);
    await team.addsSecondFactor();
    await team.opens('/administration/providers/standard-integration');
    await team.sends('/administration/providers/standard-integration', {
      id: 'low',
      name: 'Compte d’essai',
      levels: ['eidas1'],
      discovery_url: `${providers.issuers.low}/.well-known/openid-configuration`,
      client_id: 'garance',
      client_secret: secret,
    });
    console.log(team.page.url(), (await team.text()).slice(0, 1500), demoProviderProfiles.low);
  });
});
