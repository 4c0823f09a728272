import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** Passed on as sent: verifying it needs the hub's keys, and comparing it the person who signs in. */
export const carryIdTokenHint = authorizationCheck({
  name: 'id-token-hint',
  clause: 'OpenID Connect Core §3.1.2.1',
  errors: [],
  run({ params }) {
    const idTokenHint = single(params, 'id_token_hint');
    return { ok: true, adds: idTokenHint === undefined ? {} : { idTokenHint } };
  },
});
