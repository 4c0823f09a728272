import { defineScenario } from '../../vocabulary/scenario.ts';
import { authorizeFacts, nothingSeen } from './facts.ts';
import { judgeRandom } from './random-value.ts';

export const nonce = defineScenario({
  id: 'requests.nonce',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'nonce imprévisible, jamais répété', en: 'Unpredictable nonce, never repeated' },
  clause: 'OpenID Connect Core 1.0 §3.1.2.1 and §15.5.2; Garance, platforms: Authorization request',
  level: 'standard',
  does: {
    fr: 'Le hub compare les nonce de cinq connexions.',
    en: 'The hub compares the nonce values of five logins.',
  },
  expects: {
    fr: 'Chaque demande porte un nonce d’au moins 22 caractères, imprévisible, différent à chaque connexion.',
    en: 'Each request bears a nonce of 22 characters or more, unpredictable, different at every login.',
  },
  advice: {
    fr: 'Tirez nonce au sort à chaque connexion, sans le déduire de state\u00a0: randomNonce() (openid-client), crypto.randomBytes(32).toString("base64url") (Node), secrets.token_urlsafe(32) (Python), SecureRandom (Java).',
    en: 'Draw nonce at random at each login, without deriving it from state: randomNonce() (openid-client), crypto.randomBytes(32).toString("base64url") (Node), secrets.token_urlsafe(32) (Python), SecureRandom (Java).',
  },
  judge(seen) {
    const requests = authorizeFacts(seen);
    if (requests.length === 0) return nothingSeen('authorize');
    return judgeRandom(
      'nonce',
      requests.map(({ nonce }) => nonce),
    );
  },
});
