import { single } from '../../params.ts';
import { readUiLocales } from '../../ui-locales.ts';
import { authorizationCheck } from '../request.ts';

/** A preference: invalid values are ignored. */
export const readLocales = authorizationCheck({
  name: 'ui-locales',
  clause: 'OpenID Connect Core §3.1.2.1',
  errors: [],
  run({ params }) {
    return { ok: true, adds: { uiLocales: readUiLocales(single(params, 'ui_locales')) } };
  },
});
