import { single } from '../../params.ts';
import { type AuthorizationCheck, passed } from '../request.ts';

/** Parameters that would change the meaning of the request if they were understood must not be silently ignored. */
export const checkUnsupportedParameters: AuthorizationCheck = {
  name: 'unsupported-parameters',
  clause: 'OpenID Connect Core §6.1, §6.2, §7.2.1; RFC 9126 §2.1',
  run({ params, pushed }) {
    if (single(params, 'request') !== undefined) {
      return { ok: false, error: 'authorize.request_not_supported' };
    }
    if (single(params, 'request_uri') !== undefined) {
      return {
        ok: false,
        error: pushed ? 'authorize.pushed_request_uri' : 'authorize.request_uri_not_supported',
      };
    }
    if (single(params, 'registration') !== undefined) {
      return { ok: false, error: 'authorize.registration_not_supported' };
    }
    return passed;
  },
};
