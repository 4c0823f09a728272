import { single } from '../../params.ts';
import { authorizationCheck, type ResponseMode } from '../request.ts';

export const checkResponseMode = authorizationCheck({
  name: 'response-mode',
  clause: 'OAuth 2.0 Multiple Response Type Encoding Practices §2.1; Form Post Response Mode §2',
  errors: ['authorize.response_mode_unsupported'],
  run({ params }) {
    const responseMode = findResponseMode(single(params, 'response_mode'));
    return responseMode === undefined
      ? { ok: false, error: 'authorize.response_mode_unsupported' }
      : { ok: true, adds: { responseMode } };
  },
});

/** The requested mode, `query` by default, undefined when it is unsupported. */
export function findResponseMode(value: string | undefined): ResponseMode | undefined {
  if (value === undefined) return 'query';
  return value === 'query' || value === 'form_post' ? value : undefined;
}
