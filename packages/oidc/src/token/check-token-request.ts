import { defineCheck } from '../checks.ts';
import { findRepeated, type RawParams, single } from '../params.ts';

export interface TokenRequest {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier?: string;
}

/**
 * Form of a token request. `redirect_uri` is required, because every authorization request had one. Whether code,
 * client, URI and verifier belong together is checked when the code is taken.
 */
export const checkTokenRequest = defineCheck({
  name: 'request',
  clause: 'RFC 6749 §3.2, §4.1.3',
  errors: [
    'token.parameter_repeated',
    'token.grant_type_missing',
    'token.grant_type_unsupported',
    'token.code_missing',
    'token.redirect_uri_missing',
  ],
  run({ params }: { readonly params: RawParams }) {
    if (findRepeated(params) !== undefined) return { ok: false, error: 'token.parameter_repeated' };
    const grantType = single(params, 'grant_type');
    if (grantType === undefined) return { ok: false, error: 'token.grant_type_missing' };
    if (grantType !== 'authorization_code') return { ok: false, error: 'token.grant_type_unsupported' };
    const code = single(params, 'code');
    if (code === undefined) return { ok: false, error: 'token.code_missing' };
    const redirectUri = single(params, 'redirect_uri');
    if (redirectUri === undefined) return { ok: false, error: 'token.redirect_uri_missing' };
    const codeVerifier = single(params, 'code_verifier');
    const request: TokenRequest = {
      code,
      redirectUri,
      ...(codeVerifier === undefined ? {} : { codeVerifier }),
    };
    return { ok: true, adds: { request } };
  },
});
