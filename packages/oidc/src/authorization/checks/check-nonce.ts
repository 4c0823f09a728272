import { passed } from '../../checks.ts';
import { MAX_NONCE_LENGTH } from '../../length-limits.ts';
import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** 128 bits in base64url; shorter ones can be guessed. */
const MIN_NONCE_LENGTH = 22;

export const requireNonce = authorizationCheck({
  name: 'nonce',
  clause: 'OpenID Connect Core §15.5.2',
  errors: ['authorize.nonce_missing', 'authorize.nonce_too_short', 'authorize.nonce_too_long'],
  run({ params }) {
    const nonce = single(params, 'nonce');
    if (nonce === undefined) return { ok: false, error: 'authorize.nonce_missing' };
    return nonce.length < MIN_NONCE_LENGTH
      ? { ok: false, error: 'authorize.nonce_too_short' }
      : bounded(nonce);
  },
});

/** By OpenID Connect Core: optional in the code flow, of any length. */
export const acceptNonce = authorizationCheck({
  name: 'nonce',
  clause: 'OpenID Connect Core §3.1.2.1',
  errors: ['authorize.nonce_too_long'],
  run({ params }) {
    const nonce = single(params, 'nonce');
    return nonce === undefined ? passed : bounded(nonce);
  },
});

function bounded(nonce: string) {
  return nonce.length <= MAX_NONCE_LENGTH
    ? ({ ok: true, adds: { nonce } } as const)
    : ({ ok: false, error: 'authorize.nonce_too_long' } as const);
}
