/**
 * One entry's OpenID Connect client: from "the person wants to sign in" to a verified identity. It knows the hub by its
 * issuer alone (discovery), keeps nothing of a person between two calls, and judges every answer. Cookies, pages and
 * sessions are the server's.
 */
import { type Level, nowSeconds } from '@garance/core';
import * as client from 'openid-client';
import {
  checkAccessTokenHash,
  checkEncryption,
  checkIssuedAt,
  checkLevel,
  checkUserinfo,
} from './check-answer.ts';
import { type ClientSettings, type DecryptionKey, importDecryptionKey } from './client-settings.ts';
import { createHubClient, type HubClient, type LoginConfiguration } from './hub-client.ts';
import {
  authorizationParameters,
  createPendingSignIn,
  type PendingSignIn,
  type SignInWish,
} from './pending-sign-in.ts';
import { type Refusal, RefusedAnswerError, refusalOf } from './refusal.ts';
import { type ShownToken, takeApart } from './shown-tokens.ts';
import type { SignInEntryName } from './sign-in-entries.ts';

/** A verified sign-in: every check of `check-answer.ts` and of the library has passed. */
export interface VerifiedSignIn {
  readonly entry: SignInEntryName;
  readonly issuer: string;
  readonly sub: string;
  readonly level: Level;
  readonly idToken: ShownToken;
  readonly userinfo: ShownToken;
}

type Refused = { readonly ok: false; readonly refusal: Refusal };
export type BeginOutcome =
  | { readonly ok: true; readonly url: string; readonly pending: PendingSignIn }
  | Refused;
export type SignInOutcome = { readonly ok: true; readonly signIn: VerifiedSignIn } | Refused;

export interface RelyingParty {
  /** The address to send the browser to, and what to remember. */
  begin(wish: SignInWish): Promise<BeginOutcome>;
  /** Judges the callback's parameters; the code is redeemed only when they belong to `pending`. */
  complete(params: URLSearchParams, pending: PendingSignIn): Promise<SignInOutcome>;
  /** Where RP-initiated logout goes; undefined when the hub cannot be reached or has no such endpoint. */
  endSessionUrl(idTokenHint: string, state: string): Promise<string | undefined>;
}

interface Context {
  readonly settings: ClientSettings;
  readonly hub: HubClient;
  readonly decryptionKey: Promise<DecryptionKey | undefined>;
  readonly redirectUri: string;
}

export function createRelyingParty(settings: ClientSettings): RelyingParty {
  const decryptionKey = importDecryptionKey(settings);
  const context: Context = {
    settings,
    hub: createHubClient(settings, decryptionKey),
    decryptionKey,
    redirectUri: `${settings.origin}/callback/${settings.entry.path}`,
  };
  return {
    begin: (wish) => begin(context, wish).catch(refused),
    complete: async (params, pending) => {
      try {
        return { ok: true, signIn: await redeem(context, params, pending) };
      } catch (error) {
        return refused(error);
      }
    },
    endSessionUrl: (idTokenHint, state) => endSessionUrl(context, idTokenHint, state).catch(() => undefined),
  };
}

function refused(error: unknown): Refused {
  return { ok: false, refusal: refusalOf(error) };
}

async function begin({ settings, hub, redirectUri }: Context, wish: SignInWish): Promise<BeginOutcome> {
  const pending = createPendingSignIn(settings.entry, wish);
  const { config } = await hub.configuration();
  const parameters = await authorizationParameters({ entry: settings.entry, wish, pending, redirectUri });
  const url = wish.pushed
    ? await client.buildAuthorizationUrlWithPAR(config, parameters)
    : client.buildAuthorizationUrl(config, parameters);
  return { ok: true, url: url.href, pending };
}

async function redeem(
  context: Context,
  params: URLSearchParams,
  pending: PendingSignIn,
): Promise<VerifiedSignIn> {
  const { entry, clock } = context.settings;
  const { config, recorded } = await context.hub.configuration();
  // The registered address, never the Host header of the request.
  const tokens = await client.authorizationCodeGrant(config, new URL(`${context.redirectUri}?${params}`), {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.codeVerifier,
    idTokenExpected: true,
  });
  context.hub.keepKeys(config);
  const claims = tokens.claims();
  if (tokens.id_token === undefined || claims === undefined) throw new RefusedAnswerError('id_token_missing');
  checkEncryption(tokens.id_token, entry, 'id_token');
  checkIssuedAt(claims, nowSeconds(clock));
  checkAccessTokenHash(claims, tokens.access_token);
  const level = checkLevel(claims, pending.askedLevel);

  const userinfo = await redeemUserinfo(context, { config, recorded }, tokens.access_token, claims.sub);
  const key = (await context.decryptionKey)?.key;
  return {
    entry: entry.name,
    issuer: context.settings.issuer,
    sub: claims.sub,
    level,
    idToken: await takeApart(tokens.id_token, key),
    userinfo: await takeApart(userinfo, key),
  };
}

/** The userinfo JWT as it arrived, once it has been verified and belongs to `sub` (OpenID Connect Core §5.3.2). */
async function redeemUserinfo(
  { settings }: Context,
  login: LoginConfiguration,
  accessToken: string,
  sub: string,
): Promise<string> {
  const claims = await client.fetchUserInfo(login.config, accessToken, sub);
  const { userinfo } = login.recorded;
  if (userinfo === undefined) throw new RefusedAnswerError('userinfo_missing');
  checkEncryption(userinfo, settings.entry, 'userinfo');
  const { issuer, clientId, clock } = settings;
  checkUserinfo(claims, { issuer, clientId, nowSeconds: nowSeconds(clock) });
  return userinfo;
}

async function endSessionUrl(
  { settings, hub }: Context,
  idTokenHint: string,
  state: string,
): Promise<string> {
  const { config } = await hub.configuration();
  return client.buildEndSessionUrl(config, {
    id_token_hint: idTokenHint,
    post_logout_redirect_uri: `${settings.origin}/signed-out`,
    state,
  }).href;
}
