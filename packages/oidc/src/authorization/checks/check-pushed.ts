import { passed } from '../../checks.ts';
import { authorizationCheck } from '../request.ts';

/** A client registered for pushed requests must not accept one that an attacker put into a link. */
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
