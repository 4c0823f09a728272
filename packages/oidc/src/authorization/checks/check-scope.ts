import { findDataScopeFamily, knownScopes } from '@garance/core';
import { single, words } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/**
 * Unknown scopes are ignored. A known one outside the habilitation, or one of the data providers that no hub serves, is
 * refused, so that no service believes it was granted.
 */
export const checkScope = authorizationCheck({
  name: 'scope',
  clause: 'OpenID Connect Core §3.1.2.1; RFC 6749 §3.3',
  errors: ['authorize.scope_missing', 'authorize.data_scope_not_served', 'authorize.scope_not_allowed'],
  run({ params, registration, platform }) {
    const requested = words(single(params, 'scope'));
    if (!requested.includes('openid')) return { ok: false, error: 'authorize.scope_missing' };
    const families = new Set(requested.flatMap((scope) => findDataScopeFamily(scope) ?? []));
    if (families.size > 0) {
      return { ok: false, error: 'authorize.data_scope_not_served', detail: [...families].join(' ') };
    }
    const known = knownScopes(platform);
    const scopes = requested.filter((scope) => known.has(scope));
    const refused = scopes.filter((scope) => scope !== 'openid' && !registration.scopes.includes(scope));
    if (refused.length > 0) {
      return { ok: false, error: 'authorize.scope_not_allowed', detail: refused.join(' ') };
    }
    return { ok: true, adds: { scopes } };
  },
});
