import { single } from '../../params.ts';
import type { AuthorizationCheck } from '../request.ts';

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
      : { ok: true, adds: { nonce } };
  },
};

/** As OpenID Connect Core leaves it: optional in the code flow, of any length. */
export const acceptNonce: AuthorizationCheck = {
  name: 'nonce',
  clause: 'OpenID Connect Core §3.1.2.1',
  run({ params }) {
    const nonce = single(params, 'nonce');
    return { ok: true, adds: nonce === undefined ? {} : { nonce } };
  },
};
