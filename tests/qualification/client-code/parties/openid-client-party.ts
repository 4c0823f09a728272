/**
 * A small relying party on `openid-client` with all that its documentation offers and the platforms ask: the library's
 * strict options, and beside them, as plain conditions, what it leaves to a service.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Platform } from '@garance/core';
import { compactDecrypt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import * as client from 'openid-client';
import { publicPart } from '../../services/keys.ts';
import { page, readCookie, redirect, signedInText } from '../../third-party/site.ts';

export interface PartySettings {
  readonly platform: Platform;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Private keys, for plus. */
  readonly keys: { readonly signing: JWK; readonly encryption: JWK };
  /** Without final slash. */
  readonly origin: string;
  readonly scope: string;
}

interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly level: string;
  readonly returnTo: string;
}

interface Session {
  readonly sub: string;
  readonly level: string;
  readonly account: number;
  readonly person: client.UserInfoResponse;
  readonly idToken: string;
}

/** From the lowest to the highest. */
const levels: readonly unknown[] = ['eidas1', 'eidas2', 'eidas3'];
const needed = { standard: { any: 'eidas1', more: 'eidas2' }, plus: { any: 'eidas2', more: 'eidas3' } };
const toleranceSeconds = 60;

class Refused extends Error {}

/** Answers the requests of the party's address. */
export function createParty(settings: PartySettings): (request: Request) => Promise<Response> {
  const { origin, platform } = settings;
  const began = new Map<string, Pending>();
  const sessions = new Map<string, Session>();
  const accounts = new Map<string, number>();
  const logouts = new Set<string>();
  let configured: Promise<client.Configuration> | undefined;
  const configuration = () => {
    configured ??= configure(settings);
    return configured;
  };
  const sessionOf = (request: Request) => sessions.get(readCookie(request, 'party-session') ?? '');

  async function signIn(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams;
    const pending: Pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      level: needed[platform].any,
      returnTo: pathWithin(origin, query.get('return_to')),
    };
    const id = newId();
    began.set(id, pending);
    const url = client.buildAuthorizationUrl(await configuration(), {
      redirect_uri: `${origin}/callback`,
      scope: settings.scope,
      acr_values: pending.level,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return redirect(url.href, [cookie('party-began', id)]);
  }

  async function callback(request: Request): Promise<Response> {
    const id = readCookie(request, 'party-began') ?? '';
    const pending = began.get(id);
    began.delete(id);
    if (pending === undefined) return failure();
    try {
      const query = new URL(request.url).search;
      const session = await redeem(new URL(`${origin}/callback${query}`), pending);
      sessions.delete(readCookie(request, 'party-session') ?? '');
      const fresh = newId();
      sessions.set(fresh, session);
      return redirect(pending.returnTo, [cookie('party-session', fresh), cookie('party-began', '')]);
    } catch {
      return failure();
    }
  }

  async function redeem(url: URL, pending: Pending): Promise<Session> {
    const config = await configuration();
    const tokens = await client.authorizationCodeGrant(config, url, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined || tokens.id_token === undefined) throw new Refused();
    if (platform === 'plus') requireEncryption(tokens.id_token);
    checkIdToken(claims, { clientId: settings.clientId, level: pending.level });
    checkAccessToken(claims.at_hash, tokens.access_token);
    const person = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    checkUserinfo(person, settings);
    return {
      sub: claims.sub,
      level: String(claims.acr),
      account: accountOf(claims.sub),
      person,
      idToken: tokens.id_token,
    };
  }

  function accountOf(sub: string): number {
    const number = accounts.get(sub) ?? accounts.size + 1001;
    accounts.set(sub, number);
    return number;
  }

  async function signOut(request: Request): Promise<Response> {
    const session = sessionOf(request);
    if (session === undefined) return redirect('/');
    sessions.delete(readCookie(request, 'party-session') ?? '');
    const state = client.randomState();
    logouts.add(state);
    const url = client.buildEndSessionUrl(await configuration(), {
      id_token_hint: await withoutEnvelope(session.idToken, settings),
      post_logout_redirect_uri: `${origin}/signed-out`,
      state,
    });
    return redirect(url.href, [cookie('party-session', '')]);
  }

  function signedOut(request: Request): Response {
    const state = new URL(request.url).searchParams.get('state') ?? '';
    if (!logouts.delete(state)) return redirect('/account');
    return page(200, '<h1>Signed out</h1><p><a href="/">Welcome page</a></p>');
  }

  function higher(session: Session | undefined): Response {
    if (session === undefined) return redirect('/');
    if (levels.indexOf(session.level) < levels.indexOf(needed[platform].more)) {
      return page(403, '<h1>This page needs a higher level</h1>');
    }
    return page(200, `<h1>${signedInText}</h1><p>Your confidential documents</p>`);
  }

  return async (request) => {
    const session = sessionOf(request);
    switch (new URL(request.url).pathname) {
      case '/sign-in':
        return signIn(request);
      case '/callback':
        return callback(request);
      case '/account':
        return session === undefined ? redirect('/') : accountPage(session);
      case '/documents':
        return higher(session);
      case '/sign-out':
        return signOut(request);
      case '/signed-out':
        return signedOut(request);
      case '/jwks':
        return Response.json({ keys: Object.values(settings.keys).map(publicPart) });
      default:
        return page(200, '<h1>Welcome</h1><p><a href="/sign-in">Sign in</a></p>');
    }
  };
}

async function configure(settings: PartySettings): Promise<client.Configuration> {
  const { issuer, clientId, clientSecret, keys, platform } = settings;
  const authentication =
    clientSecret === undefined
      ? client.PrivateKeyJwt({ key: await privateKey(keys.signing, 'ES256'), kid: keys.signing.kid ?? '' })
      : client.ClientSecretPost(clientSecret);
  const metadata = { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' };
  const config = await client.discovery(new URL(issuer), clientId, metadata, authentication, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  config.timeout = 5;
  if (platform === 'plus') {
    client.enableDecryptingResponses(config, ['A256GCM'], {
      key: await privateKey(keys.encryption, 'RSA-OAEP-256'),
      alg: 'RSA-OAEP-256',
      kid: keys.encryption.kid ?? '',
    });
    config[client.customFetch] = requireEncryptedUserinfo(config.serverMetadata().userinfo_endpoint);
  }
  return config;
}

/** The library takes a userinfo answer that is merely signed: looked at before the library sees it. */
function requireEncryptedUserinfo(endpoint: string | undefined): client.CustomFetch {
  return async (url, options) => {
    const response = await fetch(url, options as RequestInit);
    if (url === endpoint && response.ok) requireEncryption((await response.clone().text()).trim());
    return response;
  };
}

/** RFC 8725 §3.1 and §3.6: five parts, and nothing compressed. @throws Refused */
function requireEncryption(token: string): void {
  if (token.split('.').length !== 5) throw new Refused();
  if (decodeProtectedHeader(token).zip !== undefined) throw new Refused();
}

/** What the library does not compare in the code flow. @throws Refused */
function checkIdToken(
  claims: client.IDToken,
  { clientId, level }: { readonly clientId: string; readonly level: string },
): void {
  const reached = levels.indexOf(claims.acr);
  if (reached === -1 || reached < levels.indexOf(level)) throw new Refused();
  if ([claims.aud].flat().length !== 1) throw new Refused();
  if (claims.azp !== undefined && claims.azp !== clientId) throw new Refused();
  if (claims.iat > now() + toleranceSeconds) throw new Refused();
}

/** OpenID Connect Core §3.1.3.8, where it is there. @throws Refused */
function checkAccessToken(atHash: unknown, accessToken: string): void {
  if (atHash === undefined) return;
  const half = createHash('sha256').update(accessToken).digest().subarray(0, 16);
  if (atHash !== half.toString('base64url')) throw new Refused();
}

/** A signed answer of the same issuer, for this client alone, of now, and no id_token. @throws Refused */
function checkUserinfo(
  claims: client.UserInfoResponse,
  { issuer, clientId }: { readonly issuer: string; readonly clientId: string },
): void {
  const { iss, aud, exp, iat } = claims;
  if (iss !== issuer) throw new Refused();
  if (aud !== clientId && !(Array.isArray(aud) && aud.length === 1 && aud[0] === clientId))
    throw new Refused();
  if (typeof exp !== 'number' || typeof iat !== 'number') throw new Refused();
  if (iat > now() + toleranceSeconds) throw new Refused();
  if (claims.nonce !== undefined || claims.at_hash !== undefined) throw new Refused();
}

/** Read as a browser does, within this site only. */
function pathWithin(origin: string, wanted: string | null): string {
  const url = URL.parse(wanted ?? '/account', origin);
  return url !== null && url.origin === origin ? url.href : '/account';
}

/** The signed token inside: what is encrypted is no hint. */
async function withoutEnvelope(token: string, { keys }: PartySettings): Promise<string> {
  if (token.split('.').length !== 5) return token;
  const { plaintext } = await compactDecrypt(token, await privateKey(keys.encryption, 'RSA-OAEP-256'));
  return new TextDecoder().decode(plaintext);
}

function accountPage({ account, person }: Session): Response {
  const shown = [person.given_name, person.family_name, person.email].map((value) =>
    String(value ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
  );
  return page(
    200,
    `<h1>${signedInText}</h1><p>${shown.join(' ')}, record ${account}</p>
    <p><a href="/sign-out">Sign out</a></p>`,
  );
}

function failure(): Response {
  return page(400, '<h1>Sign-in did not work</h1><p>Please <a href="/">try again</a> later.</p>');
}

function cookie(name: string, value: string): [string, string] {
  return ['set-cookie', `${name}=${value}; HttpOnly; SameSite=Lax; Path=/`];
}

function newId(): string {
  return randomBytes(32).toString('base64url');
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

async function privateKey(jwk: JWK, alg: string) {
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError('a private key is needed');
  return key;
}
