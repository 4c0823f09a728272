import { passed } from '../../checks.ts';
import { authorizationCheck } from '../request.ts';

/** A client registered to push cannot be made to accept a request that an attacker wrote into a link. */
export const checkPushed = authorizationCheck({
  name: 'pushed',
  clause: 'RFC 9126 §5',
  errors: ['authorize.par_required'],
  run({ registration, pushed }) {
    return registration.par === 'required' && !pushed
      ? { ok: false, error: 'authorize.par_required' }
      : passed;
  },
});
