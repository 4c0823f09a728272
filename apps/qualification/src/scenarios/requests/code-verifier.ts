import { defineScenario } from '../../vocabulary/scenario.ts';
import { notApplicable } from '../judgements.ts';
import { nothingSeen, tokenFacts } from './facts.ts';
import { judgeRandom } from './random-value.ts';

/** RFC 7636 §4.1: 43 characters at least. */
const verifiers = { shortest: 43, enough: 5 };

export const codeVerifier = defineScenario({
  id: 'requests.code-verifier',
  family: 'requests',
  kind: 'watch',
  title: {
    fr: 'code_verifier imprévisible, jamais répété',
    en: 'Unpredictable code_verifier, never repeated',
  },
  clause: 'RFC 7636 §4.1 and §7.1',
  level: 'standard',
  does: {
    fr: 'Le hub compare les code_verifier de cinq connexions.',
    en: 'The hub compares the code_verifier values of five logins.',
  },
  expects: {
    fr: 'Où le service emploie PKCE, chaque code_verifier compte au moins 43 caractères, imprévisible, différent à chaque connexion.',
    en: 'Where the service uses PKCE each code_verifier has 43 characters or more, unpredictable, different at every login.',
  },
  advice: {
    fr: 'Tirez code_verifier au sort à chaque connexion\u00a0: randomPKCECodeVerifier() (openid-client), generateRandomCodeVerifier() (oauth4webapi), secrets.token_urlsafe(64) (Python), et gardez-le dans la session jusqu’au retour. Une valeur fixe ou déduite de state ne protège de rien.',
    en: 'Draw code_verifier at random at each login: randomPKCECodeVerifier() (openid-client), generateRandomCodeVerifier() (oauth4webapi), secrets.token_urlsafe(64) (Python), and keep it in the session until the callback. A fixed value, or one derived from state, protects nothing.',
  },
  judge(seen) {
    // A login may ask more than once, as a library does that looks for the right client authentication.
    const exchanges = seen.logins.flatMap((login) => tokenFacts({ logins: [login] }).slice(-1));
    if (exchanges.length === 0) return nothingSeen('token');
    const values = exchanges.map((facts) => facts.codeVerifier);
    if (values.every((value) => value === undefined)) {
      return notApplicable('Ce service n’emploie pas PKCE.', 'This service does not use PKCE.');
    }
    return judgeRandom('code_verifier', values, verifiers);
  },
});
