import type { ErrorCode } from '@garance/core';
import {
  type AuthorizationRequest,
  type AuthorizationResponse,
  authorizationResponse,
  errorResponseBody,
} from '@garance/oidc';
import type { HubConfig } from './hub-config.ts';

/** Reason why a request ended with an error. */
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
  /** The cause of an error: for the trace. */
  readonly failure?: Failure;
  /** Plan of the login that it answers, where its conduct carries the answer (`logins.ts`). */
  readonly plan?: string | undefined;
}

type ServiceAddress = Pick<AuthorizationRequest, 'redirectUri' | 'responseMode' | 'state'>;

/** An error answer to the service, at its verified redirect URI. */
export function errorToService(address: ServiceAddress, error: ErrorCode, detail?: string): ToServiceOutcome {
  return refusalToService(address, { error, detail });
}

/** As `errorToService`, with the name of the failed check. */
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

/** How the browser carries the answer; always with `iss`. */
export function authorizationResponseOf(
  { issuer }: Pick<HubConfig, 'issuer'>,
  { redirectUri, responseMode, params }: ToServiceOutcome,
): AuthorizationResponse {
  return authorizationResponse({ issuer, redirectUri, responseMode, params });
}
