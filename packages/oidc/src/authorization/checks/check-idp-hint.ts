import { single } from '../../params.ts';
import { type AuthorizationCheck, passed } from '../request.ts';

/** Skipping the choice of identity provider is a right of the registration. */
export const checkIdpHint: AuthorizationCheck = {
  name: 'idp-hint',
  clause: 'Garance platforms: authorization request',
  run({ params, registration }) {
    const idpHint = single(params, 'idp_hint');
    if (idpHint === undefined) return passed;
    return registration.idpHintAllowed
      ? { ok: true, adds: { idpHint } }
      : { ok: false, error: 'authorize.idp_hint_invalid' };
  },
};
