import { defineScenario } from '../../vocabulary/scenario.ts';
import { failed, passed } from '../judgements.ts';
import { authorizeFacts, list, nothingSeen } from './facts.ts';

export const scopes = defineScenario({
  id: 'requests.scopes',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'Seulement les scopes de l’habilitation', en: 'Only the scopes granted' },
  clause: 'Garance, platforms: Authorization request (scope); OpenID Connect Core 1.0 §3.1.2.1',
  level: 'platform',
  does: {
    fr: 'Le hub compare les scopes demandés à ceux de l’habilitation du service.',
    en: 'The hub compares the scopes asked for with those granted to the service.',
  },
  expects: {
    fr: 'Chaque demande contient openid et rien qui ne soit dans l’habilitation.',
    en: 'Each request contains openid and nothing beyond what was granted.',
  },
  advice: {
    fr: 'Demandez la liste exacte des scopes de votre habilitation, et moins encore quand la démarche n’a pas besoin de tout. Retirez ceux qu’une bibliothèque ajoute d’office, comme profile, email ou offline_access.',
    en: 'Ask for exactly the scopes granted to you, and fewer where the procedure does not need them all. Remove those that a library adds by default, such as profile, email or offline_access.',
  },
  judge(seen) {
    const requests = authorizeFacts(seen);
    if (requests.length === 0) return nothingSeen('authorize');
    if (requests.some(({ scopesAsked }) => !scopesAsked.includes('openid'))) {
      return failed('Une demande ne contient pas openid.', 'A request does not contain openid.');
    }
    const granted = new Set(['openid', ...seen.service.grantedScopes]);
    const beyond = requests.flatMap(({ scopesAsked }) => scopesAsked.filter((scope) => !granted.has(scope)));
    if (beyond.length === 0) return passed;
    return failed(
      `Demandés sans être dans l’habilitation\u00a0: ${list(beyond)}.`,
      `Asked for without being granted: ${list(beyond)}.`,
    );
  },
});
