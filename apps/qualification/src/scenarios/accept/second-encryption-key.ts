import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const secondEncryptionKey = defineScenario({
  id: 'accept.second-encryption-key',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'La seconde clé de chiffrement du service',
    en: 'The service’s second encryption key',
  },
  clause: 'OpenID Connect Core 1.0 §10.2.1',
  level: 'standard',
  needs: ['encryption', 'second-encryption-key'],
  fault: { at: 'id_token', jose: 'second-encryption-key' },
  does: {
    fr: 'Le hub chiffre l’id_token avec la seconde des clés de chiffrement que le service publie.',
    en: 'The hub encrypts the id_token with the second of the encryption keys that the service publishes.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Choisissez la clé de déchiffrement par le kid de l’en-tête, parmi toutes celles que vous publiez\u00a0: c’est ce qui permet d’en changer sans interruption. Retirez du jeu publié celles que vous n’avez plus.',
    en: 'Choose the decryption key by the header’s kid among all those that you publish: that is what allows changing them without interruption. Remove from the published set those that you no longer have.',
  },
});
