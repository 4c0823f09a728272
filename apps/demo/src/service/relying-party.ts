/**
 * One door's OpenID Connect client: from "the person wants to sign in" to a verified identity. It knows the hub by its
 * issuer alone (discovery), keeps nothing of a person between two calls, and judges every answer. Cookies, pages and
 * sessions are the server's.
 */
import { type Clock, type Level, nowSeconds, parseAcrValues } from '@garance/core';
import { type CryptoKey, importJWK, type JWK } from 'jose';
import * as client from 'openid-client';
import {
  checkAccessTokenHash,
  checkEncryption,
  checkIssuedAt,
  checkLevel,
  checkUserinfo,
} from './check-answer.ts';
import type { Door, DoorName } from './doors.ts';
import { type HubClient, createHubClient } from './hub-client.ts';
import type { DemoServiceKeys } from './keys.ts';
import { RefusedAnswerError, type Refusal, refusalOf } from './refusal.ts';
import { type ShownToken, takeApart } from './shown-tokens.ts';

/** What the person (or the form to try parameters) asks for; absent values take the door's own. */
export interface SignInWish {
  readonly scope?: string;
  readonly acrValues?: string;
  readonly prompt?: string;
  readonly idpHint?: string;
  readonly uiLocales?: string;
  readonly responseMode?: 'form_post';
  /** Push the parameters first (RFC 9126). */
  readonly pushed: boolean;
}

/** What must be remembered, bound to the browser, until the answer comes. */
export interface PendingSignIn {
  readonly door: DoorName;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly askedLevel: Level;
}

/** A verified sign-in: every check of `check-answer.ts` and of the library has passed. */
export interface VerifiedSignIn {
  readonly door: DoorName;
  readonly issuer: string;
  readonly sub: string;
  readonly level: Level;
  readonly idToken: ShownToken;
  readonly userinfo: ShownToken;
}

export type SignInOutcome =
  | { readonly ok: true; readonly signIn: VerifiedSignIn }
  | { readonly ok: false; readonly refusal: Refusal };

export type BeginOutcome =
  | { readonly ok: true; readonly url: string; readonly pending: PendingSignIn }
  | { readonly ok: false; readonly refusal: Refusal };

export interface RelyingParty {
  /** The address to send the browser to, and what to remember. */
  begin(wish: SignInWish): Promise<BeginOutcome>;
  /** Judges the callback's parameters; redeems the code only when they belong to `pending`. */
  complete(params: URLSearchParams, pending: PendingSignIn): Promise<SignInOutcome>;
  /** Where RP-initiated logout goes; undefined when the hub cannot be reached or has no such endpoint. */
  endSessionUrl(idTokenHint: string, state: string): Promise<string | undefined>;
}

export interface RelyingPartyOptions {
  readonly door: Door;
  /** Of the hub. */
  readonly issuer: string;
  readonly clientId: string;
  /** For `client_secret_post` doors. */
  readonly clientSecret?: string;
  readonly keys: DemoServiceKeys;
  /** Origin of this service, without final slash. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  readonly allowHttp: boolean;
  readonly clock: Clock;
}

export function createRelyingParty(options: RelyingPartyOptions): RelyingParty {
  const { door, origin, clock } = options;
  const redirectUri = `${origin}/callback/${door.path}`;
  const decryptionKey = importDecryptionKey(options);
  const hub = createHubClient(options, decryptionKey);

  return {
    async begin(wish) {
      const pending = newPending(door, wish);
      try {
        const { config } = await hub.configuration();
        const parameters = await authorizationParameters({ door, wish, pending, redirectUri });
        const url = wish.pushed
          ? await client.buildAuthorizationUrlWithPAR(config, parameters)
          : client.buildAuthorizationUrl(config, parameters);
        return { ok: true, url: url.href, pending };
      } catch (error) {
        return { ok: false, refusal: refusalOf(error) };
      }
    },
    async complete(params, pending) {
      try {
        // The registered address, never the Host header of the request.
        const url = new URL(`${redirectUri}?${params}`);
        return { ok: true, signIn: await redeem({ options, hub, url, pending, decryptionKey }) };
      } catch (error) {
        return { ok: false, refusal: refusalOf(error) };
      }
    },
    async endSessionUrl(idTokenHint, state) {
      try {
        const { config } = await hub.configuration();
        return client.buildEndSessionUrl(config, {
          id_token_hint: idTokenHint,
          post_logout_redirect_uri: `${origin}/signed-out`,
          state,
        }).href;
      } catch {
        return undefined;
      }
    },
  };

  function newPending(from: Door, wish: SignInWish): PendingSignIn {
    const asked = parseAcrValues(from.platform, wish.acrValues ?? from.level);
    return {
      door: from.name,
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
      askedLevel: asked.ok ? asked.level : from.level,
    };
  }

  async function redeem(login: {
    readonly options: RelyingPartyOptions;
    readonly hub: HubClient;
    readonly url: URL;
    readonly pending: PendingSignIn;
    readonly decryptionKey: Promise<CryptoKey | undefined>;
  }): Promise<VerifiedSignIn> {
    const { pending } = login;
    const { config, recorded } = await login.hub.configuration();
    const tokens = await client.authorizationCodeGrant(config, login.url, {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (tokens.id_token === undefined || claims === undefined) throw new RefusedAnswerError('id_token_missing');
    checkEncryption(tokens.id_token, door, 'id_token');
    const level = checkLevel(claims, pending.askedLevel);
    checkIssuedAt(claims, nowSeconds(clock));
    checkAccessTokenHash(claims, tokens.access_token);

    const userinfoClaims = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    const userinfo = recorded.userinfo;
    if (userinfo === undefined) throw new RefusedAnswerError('userinfo_missing');
    checkEncryption(userinfo, door, 'userinfo');
    checkUserinfo(userinfoClaims, {
      issuer: login.options.issuer,
      clientId: login.options.clientId,
      nowSeconds: nowSeconds(clock),
    });

    const key = await login.decryptionKey;
    login.hub.keepKeys(config);
    return {
      door: door.name,
      issuer: login.options.issuer,
      sub: claims.sub,
      level,
      idToken: await takeApart(tokens.id_token, key),
      userinfo: await takeApart(userinfo, key),
    };
  }
}

async function authorizationParameters(request: {
  readonly door: Door;
  readonly wish: SignInWish;
  readonly pending: PendingSignIn;
  readonly redirectUri: string;
}): Promise<Record<string, string>> {
  const { door, wish, pending } = request;
  const optional = {
    prompt: wish.prompt,
    idp_hint: wish.idpHint,
    ui_locales: wish.uiLocales,
    response_mode: wish.responseMode,
  };
  const given = Object.entries(optional).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return {
    redirect_uri: request.redirectUri,
    scope: wish.scope ?? door.scopes.join(' '),
    acr_values: wish.acrValues ?? door.level,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ...Object.fromEntries(given),
  };
}

async function importDecryptionKey(options: RelyingPartyOptions): Promise<CryptoKey | undefined> {
  const alg = options.door.encryption?.alg;
  if (alg === undefined) return undefined;
  const jwk: JWK = alg === 'ECDH-ES' ? options.keys.ecEncryption : options.keys.rsaEncryption;
  const key = await importJWK(jwk, alg);
  if (key instanceof Uint8Array) throw new TypeError('a symmetric key cannot decrypt what is sent to a public key');
  return key;
}
