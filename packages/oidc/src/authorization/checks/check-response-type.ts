import { passed } from '../../checks.ts';
import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

export const checkResponseType = authorizationCheck({
  name: 'response-type',
  clause: 'RFC 6749 §3.1.1, §4.1.2.1',
  errors: ['authorize.response_type_missing', 'authorize.response_type_unsupported'],
  run({ params }) {
    const responseType = single(params, 'response_type');
    if (responseType === undefined) return { ok: false, error: 'authorize.response_type_missing' };
    return responseType === 'code' ? passed : { ok: false, error: 'authorize.response_type_unsupported' };
  },
});
