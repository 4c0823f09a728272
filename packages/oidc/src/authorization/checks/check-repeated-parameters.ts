import { passed } from '../../checks.ts';
import { findRepeated } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** Two readers that pick different copies of a parameter are how checks get bypassed: nothing may be sent twice. */
export const checkRepeatedParameters = authorizationCheck({
  name: 'repeated-parameters',
  clause: 'RFC 6749 §3.1',
  errors: ['authorize.parameter_repeated'],
  run({ params }) {
    return findRepeated(params) === undefined ? passed : { ok: false, error: 'authorize.parameter_repeated' };
  },
});
