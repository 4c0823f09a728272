import { decodeFormComponent, findRepeated, type RawParams, single } from '../params.ts';
import type { ClientAuthError } from './client-auth-errors.ts';

/** Credentials of a request, parsed but not verified. */
export type PresentedCredentials =
  | {
      readonly kind: 'secret';
      readonly method: 'client_secret_basic' | 'client_secret_post';
      readonly clientId: string;
      readonly secret: string;
    }
  | { readonly kind: 'assertion'; readonly assertion: string; readonly clientId: string | undefined };

export type CredentialsOutcome =
  | { readonly ok: true; readonly credentials: PresentedCredentials }
  | { readonly ok: false; readonly error: ClientAuthError };

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Reads the client's credentials. Exactly one method is allowed: with two, one could be checked and the other one used
 * (RFC 6749 §2.3).
 *
 * @param authorization the HTTP header, when sent
 */
export function readCredentials(authorization: string | undefined, params: RawParams): CredentialsOutcome {
  if (findRepeated(params) !== undefined) return { ok: false, error: 'client_auth.parameter_repeated' };
  const byAssertion = params.has('client_assertion') || params.has('client_assertion_type');
  const methods = [authorization !== undefined, params.has('client_secret'), byAssertion].filter(Boolean);
  if (methods.length > 1) return { ok: false, error: 'client_auth.several_methods' };
  if (authorization !== undefined) return readBasic(authorization, single(params, 'client_id'));
  return byAssertion ? readAssertion(params) : readPost(params);
}

function readPost(params: RawParams): CredentialsOutcome {
  const clientId = single(params, 'client_id');
  const secret = single(params, 'client_secret');
  if (clientId === undefined || secret === undefined) return { ok: false, error: 'client_auth.missing' };
  return { ok: true, credentials: { kind: 'secret', method: 'client_secret_post', clientId, secret } };
}

function readAssertion(params: RawParams): CredentialsOutcome {
  const assertion = single(params, 'client_assertion');
  if (assertion === undefined || single(params, 'client_assertion_type') !== ASSERTION_TYPE) {
    return { ok: false, error: 'client_auth.assertion_malformed' };
  }
  return {
    ok: true,
    credentials: { kind: 'assertion', assertion, clientId: single(params, 'client_id') },
  };
}

const basicScheme = /^Basic +([A-Za-z0-9+/]+={0,2})$/i;

/** RFC 6749 §2.3.1: identifier and secret are form-urlencoded before they are joined and put in base64. */
function readBasic(authorization: string, bodyClientId: string | undefined): CredentialsOutcome {
  const malformed = { ok: false, error: 'client_auth.malformed_basic' } as const;
  const encoded = basicScheme.exec(authorization)?.[1];
  if (encoded === undefined) return malformed;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1) return malformed;
  const clientId = decodeFormComponent(pair.slice(0, colon));
  const secret = decodeFormComponent(pair.slice(colon + 1));
  if (clientId === undefined || !secret) return malformed;
  if (bodyClientId !== undefined && bodyClientId !== clientId) {
    return { ok: false, error: 'client_auth.client_id_mismatch' };
  }
  return { ok: true, credentials: { kind: 'secret', method: 'client_secret_basic', clientId, secret } };
}
