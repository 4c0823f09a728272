/**
 * A site on `openid-client` as its documentation shows it first, without its stricter options. On `plus` it authenticates
 * with a key and decrypts tokens.
 */
import { randomBytes } from 'node:crypto';
import type { Platform } from '@garance/core';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import * as client from 'openid-client';
import {
  accountPage,
  page,
  readCookie,
  redirect,
  serveFetch,
  signedInText,
  type ThirdPartyService,
} from './site.ts';
import { versionOf } from './version.ts';

export interface OpenidClientOptions {
  readonly port: number;
  readonly platform: Platform;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly keys?: { readonly signing: JWK; readonly encryption: JWK };
}

interface Session {
  readonly sub: string;
  readonly name: string;
  readonly idToken: string;
}

interface Visit {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

export async function startOpenidClientService(options: OpenidClientOptions): Promise<ThirdPartyService> {
  const { port, platform } = options;
  const origin = `http://127.0.0.1:${port}`;
  const pending = new Map<string, Visit>();
  const sessions = new Map<string, Session>();
  let configured: Promise<client.Configuration> | undefined;
  const configuration = () => {
    configured ??= configure(options);
    return configured;
  };

  async function signIn(): Promise<Response> {
    const visit: Visit = {
      verifier: client.randomPKCECodeVerifier(),
      state: client.randomState(),
      nonce: client.randomNonce(),
    };
    const id = newId();
    pending.set(id, visit);
    const url = client.buildAuthorizationUrl(await configuration(), {
      redirect_uri: `${origin}/callback`,
      scope: 'openid given_name family_name email',
      acr_values: platform === 'plus' ? 'eidas2' : 'eidas1',
      state: visit.state,
      nonce: visit.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(visit.verifier),
      code_challenge_method: 'S256',
    });
    return redirect(url.href, [['set-cookie', `visit=${id}; HttpOnly; SameSite=Lax; Path=/`]]);
  }

  async function callback(request: Request): Promise<Response> {
    const id = readCookie(request, 'visit') ?? '';
    const visit = pending.get(id);
    pending.delete(id);
    if (visit === undefined)
      return page(400, '<h1>This sign-in is over</h1><p><a href="/">Try again</a></p>');
    const config = await configuration();
    try {
      const tokens = await client.authorizationCodeGrant(config, new URL(request.url), {
        pkceCodeVerifier: visit.verifier,
        expectedState: visit.state,
        expectedNonce: visit.nonce,
        idTokenExpected: true,
      });
      const sub = tokens.claims()?.sub ?? '';
      const person = await client.fetchUserInfo(config, tokens.access_token, sub);
      const session = newId();
      sessions.set(session, {
        sub,
        name: `${person.given_name} ${person.family_name}`,
        idToken: tokens.id_token ?? '',
      });
      return redirect('/account', [['set-cookie', `session=${session}; HttpOnly; SameSite=Lax; Path=/`]]);
    } catch {
      return page(400, '<h1>Sign-in did not work</h1><p>Please <a href="/">try again</a> later.</p>');
    }
  }

  async function signOut(request: Request): Promise<Response> {
    const id = readCookie(request, 'session') ?? '';
    const session = sessions.get(id);
    sessions.delete(id);
    if (session === undefined) return redirect('/');
    const url = client.buildEndSessionUrl(await configuration(), {
      id_token_hint: session.idToken,
      post_logout_redirect_uri: `${origin}/`,
      state: client.randomState(),
    });
    return redirect(url.href, [['set-cookie', 'session=; Max-Age=0; Path=/']]);
  }

  const site = await serveFetch(port, async (request) => {
    const session = sessions.get(readCookie(request, 'session') ?? '');
    const { pathname } = new URL(request.url);
    if (pathname === '/sign-in') return signIn();
    if (pathname === '/callback') return callback(request);
    if (pathname === '/sign-out') return signOut(request);
    if (pathname === '/account') {
      return session === undefined
        ? redirect('/')
        : accountPage(`${session.name}, account ${session.sub}`, '/sign-out');
    }
    return page(200, '<h1>Welcome</h1><p><a href="/sign-in">Sign in</a></p>');
  });
  return {
    name: `openid-client ${versionOf('openid-client')}`,
    loginUrl: `${origin}/sign-in`,
    protectedUrl: `${origin}/account`,
    logoutUrl: `${origin}/sign-out`,
    signedIn: { text: signedInText },
    close: site.close,
  };
}

async function configure(options: OpenidClientOptions): Promise<client.Configuration> {
  const { issuer, clientId, clientSecret, keys } = options;
  const metadata: Partial<client.ClientMetadata> = {
    id_token_signed_response_alg: 'ES256',
    userinfo_signed_response_alg: 'ES256',
  };
  const authentication =
    keys === undefined
      ? client.ClientSecretPost(clientSecret)
      : client.PrivateKeyJwt({ key: await privateKey(keys.signing, 'ES256'), kid: keys.signing.kid ?? '' });
  const config = await client.discovery(new URL(issuer), clientId, metadata, authentication, {
    execute: [client.allowInsecureRequests],
  });
  if (keys !== undefined) {
    client.enableDecryptingResponses(config, ['A256GCM'], {
      key: await privateKey(keys.encryption, 'RSA-OAEP-256'),
      alg: 'RSA-OAEP-256',
      kid: keys.encryption.kid ?? '',
    });
  }
  return config;
}

async function privateKey(jwk: JWK, alg: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError('expected a private key');
  return key;
}

const newId = () => randomBytes(32).toString('base64url');
