import { single, words } from '../../params.ts';
import { parseClaimsParameter } from '../claims-parameter.ts';
import { authorizationCheck } from '../request.ts';

/**
 * The `amr` claim tells how the person signed in: released to services that may have it, when they request it by
 * `claims` or by the older platform's scope of that name.
 */
export const checkClaims = authorizationCheck({
  name: 'claims',
  clause: 'OpenID Connect Core §5.5',
  errors: ['authorize.claims_malformed'],
  run({ params, registration }) {
    const claims = parseClaimsParameter(single(params, 'claims'));
    if (claims === undefined) return { ok: false, error: 'authorize.claims_malformed' };
    const isRequested = claims.amr || words(single(params, 'scope')).includes('amr');
    const allowed = registration.amrAllowed || registration.scopes.includes('amr');
    return { ok: true, adds: { amr: isRequested && allowed } };
  },
});
