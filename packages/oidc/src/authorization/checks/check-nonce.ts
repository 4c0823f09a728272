import { MAX_NONCE_LENGTH } from '../../length-limits.ts';
import { single } from '../../params.ts';
import type { AuthorizationCheck, CheckResult } from '../request.ts';

/** 128 bits in base64url; shorter ones can be guessed. */
const MIN_NONCE_LENGTH = 22;

export const requireNonce: AuthorizationCheck = {
  name: 'nonce',
  clause: 'OpenID Connect Core §15.5.2',
  run({ params }) {
    const nonce = single(params, 'nonce');
    if (nonce === undefined) return { ok: false, error: 'authorize.nonce_missing' };
    return nonce.length < MIN_NONCE_LENGTH
      ? { ok: false, error: 'authorize.nonce_too_short' }
      : bounded(nonce);
  },
};

/** As OpenID Connect Core leaves it: optional in the code flow, short or long. */
export const acceptNonce: AuthorizationCheck = {
  name: 'nonce',
  clause: 'OpenID Connect Core §3.1.2.1',
  run({ params }) {
    const nonce = single(params, 'nonce');
    return nonce === undefined ? { ok: true } : bounded(nonce);
  },
};

function bounded(nonce: string): CheckResult {
  return nonce.length <= MAX_NONCE_LENGTH
    ? { ok: true, adds: { nonce } }
    : { ok: false, error: 'authorize.nonce_too_long' };
}
