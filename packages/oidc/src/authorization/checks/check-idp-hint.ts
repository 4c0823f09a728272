import { passed } from '../../checks.ts';
import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** Longer than any provider's identifier; bounds what is stored until the hub looks the provider up. */
const MAX_HINT_LENGTH = 100;

/** Skipping the choice of identity provider is a right of the registration. */
export const checkIdpHint = authorizationCheck({
  name: 'idp-hint',
  clause: 'Garance platforms: authorization request',
  errors: ['authorize.idp_hint_invalid'],
  run({ params, registration }) {
    const idpHint = single(params, 'idp_hint');
    if (idpHint === undefined) return passed;
    return registration.idpHintAllowed && idpHint.length <= MAX_HINT_LENGTH
      ? { ok: true, adds: { idpHint } }
      : { ok: false, error: 'authorize.idp_hint_invalid' };
  },
});
