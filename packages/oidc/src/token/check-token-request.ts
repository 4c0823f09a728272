import type { ErrorCode } from '@garance/core';
import { findRepeated, type RawParams, single } from '../params.ts';

export interface TokenRequest {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier?: string;
}

export type TokenRequestOutcome =
  | { readonly ok: true; readonly request: TokenRequest }
  | { readonly ok: false; readonly error: ErrorCode };

/**
 * Checks the form of a token request (RFC 6749 §4.1.3). `redirect_uri` is required, because every authorization
 * request had one. That code, client, URI and verifier belong together is checked when the code is taken.
 */
export function checkTokenRequest(params: RawParams): TokenRequestOutcome {
  if (findRepeated(params) !== undefined) return { ok: false, error: 'token.parameter_repeated' };
  const grantType = single(params, 'grant_type');
  if (grantType === undefined) return { ok: false, error: 'token.grant_type_missing' };
  if (grantType !== 'authorization_code') return { ok: false, error: 'token.grant_type_unsupported' };
  const code = single(params, 'code');
  if (code === undefined) return { ok: false, error: 'token.code_missing' };
  const redirectUri = single(params, 'redirect_uri');
  if (redirectUri === undefined) return { ok: false, error: 'token.redirect_uri_missing' };
  const codeVerifier = single(params, 'code_verifier');
  return {
    ok: true,
    request: { code, redirectUri, ...(codeVerifier === undefined ? {} : { codeVerifier }) },
  };
}
