import type { Registration } from '@garance/core';
import { type RawParams, single } from '../params.ts';
import { findResponseMode } from './checks/check-response-mode.ts';
import { isStateEchoed } from './checks/check-state.ts';
import { profiles } from './profiles.ts';
import { proveClient } from './prove-client.ts';
import type { AuthorizationContext, AuthorizationOutcome, AuthorizationRequest } from './request.ts';

/**
 * Checks an authorization request: first client and redirect URI, then the table of the client's profile.
 *
 * @param params read once by `readParams`
 * @returns `accepted` with the request as plain data; `page` before client and redirect URI are verified; else
 * `redirect`
 *   with what the answer needs (`authorizationResponse`)
 * @see OpenID Connect Core §3.1.2.1, RFC 6749 §4.1.1, RFC 9126 §2.1
 */
export function checkAuthorizationRequest(
  params: RawParams,
  context: AuthorizationContext,
): AuthorizationOutcome {
  const proof = proveClient(params, context);
  if (!proof.ok) return { kind: 'page', error: proof.error, check: proof.check };
  const { registration, redirectUri } = proof;
  const { platform, understands, pushed } = context;
  let request = emptyRequest(registration, redirectUri);
  for (const check of profiles[registration.profile]) {
    const result = check.run({ params, registration, platform, understands, pushed });
    if (!result.ok) {
      const { error, detail } = result;
      const state = single(params, 'state');
      return {
        kind: 'redirect',
        error,
        ...(detail === undefined ? {} : { detail }),
        check: check.name,
        redirectUri,
        responseMode: findResponseMode(single(params, 'response_mode')) ?? 'query',
        ...(state !== undefined && isStateEchoed(state) ? { state } : {}),
        clientId: registration.clientId,
      };
    }
    request = { ...request, ...result.adds };
  }
  return { kind: 'accepted', request, registration };
}

/**
 * The request before the first check. Every value except client and redirect URI is set by a check of every profile.
 */
function emptyRequest(registration: Registration, redirectUri: string): AuthorizationRequest {
  return {
    clientId: registration.clientId,
    redirectUri,
    // Stryker disable all: a check sets each of these before a request is accepted.
    responseMode: 'query',
    scopes: [],
    level: 'eidas3',
    prompt: [],
    amr: false,
    uiLocales: [],
    // Stryker restore all
  };
}
