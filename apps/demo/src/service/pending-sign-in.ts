import { type Level, parseAcrValues } from '@garance/core';
import * as client from 'openid-client';
import type { SignInEntry, SignInEntryName } from './sign-in-entries.ts';

/** What the person (or the form to try parameters) asks for; absent values take the entry's own. */
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
  readonly entry: SignInEntryName;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly askedLevel: Level;
}

/** Fresh `state`, `nonce` and verifier, 256 bits each (43 characters). */
export function createPendingSignIn(entry: SignInEntry, wish: SignInWish): PendingSignIn {
  const asked = parseAcrValues(entry.platform, wish.acrValues ?? entry.level);
  return {
    entry: entry.name,
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
    askedLevel: asked.ok ? asked.level : entry.level,
  };
}

/** The authorization request's parameters (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3). */
export async function authorizationParameters(request: {
  readonly entry: SignInEntry;
  readonly wish: SignInWish;
  readonly pending: PendingSignIn;
  readonly redirectUri: string;
}): Promise<Record<string, string>> {
  const { entry, wish, pending } = request;
  const optional = {
    prompt: wish.prompt,
    idp_hint: wish.idpHint,
    ui_locales: wish.uiLocales,
    response_mode: wish.responseMode,
  };
  const given = Object.entries(optional).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return {
    redirect_uri: request.redirectUri,
    scope: wish.scope ?? entry.scopes.join(' '),
    acr_values: wish.acrValues ?? entry.level,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ...Object.fromEntries(given),
  };
}
