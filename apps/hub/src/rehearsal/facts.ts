/** What a rehearsal may know about a service's requests: facts, never a secret, a code or a token. */
import type { AuthorizeFacts, EndSessionFacts, ErrorCode, TokenFacts } from '@garance/core';
import {
  type AuthorizationOutcome,
  type AuthorizationRequest,
  type RawParams,
  readCredentials,
  readParams,
  single,
} from '@garance/oidc';

/**
 * Parameters that must not be in a URL, because logs, histories and Referer headers would keep them (RFC 9700 §4.2,
 * §4.3).
 */
const credentialNames = [
  'client_secret',
  'client_assertion',
  'code_verifier',
  'access_token',
  'refresh_token',
  'password',
] as const;

/** @param query as sent, still encoded */
export function credentialsIn(query: string): readonly string[] {
  const read = readParams(query);
  return read.ok ? credentialNames.filter((name) => read.params.has(name)) : [];
}

/** Facts from the parameters, or from the pushed request that they name. */
export function authorizeFacts(
  params: RawParams,
  checked: AuthorizationOutcome,
  credentialsInUrl: readonly string[],
): AuthorizeFacts {
  const refused = checked.kind === 'accepted' ? undefined : checked.error;
  const request = checked.kind === 'accepted' ? checked.request : undefined;
  const pushed = params.has('request_uri');
  return {
    ...(pushed && request !== undefined ? pushedFacts(request) : sentFacts(params)),
    pushed,
    scopesGranted: request?.scopes ?? [],
    credentialsInUrl,
    ...(refused !== undefined && { refused }),
  };
}

type RequestFacts = Omit<AuthorizeFacts, 'pushed' | 'scopesGranted' | 'credentialsInUrl' | 'refused'>;

function sentFacts(params: RawParams): RequestFacts {
  const optional = { state: single(params, 'state'), nonce: single(params, 'nonce') };
  const acrValues = single(params, 'acr_values');
  return {
    redirectUri: single(params, 'redirect_uri') ?? '',
    responseMode: single(params, 'response_mode') === 'form_post' ? 'form_post' : 'query',
    ...present(optional),
    scopesAsked: (single(params, 'scope') ?? '').split(' ').filter((scope) => scope !== ''),
    ...(acrValues !== undefined && { acrValues }),
    pkce: single(params, 'code_challenge_method') === 'S256' ? 'S256' : 'absent',
  };
}

/** Of a pushed request only the parsed form is stored. */
function pushedFacts(request: AuthorizationRequest): RequestFacts {
  const { redirectUri, responseMode, state, nonce, scopes, level, codeChallenge } = request;
  return {
    redirectUri,
    responseMode,
    ...present({ state, nonce }),
    scopesAsked: scopes,
    acrValues: level,
    pkce: codeChallenge === undefined ? 'absent' : 'S256',
  };
}

function present(values: { readonly state: string | undefined; readonly nonce: string | undefined }) {
  const { state, nonce } = values;
  return { ...(state !== undefined && { state }), ...(nonce !== undefined && { nonce }) };
}

interface TokenRequestSeen {
  readonly authorization: string | undefined;
  readonly params: RawParams;
  /** As sent, still encoded. */
  readonly query: string;
}

/**
 * How the service authenticated, and its secret when it used one: only for the rehearsal, never recorded as an
 * observation.
 */
export function tokenFacts(
  seen: TokenRequestSeen,
  refused?: ErrorCode,
): { readonly facts: TokenFacts; readonly presentedSecret?: string } {
  const read = readCredentials(seen.authorization, seen.params);
  const credentials = read.ok ? read.credentials : undefined;
  const secret = credentials?.kind === 'secret' ? credentials : undefined;
  const codeVerifier = single(seen.params, 'code_verifier');
  return {
    facts: {
      authMethod: secret?.method ?? (credentials === undefined ? 'other' : 'private_key_jwt'),
      credentialsInUrl: credentialsIn(seen.query),
      ...(codeVerifier !== undefined && { codeVerifier }),
      ...(refused !== undefined && { refused }),
    },
    ...(secret !== undefined && { presentedSecret: secret.secret }),
  };
}

/** @param registered post-logout addresses of the service, when the service is known */
export function endSessionFacts(
  params: RawParams,
  hint: EndSessionFacts['idTokenHint'],
  registered: readonly string[],
): EndSessionFacts {
  const state = single(params, 'state');
  const uri = single(params, 'post_logout_redirect_uri');
  return {
    idTokenHint: hint,
    ...(state !== undefined && { state }),
    ...(uri !== undefined && { postLogoutRedirectUri: uri }),
    redirectRegistered: uri !== undefined && registered.includes(uri),
  };
}
