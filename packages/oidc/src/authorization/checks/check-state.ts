import { single } from '../../params.ts';
import type { AuthorizationCheck } from '../request.ts';

/** Without `state` the service cannot tell that the answer belongs to the browser that asked: required. */
export const requireState: AuthorizationCheck = {
  name: 'state',
  clause: 'RFC 9700 §4.7; OpenID Connect Core §3.1.2.1',
  run({ params }) {
    const state = single(params, 'state');
    return state === undefined
      ? { ok: false, error: 'authorize.state_missing' }
      : { ok: true, adds: { state } };
  },
};

/** As OpenID Connect Core leaves it: recommended. */
export const acceptState: AuthorizationCheck = {
  name: 'state',
  clause: 'OpenID Connect Core §3.1.2.1',
  run({ params }) {
    const state = single(params, 'state');
    return { ok: true, adds: state === undefined ? {} : { state } };
  },
};
