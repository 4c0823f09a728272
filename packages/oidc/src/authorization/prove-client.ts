import type { Registration } from '@garance/core';
import { type CheckRow, defineCheck, failureOf, type NamedFailure } from '../checks.ts';
import { type RawParams, single } from '../params.ts';
import type { AuthorizationContext } from './request.ts';

interface ClientInput {
  readonly params: RawParams;
  readonly context: AuthorizationContext;
}

const checkClient = defineCheck({
  name: 'client',
  clause: 'RFC 6749 §3.1, §4.1.2.1',
  errors: [
    'authorize.client_ambiguous',
    'authorize.client_missing',
    'authorize.client_unknown',
    'authorize.client_suspended',
  ],
  run({ params, context }: ClientInput) {
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
    return { ok: true, adds: { registration } };
  },
});

/** Byte for byte: after any normalisation, this comparison and the browser could differ. */
const checkRedirectUri = defineCheck({
  name: 'redirect-uri',
  clause: 'RFC 6749 §3.1.2.3; RFC 9700 §4.1.3',
  errors: ['authorize.redirect_uri_missing', 'authorize.redirect_uri_mismatch'],
  run({ params, registration }: { readonly params: RawParams; readonly registration: Registration }) {
    const redirectUri = single(params, 'redirect_uri');
    if (redirectUri === undefined) return { ok: false, error: 'authorize.redirect_uri_missing' };
    return registration.redirectUris.includes(redirectUri)
      ? { ok: true, adds: { redirectUri } }
      : { ok: false, error: 'authorize.redirect_uri_mismatch' };
  },
});

/** Checks before the table of the client's profile (`profiles.ts`). */
export const clientChecks: readonly CheckRow[] = [checkClient, checkRedirectUri];

export type ClientProof =
  | { readonly ok: true; readonly registration: Registration; readonly redirectUri: string }
  | NamedFailure;

/**
 * Verifies the client and its redirect URI. Before that no error is sent by redirect: an open redirector gives codes
 * and errors to the author of the link (RFC 6749 §4.1.2.1, RFC 9700 §4.11).
 */
export function proveClient(params: RawParams, context: AuthorizationContext): ClientProof {
  const client = checkClient.run({ params, context });
  if (!client.ok) return failureOf(checkClient, client);
  const { registration } = client.adds;
  const redirect = checkRedirectUri.run({ params, registration });
  if (!redirect.ok) return failureOf(checkRedirectUri, redirect);
  return { ok: true, registration, redirectUri: redirect.adds.redirectUri };
}

function isRepeated(params: RawParams, name: string): boolean {
  return (params.get(name)?.length ?? 0) > 1;
}
