import { single } from '../../params.ts';
import type { AuthorizationCheck } from '../request.ts';

/** A production hub must not even understand the word. */
export const checkRehearsal: AuthorizationCheck = {
  name: 'rehearsal',
  clause: 'Garance platforms: authorization request',
  run({ params, rehearsal }) {
    const asked = single(params, 'garance_rehearsal') !== undefined;
    return asked && !rehearsal
      ? { ok: false, error: 'authorize.rehearsal_unavailable' }
      : { ok: true, adds: { rehearsal: asked } };
  },
};
