import { single } from '../../params.ts';
import { type AuthorizationCheck, passed } from '../request.ts';

const wholeSeconds = /^[0-9]{1,9}$/;

export const checkMaxAge: AuthorizationCheck = {
  name: 'max-age',
  clause: 'OpenID Connect Core §3.1.2.1',
  run({ params }) {
    const maxAge = single(params, 'max_age');
    if (maxAge === undefined) return passed;
    return wholeSeconds.test(maxAge)
      ? { ok: true, adds: { maxAgeSeconds: Number(maxAge) } }
      : { ok: false, error: 'authorize.max_age_invalid' };
  },
};
