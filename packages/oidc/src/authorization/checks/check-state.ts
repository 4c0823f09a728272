import { passed } from '../../checks.ts';
import { MAX_STATE_LENGTH } from '../../length-limits.ts';
import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** Required: without `state` the service cannot tell whether the answer belongs to the requesting browser. */
export const requireState = authorizationCheck({
  name: 'state',
  clause: 'RFC 9700 §4.7; OpenID Connect Core §3.1.2.1',
  errors: ['authorize.state_missing', 'authorize.state_too_long'],
  run({ params }) {
    const state = single(params, 'state');
    return state === undefined ? { ok: false, error: 'authorize.state_missing' } : bounded(state);
  },
});

/** By OpenID Connect Core: recommended. */
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
 * Whether answers return this `state`. A longer one is left out of the error too: proxies drop a Location header of
 * that size, and the service would receive no error.
 */
export function isStateEchoed(state: string): boolean {
  return state.length <= MAX_STATE_LENGTH;
}
