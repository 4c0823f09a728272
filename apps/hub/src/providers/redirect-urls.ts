import { hash } from 'node:crypto';
import {
  acrValuesToAsk,
  type Level,
  type Locale,
  type Provider,
  type ProviderEndpoints,
  providerScopesOf,
} from '@garance/core';

export interface AuthorizationUrlInput {
  readonly redirectUri: string;
  readonly level: Level;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly uiLocale: Locale;
}

/**
 * The authorization request to a provider (spec/platforms "Choosing the identity provider"): always a fresh
 * authentication; other parameters depend on the provider's registration.
 */
export function authorizationUrlOf(
  provider: Provider,
  endpoints: ProviderEndpoints,
  input: AuthorizationUrlInput,
): string {
  const url = new URL(endpoints.authorization);
  // `url.searchParams` would serialise the whole address again for every parameter.
  const query = new URLSearchParams(url.search);
  const parameters = { ...provider.extraParameters, ...parametersOf(provider, input) };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, value);
  }
  url.search = query.toString();
  return url.href;
}

function parametersOf(
  provider: Provider,
  input: AuthorizationUrlInput,
): Readonly<Record<string, string | undefined>> {
  const { pkce, claims, sendMaxAge = true, sendUiLocales = true } = provider;
  const acrValues = acrValuesToAsk(provider, input.level);
  return {
    client_id: provider.clientId,
    response_type: 'code',
    redirect_uri: input.redirectUri,
    scope: providerScopesOf(provider).join(' '),
    state: input.state,
    nonce: input.nonce,
    acr_values: acrValues.length === 0 ? undefined : acrValues.join(' '),
    prompt: 'login',
    max_age: sendMaxAge ? '0' : undefined,
    ui_locales: sendUiLocales ? input.uiLocale : undefined,
    claims: claims === undefined ? undefined : JSON.stringify(claims),
    code_challenge: pkce ? hash('sha256', input.codeVerifier, 'base64url') : undefined,
    code_challenge_method: pkce ? 'S256' : undefined,
  };
}

export interface EndSessionInput {
  /** The provider's id_token of that login. */
  readonly idTokenHint: string;
  readonly state: string;
  readonly postLogoutRedirectUri: string;
}

/** The provider's logout address (RP-Initiated Logout 1.0 §2); undefined when it has none. */
export function endSessionUrlOf(
  provider: Provider,
  endpoints: ProviderEndpoints,
  input: EndSessionInput,
): string | undefined {
  if (endpoints.endSession === undefined) return undefined;
  const url = new URL(endpoints.endSession);
  url.searchParams.set('id_token_hint', input.idTokenHint);
  url.searchParams.set('client_id', provider.clientId);
  url.searchParams.set('post_logout_redirect_uri', input.postLogoutRedirectUri);
  url.searchParams.set('state', input.state);
  return url.href;
}
