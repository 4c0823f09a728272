import type { ErrorCode } from '@garance/core';
import {
  type AuthorizationRequest,
  type AuthorizationResponse,
  authorizationResponse,
  errorResponseBody,
} from '@garance/oidc';
import type { HubConfig, HubDeps } from './deps.ts';
import type { ToServiceOutcome as ToService } from './outcome.ts';

type ServiceAddress = Pick<AuthorizationRequest, 'redirectUri' | 'responseMode' | 'state'>;

/** An error answer to the service, at its own proven redirect URI. */
export function errorToService(address: ServiceAddress, error: ErrorCode, detail?: string): ToService {
  return { ...answerService(address, { ...errorResponseBody(error, detail) }), failure: { error, detail } };
}

/** Any authorization response: adds `state`; `authorizationResponseOf` adds `iss`. */
export function answerService(address: ServiceAddress, params: Readonly<Record<string, string>>): ToService {
  const { redirectUri, responseMode, state } = address;
  return {
    kind: 'to-service',
    redirectUri,
    responseMode,
    params: { ...params, ...(state !== undefined && { state }) },
  };
}

/** How the browser carries the answer: with `iss` always. */
export function authorizationResponseOf(
  { issuer }: Pick<HubConfig, 'issuer'>,
  { redirectUri, responseMode, params }: ToService,
): AuthorizationResponse {
  return authorizationResponse({ issuer, redirectUri, responseMode, params });
}

/** Of a rehearsed login: as the port says, at the same proven address, or not at all. */
export async function rehearsedResponseOf(
  { config, rehearsal }: Pick<HubDeps, 'config' | 'rehearsal'>,
  answer: ToService,
  plan: string,
): Promise<AuthorizationResponse | { readonly kind: 'withheld' }> {
  if (rehearsal === undefined) return authorizationResponseOf(config, answer);
  const { redirectUri, responseMode } = answer;
  const params = { ...answer.params, iss: config.issuer };
  const told = await rehearsal.port.callback(plan, { redirectUri, responseMode, params });
  if (told.kind === 'withhold') return { kind: 'withheld' };
  if (responseMode === 'form_post') {
    return { kind: 'form_post', action: redirectUri, fields: Object.entries(told.params) };
  }
  const query = new URLSearchParams(told.params).toString();
  if (query === '') return { kind: 'redirect', url: redirectUri };
  const separator = redirectUri.includes('?') ? '&' : '?';
  return { kind: 'redirect', url: `${redirectUri}${separator}${query}` };
}
