import { passed } from '../../checks.ts';
import { findRepeated } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** Checks can be bypassed when two programs read different copies of a parameter: no parameter may be sent twice. */
export const checkRepeatedParameters = authorizationCheck({
  name: 'repeated-parameters',
  clause: 'RFC 6749 §3.1',
  errors: ['authorize.parameter_repeated'],
  run({ params }) {
    return findRepeated(params) === undefined ? passed : { ok: false, error: 'authorize.parameter_repeated' };
  },
});
