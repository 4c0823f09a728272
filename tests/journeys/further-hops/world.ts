/**
 * A hub between a service and a provider that both redirect the browser through further origins: callback and pages on
 * different hosts, authorization endpoint and login pages on different hosts. `localhost` and `127.0.0.1` are different
 * sites, and each server is an origin.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestHub, type TestHub } from '@garance/hub/testing';
import { findFreePort } from '../../free-port.ts';

interface Reply {
  readonly status: number;
  readonly location?: string;
  readonly html?: string;
  /** Further origins allowed for the forms of the page. */
  readonly formAction?: string;
}

type Route = (query: URLSearchParams, body: URLSearchParams) => Reply;

interface Site {
  readonly origin: string;
  readonly routes: Map<string, Route>;
}

export interface World {
  readonly hub: TestHub;
  /** Page of the service with the forms to sign in and to sign out. */
  readonly home: string;
  /** End of the service's callback, two origins further. */
  readonly landed: string;
  /** End of its sign-out, two origins further. */
  readonly signedOut: string;
  /** The provider's login page, two origins after the one that the hub knows. */
  readonly login: string;
  /** Parameters of the service's callbacks, in order. */
  readonly callbacks: URLSearchParams[];
  /** Redeems the code of the last callback and keeps the id_token for the sign-out. */
  redeems(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const see = (location: string): Reply => ({ status: 303, location });
const found = (location: string): Reply => ({ status: 302, location });

export async function createWorld(): Promise<World> {
  const sites: Server[] = [];
  const site = async (host: string): Promise<Site> => {
    const routes = new Map<string, Route>();
    const server = createServer((request, response) => void serve(routes, request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    sites.push(server);
    return { origin: `http://${host}:${(server.address() as AddressInfo).port}`, routes };
  };
  const hubPort = await findFreePort();
  const hubOrigin = `http://localhost:${hubPort}`;
  const issuer = `${hubOrigin}/api/v2`;
  const [pages, callback, between] = [
    await site('127.0.0.1'),
    await site('127.0.0.1'),
    await site('localhost'),
  ];
  const [endpoint, login] = [await site('127.0.0.1'), await site('127.0.0.1')];
  const callbacks: URLSearchParams[] = [];

  // The service: callback on one origin, redirecting over a second to pages on a third.
  const redirectUri = `${callback.origin}/callback`;
  const received: Route = (query, body) => {
    callbacks.push(new URLSearchParams([...query, ...body]));
    return found(`${between.origin}/on`);
  };
  callback.routes.set('/callback', received);
  between.routes.set('/on', () => found(`${pages.origin}/landed`));
  pages.routes.set('/landed', () => ({ status: 200, html: '<h1>landed</h1>' }));
  callback.routes.set('/signed-out', () => found(`${between.origin}/out`));
  between.routes.set('/out', () => found(`${pages.origin}/signed-out`));
  pages.routes.set('/signed-out', () => ({ status: 200, html: '<h1>signed out</h1>' }));

  // The provider: the authorization endpoint redirects over another host to the login pages.
  endpoint.routes.set('/authorize', (query) => found(`${between.origin}/provider?${query}`));
  between.routes.set('/provider', (query) => found(`${login.origin}/login?${query}`));
  login.routes.set('/login', (query) => ({
    status: 200,
    html: form(`/login?${query}`, 'Sign in'),
    formAction: hubOrigin,
  }));
  login.routes.set('POST /login', (query) =>
    see(
      `${query.get('redirect_uri')}?${new URLSearchParams({ code: 'c', state: query.get('state') ?? '' })}`,
    ),
  );
  endpoint.routes.set('/logout', (query) => found(`${between.origin}/provider-logout?${query}`));
  between.routes.set('/provider-logout', (query) => found(`${login.origin}/logout?${query}`));
  login.routes.set('/logout', (query) =>
    found(`${query.get('post_logout_redirect_uri')}?state=${query.get('state')}`),
  );

  const hub = await createTestHub({ config: { issuer } });
  hub.gateway.authorizationUrl = async (_provider, { redirectUri: back, state }) =>
    `${endpoint.origin}/authorize?${new URLSearchParams({ redirect_uri: back, state })}`;
  hub.gateway.endSessionUrl = async (_provider, { state, postLogoutRedirectUri }) =>
    `${endpoint.origin}/logout?${new URLSearchParams({ state, post_logout_redirect_uri: postLogoutRedirectUri })}`;
  const signedOutUri = `${callback.origin}/signed-out`;
  hub.registry.changeService('public', {
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [signedOutUri],
  });
  await hub.app.listen({ host: '127.0.0.1', port: hubPort });

  const service = hub.service('public');
  const begin = (responseMode: string) =>
    see(
      `${issuer}/authorize?${new URLSearchParams({
        response_type: 'code',
        client_id: service.clientId,
        redirect_uri: redirectUri,
        scope: 'openid given_name',
        state: 'state-of-the-service',
        nonce: 'nonce-of-the-service-which-is-long',
        acr_values: 'eidas1',
        response_mode: responseMode,
      })}`,
    );
  pages.routes.set('/', () => ({
    status: 200,
    html: form('/sign-in', 'Sign in') + form('/sign-in-by-post', 'Sign in') + form('/sign-out', 'Sign out'),
    formAction: hubOrigin,
  }));
  pages.routes.set('POST /sign-in', () => begin('query'));
  pages.routes.set('POST /sign-in-by-post', () => begin('form_post'));
  let idToken = '';
  pages.routes.set('POST /sign-out', () =>
    see(
      `${issuer}/session/end?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: signedOutUri })}`,
    ),
  );
  return {
    hub,
    home: `${pages.origin}/`,
    landed: `${pages.origin}/landed`,
    signedOut: `${pages.origin}/signed-out`,
    login: `${login.origin}/login`,
    callbacks,
    async redeems() {
      const code = callbacks.at(-1)?.get('code') ?? '';
      const tokens = await service.redeem(code, { redirect_uri: redirectUri });
      idToken = tokens.idToken;
    },
    async [Symbol.asyncDispose]() {
      await hub.app.close();
      for (const server of sites) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

function form(action: string, label: string): string {
  const escaped = action.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<form method="post" action="${escaped}"><button id="${escaped.slice(1).split('?')[0]}">${label}</button></form>`;
}

async function serve(
  routes: ReadonlyMap<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://localhost');
  const route = routes.get(`${request.method} ${url.pathname}`) ?? routes.get(url.pathname);
  const body = new URLSearchParams(Buffer.concat(chunks).toString());
  const { status, location, html, formAction = '' } = route?.(url.searchParams, body) ?? { status: 404 };
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; form-action 'self' ${formAction}`,
    ...(location !== undefined && { location }),
  });
  response.end(html === undefined ? '' : `<!doctype html><title>page</title>${html}`);
}
