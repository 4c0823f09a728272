import { findRepeated } from '../../params.ts';
import { type AuthorizationCheck, passed } from '../request.ts';

/** Two readers that pick different copies of a parameter are how checks get bypassed: nothing may be sent twice. */
export const checkRepeatedParameters: AuthorizationCheck = {
  name: 'repeated-parameters',
  clause: 'RFC 6749 §3.1',
  run({ params }) {
    return findRepeated(params) === undefined ? passed : { ok: false, error: 'authorize.parameter_repeated' };
  },
};
