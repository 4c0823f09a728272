/** A site on `@auth/core` (Auth.js), with the checks its documentation offers: pkce, state, nonce; userinfo as profile. */
import { randomBytes } from 'node:crypto';
import { Auth, type AuthConfig } from '@auth/core';
import { accountPage, page, redirect, serveFetch, signedInText, type ThirdPartyService } from './site.ts';
import { versionOf } from './version.ts';

export interface AuthCoreOptions {
  readonly port: number;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Session {
  readonly user?: { readonly name?: string; readonly account?: string };
}

export async function startAuthCoreService(options: AuthCoreOptions): Promise<ThirdPartyService> {
  const { port } = options;
  const origin = `http://127.0.0.1:${port}`;
  const config = configure(options);
  const call = (path: string, request: Request) =>
    Auth(new Request(`${origin}${path}`, { headers: request.headers }), config);

  async function signInPage(request: Request): Promise<Response> {
    const answer = await call('/auth/csrf', request);
    const { csrfToken } = (await answer.json()) as { readonly csrfToken: string };
    const cookies = answer.headers.getSetCookie().map((value): [string, string] => ['set-cookie', value]);
    const form = `<form method="post" action="/auth/signin/garance">
      <input type="hidden" name="csrfToken" value="${csrfToken}">
      <button>Sign in</button></form>`;
    return page(200, `<h1>Welcome</h1>${form}`, cookies);
  }

  const site = await serveFetch(port, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/auth/')) return Auth(request, config);
    if (pathname !== '/account') return signInPage(request);
    const { user } = ((await (await call('/auth/session', request)).json()) ?? {}) as Session;
    return user === undefined ? redirect('/') : accountPage(`${user.name}, account ${user.account}`);
  });
  return {
    name: `@auth/core ${versionOf('@auth/core')}`,
    loginUrl: `${origin}/`,
    protectedUrl: `${origin}/account`,
    signedIn: { text: signedInText },
    close: site.close,
  };
}

function configure({ port, issuer, clientId, clientSecret }: AuthCoreOptions): AuthConfig {
  return {
    basePath: '/auth',
    secret: randomBytes(32).toString('base64url'),
    trustHost: true,
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
    providers: [
      {
        id: 'garance',
        name: 'Garance',
        type: 'oidc',
        issuer,
        clientId,
        clientSecret,
        checks: ['pkce', 'state', 'nonce'],
        idToken: false,
        authorization: { params: { scope: 'openid given_name family_name email', acr_values: 'eidas1' } },
        client: {
          token_endpoint_auth_method: 'client_secret_post',
          id_token_signed_response_alg: 'ES256',
          userinfo_signed_response_alg: 'ES256',
        },
        profile: ({ sub, given_name, family_name, email }) => ({
          id: sub,
          name: `${given_name} ${family_name}`,
          email,
        }),
      },
    ],
    callbacks: {
      redirect: () => `http://127.0.0.1:${port}/account`,
      jwt: ({ token, account }) =>
        account == null ? token : { ...token, account: account.providerAccountId },
      session: ({ session, token }) => ({ ...session, user: { ...session.user, account: token.account } }),
    },
  };
}
