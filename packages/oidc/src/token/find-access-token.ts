import type { ErrorCode } from '@garance/core';
import { type RawParams, single } from '../params.ts';

export type AccessTokenOutcome =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly error: ErrorCode };

const noParams: RawParams = new Map();

/** RFC 6750 §2.1: `b64token`. */
const bearer = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * Finds the access token of a userinfo request: in the header, or in the form body of a POST (RFC 6750 §2.1, §2.2).
 * Never in the address, where logs and Referer headers would keep it (RFC 9700 §4.3.2).
 *
 * @param request.query parameters of the address
 * @param request.body of a POST with a form; undefined otherwise
 */
export function findAccessToken(request: {
  readonly authorization?: string | undefined;
  readonly query: RawParams;
  readonly body?: RawParams | undefined;
}): AccessTokenOutcome {
  const { authorization, query, body = noParams } = request;
  if (query.has('access_token')) return { ok: false, error: 'token.access_token_in_query' };
  const inBody = body.has('access_token');
  if (authorization === undefined) {
    if (!inBody) return { ok: false, error: 'token.access_token_missing' };
    const token = single(body, 'access_token');
    return token === undefined ? { ok: false, error: 'token.access_token_malformed' } : { ok: true, token };
  }
  const token = bearer.exec(authorization)?.[1];
  return inBody || token === undefined
    ? { ok: false, error: 'token.access_token_malformed' }
    : { ok: true, token };
}
