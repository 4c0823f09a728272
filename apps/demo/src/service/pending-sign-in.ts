import { type Level, parseAcrValues } from '@garance/core';
import * as client from 'openid-client';
import type { SignInEntry, SignInEntryName } from './sign-in-entries.ts';

/** Parameters chosen by the person or in the form for integrators; absent ones are the entry's own. */
export interface SignInOptions {
  readonly scope?: string;
  readonly acrValues?: string;
  readonly prompt?: string;
  readonly idpHint?: string;
  readonly uiLocales?: string;
  readonly responseMode?: 'form_post';
  /** Pushes the parameters first (RFC 9126). */
  readonly pushed: boolean;
}

/** Kept in the browser's session until the answer arrives. */
export interface PendingSignIn {
  readonly entry: SignInEntryName;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly requestedLevel: Level;
}

/** A new `state`, `nonce` and verifier, 256 bits each (43 characters). */
export function createPendingSignIn(entry: SignInEntry, options: SignInOptions): PendingSignIn {
  const requested = parseAcrValues(entry.platform, options.acrValues ?? entry.level);
  return {
    entry: entry.name,
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
    requestedLevel: requested.ok ? requested.level : entry.level,
  };
}

/** Parameters of the authorization request (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3). */
export async function authorizationParameters(request: {
  readonly entry: SignInEntry;
  readonly options: SignInOptions;
  readonly pending: PendingSignIn;
  readonly redirectUri: string;
}): Promise<Record<string, string>> {
  const { entry, options, pending } = request;
  const optional = {
    prompt: options.prompt,
    idp_hint: options.idpHint,
    ui_locales: options.uiLocales,
    response_mode: options.responseMode,
  };
  const present = Object.entries(optional).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return {
    redirect_uri: request.redirectUri,
    scope: options.scope ?? entry.scopes.join(' '),
    acr_values: options.acrValues ?? entry.level,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ...Object.fromEntries(present),
  };
}
