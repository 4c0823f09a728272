import type { ErrorCode, Registration } from '@garance/core';
import { type RawParams, single } from '../params.ts';
import type { AuthorizationContext } from './request.ts';

export type ClientProof =
  | { readonly ok: true; readonly registration: Registration; readonly redirectUri: string }
  | { readonly ok: false; readonly error: ErrorCode };

/**
 * Establishes who asks and where the answer may go. Until both stand, nothing is told by redirect: an open redirector
 * hands codes and errors to whoever wrote the link (RFC 6749 §4.1.2.1, RFC 9700 §4.11).
 */
export function proveClient(params: RawParams, context: AuthorizationContext): ClientProof {
  if (isRepeated(params, 'client_id') || isRepeated(params, 'redirect_uri')) {
    return { ok: false, error: 'authorize.client_ambiguous' };
  }
  const clientId = single(params, 'client_id');
  if (clientId === undefined) return { ok: false, error: 'authorize.client_missing' };
  const registration = context.findRegistration(clientId);
  if (registration === undefined || registration.platform !== context.platform) {
    return { ok: false, error: 'authorize.client_unknown' };
  }
  if (registration.status !== 'active') return { ok: false, error: 'authorize.client_suspended' };
  const redirectUri = single(params, 'redirect_uri');
  if (redirectUri === undefined) return { ok: false, error: 'authorize.redirect_uri_missing' };
  return isRegisteredRedirectUri(registration, redirectUri)
    ? { ok: true, registration, redirectUri }
    : { ok: false, error: 'authorize.redirect_uri_mismatch' };
}

/** Byte for byte: any normalisation is a difference between this comparison and what a browser does (RFC 9700 §4.1.3). */
function isRegisteredRedirectUri(registration: Registration, redirectUri: string): boolean {
  return registration.redirectUris.includes(redirectUri);
}

function isRepeated(params: RawParams, name: string): boolean {
  return (params.get(name)?.length ?? 0) > 1;
}
