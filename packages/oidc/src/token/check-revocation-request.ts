import type { ErrorCode } from '@garance/core';
import { findRepeated, type RawParams, single } from '../params.ts';

export type RevocationRequestOutcome =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly error: ErrorCode };

/** Checks the form of a revocation request (RFC 7009 §2.1). `token_type_hint` is only a hint: there is one kind of token. */
export function checkRevocationRequest(params: RawParams): RevocationRequestOutcome {
  if (findRepeated(params) !== undefined) return { ok: false, error: 'token.parameter_repeated' };
  const token = single(params, 'token');
  return token === undefined ? { ok: false, error: 'token.revocation_token_missing' } : { ok: true, token };
}
