import { type AuthorizationCheck, passed } from '../request.ts';

/** A client registered to push cannot be made to accept a request that an attacker wrote into a link. */
export const checkPushed: AuthorizationCheck = {
  name: 'pushed',
  clause: 'RFC 9126 §5',
  run({ registration, pushed }) {
    return registration.par === 'required' && !pushed
      ? { ok: false, error: 'authorize.par_required' }
      : passed;
  },
};
