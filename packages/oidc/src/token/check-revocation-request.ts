import { defineCheck } from '../checks.ts';
import { findRepeated, type RawParams, single } from '../params.ts';

/** Form of a revocation request. `token_type_hint` is ignored: there is one kind of token. */
export const checkRevocationRequest = defineCheck({
  name: 'request',
  clause: 'RFC 7009 §2.1',
  errors: ['token.parameter_repeated', 'token.revocation_token_missing'],
  run({ params }: { readonly params: RawParams }) {
    if (findRepeated(params) !== undefined) return { ok: false, error: 'token.parameter_repeated' };
    const token = single(params, 'token');
    return token === undefined
      ? { ok: false, error: 'token.revocation_token_missing' }
      : { ok: true, adds: { token } };
  },
});
