import { passed } from '../../checks.ts';
import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

const wholeSeconds = /^[0-9]{1,9}$/;

export const checkMaxAge = authorizationCheck({
  name: 'max-age',
  clause: 'OpenID Connect Core §3.1.2.1',
  errors: ['authorize.max_age_invalid'],
  run({ params }) {
    const maxAge = single(params, 'max_age');
    if (maxAge === undefined) return passed;
    return wholeSeconds.test(maxAge)
      ? { ok: true, adds: { maxAgeSeconds: Number(maxAge) } }
      : { ok: false, error: 'authorize.max_age_invalid' };
  },
});
