import { defineScenario } from '../../vocabulary/scenario.ts';
import { authorizeFacts, nothingSeen } from './facts.ts';
import { judgeRandom } from './random-value.ts';

export const state = defineScenario({
  id: 'requests.state',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'state imprévisible, jamais répété', en: 'Unpredictable state, never repeated' },
  clause: 'RFC 6749 §10.10 and §10.12; Garance, platforms: Authorization request',
  level: 'standard',
  does: {
    fr: 'Le hub compare les state de cinq connexions.',
    en: 'The hub compares the state values of five logins.',
  },
  expects: {
    fr: 'Chaque demande porte un state d’au moins 22 caractères, imprévisible, différent à chaque connexion.',
    en: 'Each request bears a state of 22 characters or more, unpredictable, different at every login.',
  },
  advice: {
    fr: 'Tirez state au sort à chaque connexion\u00a0: randomState() (openid-client), crypto.randomBytes(32).toString("base64url") (Node), secrets.token_urlsafe(32) (Python), SecureRandom (Java). Ni heure, ni compteur, ni identifiant de session, ni adresse de retour.',
    en: 'Draw state at random at each login: randomState() (openid-client), crypto.randomBytes(32).toString("base64url") (Node), secrets.token_urlsafe(32) (Python), SecureRandom (Java). No time, no counter, no session identifier, no return address.',
  },
  judge(seen) {
    const requests = authorizeFacts(seen);
    if (requests.length === 0) return nothingSeen('authorize');
    return judgeRandom(
      'state',
      requests.map(({ state }) => state),
    );
  },
});
