import type { ErrorCode } from '@garance/core';
import {
  type AuthorizationRequest,
  type AuthorizationResponse,
  authorizationResponse,
  errorResponseBody,
} from '@garance/oidc';
import type { HubConfig } from './hub-config.ts';

/** Why a request ended with an error. */
export interface Failure {
  readonly error: ErrorCode;
  readonly detail?: string | undefined;
  /** Name of the check that failed. */
  readonly check?: string | undefined;
}

/** An answer to the service. */
export interface ToServiceOutcome {
  readonly kind: 'to-service';
  readonly redirectUri: string;
  readonly responseMode: 'query' | 'form_post';
  readonly params: Readonly<Record<string, string>>;
  /** Why, when it is an error: for the trace. */
  readonly failure?: Failure;
  /** Of the login that it answers, where that one's conduct carries it (`logins.ts`). */
  readonly plan?: string | undefined;
}

type ServiceAddress = Pick<AuthorizationRequest, 'redirectUri' | 'responseMode' | 'state'>;

/** An error answer to the service, at its own proven redirect URI. */
export function errorToService(address: ServiceAddress, error: ErrorCode, detail?: string): ToServiceOutcome {
  return refusalToService(address, { error, detail });
}

/** The same, with the check that failed. */
export function refusalToService(
  address: ServiceAddress,
  { error, detail, check }: Failure,
): ToServiceOutcome {
  const params = { ...errorResponseBody(error, detail) };
  return { ...answerService(address, params), failure: { error, detail, check } };
}

/** Any authorization response: adds `state`; `authorizationResponseOf` adds `iss`. */
export function answerService(
  address: ServiceAddress,
  params: Readonly<Record<string, string>>,
): ToServiceOutcome {
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
  { redirectUri, responseMode, params }: ToServiceOutcome,
): AuthorizationResponse {
  return authorizationResponse({ issuer, redirectUri, responseMode, params });
}
