import { passed } from '../../checks.ts';
import { single } from '../../params.ts';
import { authorizationCheck } from '../request.ts';

/** Garance's own parameters, which change what the hub does: a hub that does not understand one must refuse it. */
const reserved = ['garance_rehearsal'];

export const checkReservedParameters = authorizationCheck({
  name: 'reserved-parameters',
  clause: 'Garance platforms: authorization request',
  errors: ['authorize.rehearsal_unavailable'],
  run({ params, understands }) {
    const refused = reserved.some(
      (name) => !understands.includes(name) && single(params, name) !== undefined,
    );
    return refused ? { ok: false, error: 'authorize.rehearsal_unavailable' } : passed;
  },
});
