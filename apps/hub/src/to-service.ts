import type { ErrorCode } from '@garance/core';
import { type AuthorizationRequest, errorResponseBody } from '@garance/oidc';
import type { StepOutcome } from './outcome.ts';

type ServiceAddress = Pick<AuthorizationRequest, 'redirectUri' | 'responseMode' | 'state'>;

/** An error answer to the service, at its own proven redirect URI. */
export function errorToService(address: ServiceAddress, error: ErrorCode, detail?: string): StepOutcome {
  return answerService(address, { ...errorResponseBody(error, detail) });
}

/** Any authorization response: adds `state`; the dispatcher's response builder adds `iss`. */
export function answerService(
  address: ServiceAddress,
  params: Readonly<Record<string, string>>,
): StepOutcome {
  const { redirectUri, responseMode, state } = address;
  return {
    kind: 'to-service',
    redirectUri,
    responseMode,
    params: { ...params, ...(state !== undefined && { state }) },
  };
}
