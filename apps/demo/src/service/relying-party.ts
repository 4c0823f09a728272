/**
 * The OpenID Connect client of one entry, from the start of a sign-in to a verified identity. Its only knowledge of the
 * hub is the issuer (discovery). It stores nothing about a person between two calls and checks every answer. Cookies,
 * pages and sessions are in the routes.
 */
import { type Level, nowSeconds } from '@garance/core';
import * as client from 'openid-client';
import {
  checkAccessTokenHash,
  checkAuthorizedParty,
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
  type SignInOptions,
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
  /** The address for the browser, and what to remember until the answer arrives. */
  begin(options: SignInOptions): Promise<BeginOutcome>;
  /** Checks the callback's parameters; the code is redeemed only when they belong to `pending`. */
  complete(params: URLSearchParams, pending: PendingSignIn): Promise<SignInOutcome>;
  /** Address of RP-initiated logout; undefined when the hub cannot be reached or does not support it. */
  endSessionUrl(idTokenHint: string, state: string): Promise<string | undefined>;
}

interface Context {
  readonly settings: ClientSettings;
  readonly hub: HubClient;
  readonly decryptionKey: Promise<DecryptionKey | undefined>;
  readonly redirectUri: string;
}

/** Settings are read once; the hub is contacted at the first sign-in. */
export function createRelyingParty(settings: ClientSettings): RelyingParty {
  const decryptionKey = importDecryptionKey(settings);
  const context: Context = {
    settings,
    hub: createHubClient(settings, decryptionKey),
    decryptionKey,
    redirectUri: `${settings.origin}/callback/${settings.entry.path}`,
  };
  return {
    begin: (options) => begin(context, options).catch(refused),
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

async function begin({ settings, hub, redirectUri }: Context, options: SignInOptions): Promise<BeginOutcome> {
  const pending = createPendingSignIn(settings.entry, options);
  const { config } = await hub.configuration();
  const parameters = await authorizationParameters({ entry: settings.entry, options, pending, redirectUri });
  const url = options.pushed
    ? await client.buildAuthorizationUrlWithPAR(config, parameters)
    : client.buildAuthorizationUrl(config, parameters);
  return { ok: true, url: url.href, pending };
}

async function redeem(
  context: Context,
  params: URLSearchParams,
  pending: PendingSignIn,
): Promise<VerifiedSignIn> {
  const { entry, clientId, clock } = context.settings;
  const { config, recorded } = await context.hub.configuration();
  // The registered address, not the Host header of the request.
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
  checkAuthorizedParty(claims, clientId);
  checkAccessTokenHash(claims, tokens.access_token);
  const level = checkLevel(claims, pending.requestedLevel);

  const userinfo = await fetchUserinfo(
    context.settings,
    { config, recorded },
    { accessToken: tokens.access_token, sub: claims.sub },
  );
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

/** The userinfo JWT as received, after it was verified and matched with `sub` (OpenID Connect Core §5.3.2). */
async function fetchUserinfo(
  settings: ClientSettings,
  login: LoginConfiguration,
  { accessToken, sub }: { readonly accessToken: string; readonly sub: string },
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
