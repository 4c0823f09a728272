import { passed } from '../../checks.ts';
import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** Unsupported parameters that would change the meaning of the request are refused instead of ignored. */
export const checkUnsupportedParameters = authorizationCheck({
  name: 'unsupported-parameters',
  clause: 'OpenID Connect Core §6.1, §6.2, §7.2.1; RFC 9126 §2.1',
  errors: [
    'authorize.request_not_supported',
    'authorize.pushed_request_uri',
    'authorize.request_uri_not_supported',
    'authorize.registration_not_supported',
  ],
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
});
