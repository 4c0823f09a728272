import { hash } from 'node:crypto';
import { type Level, levelSatisfies, type Provider, type ProviderEndpoints } from '@garance/core';

export interface AuthorizationUrlInput {
  readonly redirectUri: string;
  readonly level: Level;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly uiLocale: 'fr' | 'en';
}

/** The fixed identity scopes asked of every provider: what the register needs, and how to reach the person. */
const identityScopes =
  'openid given_name family_name birthdate gender birthplace birthcountry email preferred_username';

/** The level to ask for: what the service asked, raised to the provider's lowest. */
function levelToAsk(provider: Provider, level: Level): Level {
  const [lowest] = provider.levels;
  return lowest !== undefined && levelSatisfies(lowest, level) ? lowest : level;
}

/** The authorization request to a provider (spec/platforms "Choosing the identity provider"): always a fresh authentication. */
export function authorizationUrlOf(
  provider: Provider,
  endpoints: ProviderEndpoints,
  input: AuthorizationUrlInput,
): string {
  const url = new URL(endpoints.authorization);
  const parameters: Record<string, string> = {
    client_id: provider.clientId,
    response_type: 'code',
    redirect_uri: input.redirectUri,
    scope: identityScopes,
    state: input.state,
    nonce: input.nonce,
    acr_values: levelToAsk(provider, input.level),
    prompt: 'login',
    max_age: '0',
    ui_locales: input.uiLocale,
  };
  if (provider.pkce) {
    parameters.code_challenge = hash('sha256', input.codeVerifier, 'base64url');
    parameters.code_challenge_method = 'S256';
  }
  // Through `url.searchParams` the whole address would be written anew for every parameter.
  const query = new URLSearchParams(url.search);
  for (const [name, value] of Object.entries(parameters)) query.set(name, value);
  url.search = query.toString();
  return url.href;
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
