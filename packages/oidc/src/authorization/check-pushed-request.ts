import type { Registration } from '@garance/core';
import { type CheckRow, failureOf, type NamedFailure } from '../checks.ts';
import { type RawParams, single } from '../params.ts';
import { checkAuthorizationRequest } from './check-authorization-request.ts';
import type { AuthorizationContext, AuthorizationRequest } from './request.ts';

/** Prefix of every `request_uri` issued by the pushed authorization endpoint (RFC 9126 §2.2). */
export const pushedRequestUriPrefix = 'urn:ietf:params:oauth:request_uri:';

/** Runs before the other checks of the client, which have the same name. */
export const pushedClientRow = {
  name: 'client',
  clause: 'RFC 9126 §2.1',
  errors: ['authorize.pushed_client_mismatch'],
} as const satisfies CheckRow;

export type PushedRequestOutcome =
  | { readonly ok: true; readonly request: AuthorizationRequest }
  | NamedFailure;

/**
 * Checks a pushed authorization request of an authenticated client (RFC 9126 §2.1).
 *
 * @param registration the authenticated client; `client_id` must be its own
 * @returns the request to store, or the error for a JSON body: this endpoint never redirects
 */
export function checkPushedRequest(
  params: RawParams,
  registration: Registration,
  context: Omit<AuthorizationContext, 'pushed' | 'findRegistration'>,
): PushedRequestOutcome {
  const clientId = single(params, 'client_id');
  if (clientId !== undefined && clientId !== registration.clientId) {
    return failureOf(pushedClientRow, { ok: false, error: 'authorize.pushed_client_mismatch' });
  }
  const outcome = checkAuthorizationRequest(params, {
    ...context,
    pushed: true,
    findRegistration: () => registration,
  });
  if (outcome.kind === 'accepted') return { ok: true, request: outcome.request };
  const { error, detail, check = pushedClientRow.name } = outcome;
  return { ok: false, error, check, ...(detail === undefined ? {} : { detail }) };
}
