import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const encryptedToAnotherKey = defineScenario({
  id: 'id-token.encrypted-to-another-key',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'id_token chiffré pour une autre clé',
    en: 'id_token encrypted to another key',
  },
  clause: 'OpenID Connect Core 1.0 §3.1.3.7, 1',
  level: 'standard',
  platforms: ['plus'],
  needs: ['encryption'],
  fault: { at: 'id_token', jose: 'encrypted-to-another-key' },
  does: {
    fr: 'Le hub chiffre l’id_token pour une clé que le service n’a pas.',
    en: 'The hub encrypts the id_token to a key that the service does not have.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Un jeton que vous ne pouvez pas déchiffrer se refuse, avec une page claire. Ne continuez pas avec userinfo seul, et ne redemandez pas un jeton non chiffré.',
    en: 'A token that you cannot decrypt is refused, with a clear page. Do not go on with userinfo alone, and do not ask for an unencrypted token instead.',
  },
});
