/** Reads watched logins: what the hub was asked, login by login. */
import type { AuthorizeFacts, TokenFacts } from '../../vocabulary/observation.ts';
import type { Judgement, Watched } from '../../vocabulary/scenario.ts';
import { inconclusive } from '../judgements.ts';

export function authorizeFacts({ logins }: Watched): readonly AuthorizeFacts[] {
  return logins.flatMap((login) => login.flatMap((seen) => (seen.kind === 'authorize' ? [seen.facts] : [])));
}

export function tokenFacts({ logins }: Pick<Watched, 'logins'>): readonly TokenFacts[] {
  return logins.flatMap((login) => login.flatMap((seen) => (seen.kind === 'token' ? [seen.facts] : [])));
}

/** No login reached that place of the hub, so that nothing can be said. */
export function nothingSeen(place: 'authorize' | 'token'): Judgement {
  return place === 'authorize'
    ? inconclusive(
        'Aucune des connexions observées n’a atteint le hub\u00a0: il n’y a pas de demande à juger.',
        'None of the logins watched reached the hub: there is no request to judge.',
      )
    : inconclusive(
        'Aucune des connexions observées n’a échangé de code\u00a0: il n’y a pas de demande de jeton à juger.',
        'None of the logins watched exchanged a code: there is no token request to judge.',
      );
}

/** `a, b`: names in a reason, each once. */
export function list(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}
