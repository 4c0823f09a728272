import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const noAnswer = defineScenario({
  id: 'userinfo.no-answer',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'userinfo ne répond pas pendant 20 secondes',
    en: 'userinfo gives no answer for 20 seconds',
  },
  clause: 'Garance, qualification: Userinfo',
  level: 'platform',
  slow: true,
  fault: { at: 'userinfo', answer: { status: 500, body: 'empty', delaySeconds: 20 } },
  does: {
    fr: 'Le hub laisse la requête userinfo sans réponse pendant 20 secondes.',
    en: 'The hub leaves the userinfo request unanswered for 20 seconds.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Donnez à chaque appel un délai de 5 à 10 secondes (AbortSignal.timeout avec fetch, config.timeout avec openid-client, timeout= avec requests), puis dites à la personne que l’identification n’a pas abouti.',
    en: 'Give every call a time limit of 5 to 10 seconds (AbortSignal.timeout with fetch, config.timeout with openid-client, timeout= with requests), then tell the person that the identification did not succeed.',
  },
});
