import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const plain = defineScenario({
  id: 'accept.plain',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Connexion ordinaire',
    en: 'A plain login',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.1',
  level: 'standard',
  does: {
    fr: 'Le hub fait tout comme il se doit.',
    en: 'The hub does everything as it should.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Lisez les requêtes observées\u00a0: la première qui manque montre où le service s’est arrêté. Contrôlez l’adresse de connexion, le signe qui montre qu’une personne est connectée, client_id, secret, clés et adresse de retour.',
    en: 'Read the requests observed: the first that is missing shows where the service stopped. Check the login address, the sign that shows a signed-in person, client_id, secret, keys and redirect address.',
  },
});
