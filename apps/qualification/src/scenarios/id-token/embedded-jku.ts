import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const embeddedJku = defineScenario({
  id: 'id-token.embedded-jku',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'Clés du faussaire désignées par l’en-tête (jku)',
    en: 'The attacker’s keys pointed to by the header (jku)',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 6; RFC 8725 §3.10',
  level: 'platform',
  fault: { at: 'id_token', jose: 'embedded-jku' },
  does: {
    fr: 'L’id_token est signé d’une clé étrangère, et son en-tête jku désigne un jeu de clés qui la contient et répond.',
    en: 'The id_token is signed with a foreign key, and its header jku points to a key set that holds it and answers.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'N’allez jamais chercher l’adresse d’un en-tête jku ou x5u\u00a0: un inconnu choisirait vos clés, et ferait appeler à votre serveur l’adresse qu’il veut. N’utilisez que jwks_uri du document de découverte.',
    en: 'Never fetch the address of a jku or x5u header: a stranger would choose your keys, and make your server call any address. Use only the jwks_uri of the discovery document.',
  },
});
