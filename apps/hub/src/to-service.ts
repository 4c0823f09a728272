import type { ErrorCode } from '@garance/core';
import {
  type AuthorizationRequest,
  type AuthorizationResponse,
  authorizationResponse,
  errorResponseBody,
} from '@garance/oidc';
import type { HubDeps } from './deps.ts';
import type { StepOutcome } from './outcome.ts';

type ToService = Extract<StepOutcome, { readonly kind: 'to-service' }>;

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

/** How the browser carries the answer: with `iss` always, except where a rehearsal was told to leave it out or to lie. */
export function authorizationResponseOf(
  { config, rehearsal }: Pick<HubDeps, 'config' | 'rehearsal'>,
  { redirectUri, responseMode, params, rehearsalPlan }: ToService,
): AuthorizationResponse {
  const { issuer } = config;
  if (rehearsalPlan === undefined || rehearsal === undefined) {
    return authorizationResponse({ issuer, redirectUri, responseMode, params });
  }
  const told = rehearsal.callback(rehearsalPlan, { ...params, iss: issuer });
  if (responseMode === 'form_post') {
    return { kind: 'form_post', action: redirectUri, fields: Object.entries(told) };
  }
  const separator = redirectUri.includes('?') ? '&' : '?';
  return { kind: 'redirect', url: `${redirectUri}${separator}${new URLSearchParams(told)}` };
}
