import { single } from '../../params.ts';
import { type AuthorizationCheck, passed } from '../request.ts';

/** Longer than any provider's identifier: it is kept until the hub has looked for the provider. */
const MAX_HINT_LENGTH = 100;

/** Skipping the choice of identity provider is a right of the registration. */
export const checkIdpHint: AuthorizationCheck = {
  name: 'idp-hint',
  clause: 'Garance platforms: authorization request',
  run({ params, registration }) {
    const idpHint = single(params, 'idp_hint');
    if (idpHint === undefined) return passed;
    return registration.idpHintAllowed && idpHint.length <= MAX_HINT_LENGTH
      ? { ok: true, adds: { idpHint } }
      : { ok: false, error: 'authorize.idp_hint_invalid' };
  },
};
