import { passed } from '../../checks.ts';
import { single } from '../../params.ts';
import { isCodeChallenge } from '../../pkce.ts';
import { authorizationCheck } from '../request.ts';

/**
 * `plain` and a missing method (which means plain) are refused: they disclose the verifier to every reader of the
 * request.
 */
export const checkPkce = authorizationCheck({
  name: 'pkce',
  clause: 'RFC 7636 §4.3, §4.4.1; RFC 9700 §2.1.1',
  errors: [
    'authorize.pkce_required',
    'authorize.code_challenge_malformed',
    'authorize.pkce_method_unsupported',
  ],
  run({ params, registration }) {
    const codeChallenge = single(params, 'code_challenge');
    const method = single(params, 'code_challenge_method');
    if (codeChallenge === undefined) {
      if (registration.pkce === 'required') return { ok: false, error: 'authorize.pkce_required' };
      return method === undefined ? passed : { ok: false, error: 'authorize.code_challenge_malformed' };
    }
    if (method !== 'S256') return { ok: false, error: 'authorize.pkce_method_unsupported' };
    return isCodeChallenge(codeChallenge)
      ? { ok: true, adds: { codeChallenge } }
      : { ok: false, error: 'authorize.code_challenge_malformed' };
  },
});
