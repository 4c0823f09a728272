import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const zip = defineScenario({
  id: 'id-token.zip',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token comprimé avant chiffrement',
    en: 'id_token compressed before encryption',
  },
  clause: 'RFC 8725 §3.6; Garance, platforms: Tokens',
  level: 'platform',
  platforms: ['plus'],
  needs: ['encryption'],
  fault: { at: 'id_token', jose: 'zip' },
  does: {
    fr: 'Le hub comprime le contenu avant de le chiffrer (zip\u00a0: DEF).',
    en: 'The hub compresses the content before encrypting it (zip: DEF).',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Refusez un JWE dont l’en-tête contient zip\u00a0: un petit jeton peut s’étendre jusqu’à épuiser la mémoire, et la compression révèle le contenu par la longueur. Si votre bibliothèque l’admet, lisez l’en-tête avant de déchiffrer.',
    en: 'Refuse a JWE whose header contains zip: a small token may expand until memory is exhausted, and compression reveals content by its length. Where your library accepts it, read the header before decrypting.',
  },
});
