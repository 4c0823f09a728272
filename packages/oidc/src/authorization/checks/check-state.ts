import { passed } from '../../checks.ts';
import { MAX_STATE_LENGTH } from '../../length-limits.ts';
import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** Without `state` the service cannot tell that the answer belongs to the browser that asked: required. */
export const requireState = authorizationCheck({
  name: 'state',
  clause: 'RFC 9700 §4.7; OpenID Connect Core §3.1.2.1',
  errors: ['authorize.state_missing', 'authorize.state_too_long'],
  run({ params }) {
    const state = single(params, 'state');
    return state === undefined ? { ok: false, error: 'authorize.state_missing' } : bounded(state);
  },
});

/** As OpenID Connect Core leaves it: recommended. */
export const acceptState = authorizationCheck({
  name: 'state',
  clause: 'OpenID Connect Core §3.1.2.1',
  errors: ['authorize.state_too_long'],
  run({ params }) {
    const state = single(params, 'state');
    return state === undefined ? passed : bounded(state);
  },
});

function bounded(state: string) {
  return isStateEchoed(state)
    ? ({ ok: true, adds: { state } } as const)
    : ({ ok: false, error: 'authorize.state_too_long' } as const);
}

/**
 * Whether answers carry this `state` back. A longer one is left out of the error as well: a Location header of that size
 * is dropped by proxies, and the service would learn nothing at all.
 */
export function isStateEchoed(state: string): boolean {
  return state.length <= MAX_STATE_LENGTH;
}
