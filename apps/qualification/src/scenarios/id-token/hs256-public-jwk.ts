import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const hs256PublicJwk = defineScenario({
  id: 'id-token.hs256-public-jwk',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token signé en HS256 avec la clé publique (JWK)',
    en: 'id_token signed with HS256 and the public key (JWK)',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 7; RFC 8725 §2.1 and §3.1',
  level: 'standard',
  fault: { at: 'id_token', jose: 'hs256-public-jwk' },
  does: {
    fr: 'Le hub signe l’id_token en HS256 en prenant pour secret sa clé publique sous forme de JWK.',
    en: 'The hub signs the id_token with HS256, using its public key as the text of its JWK for the secret.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'La clé publique n’est pas un secret\u00a0: tout le monde peut fabriquer ce jeton. Fixez l’algorithme à celui de votre enregistrement (algorithms: ["ES256"] ou ["RS256"]) et ne donnez jamais une clé publique sous forme de texte à une fonction qui sait aussi vérifier un HMAC.',
    en: 'The public key is no secret: anyone can make this token. Pin the algorithm to the one you registered (algorithms: ["ES256"] or ["RS256"]) and never hand a public key as text to a function that can also verify an HMAC.',
  },
});
