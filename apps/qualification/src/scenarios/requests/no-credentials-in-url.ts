import { defineScenario } from '../../vocabulary/scenario.ts';
import { failed, passed } from '../judgements.ts';
import { authorizeFacts, list, nothingSeen, tokenFacts } from './facts.ts';

export const noCredentialsInUrl = defineScenario({
  id: 'requests.no-credentials-in-url',
  family: 'requests',
  kind: 'watch',
  title: { fr: 'Aucun secret dans une adresse', en: 'No credential in a URL' },
  clause: 'RFC 6749 §2.3.1; RFC 6750 §2.3; RFC 9700 §4.3.2',
  level: 'standard',
  does: {
    fr: 'Le hub cherche secrets, assertions et jetons d’accès dans les adresses que le service appelle ou donne au navigateur.',
    en: 'The hub looks for secrets, assertions and access tokens in the addresses that the service calls or gives to the browser.',
  },
  expects: {
    fr: 'Secrets et jetons voyagent dans un en-tête ou dans le corps d’une requête, jamais dans une adresse.',
    en: 'Secrets and tokens travel in a header or in a request body, never in an address.',
  },
  advice: {
    fr: 'Une adresse finit dans les historiques et les journaux. Envoyez le jeton d’accès dans Authorization: Bearer, le secret dans l’en-tête Authorization ou le corps de la demande de jeton, et rien de tout cela à /authorize.',
    en: 'An address ends in histories and logs. Send the access token in Authorization: Bearer, the secret in the Authorization header or the body of the token request, and none of these to /authorize.',
  },
  judge(seen) {
    const requests = authorizeFacts(seen);
    if (requests.length === 0) return nothingSeen('authorize');
    const names = [...requests, ...tokenFacts(seen)].flatMap(({ credentialsInUrl }) => credentialsInUrl);
    const atUserinfo = seen.logins.some((login) =>
      login.some((observation) => observation.kind === 'userinfo' && observation.facts.tokenInUrl),
    );
    if (atUserinfo) names.push('access_token');
    if (names.length === 0) return passed;
    return failed(`Dans une adresse\u00a0: ${list(names)}.`, `In a URL: ${list(names)}.`);
  },
});
