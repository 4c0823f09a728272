import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const unknownCrit = defineScenario({
  id: 'id-token.unknown-crit',
  family: 'id-token',
  kind: 'refuse',
  title: {
    fr: 'En-tête critique inconnu (crit)',
    en: 'Unknown critical header (crit)',
  },
  clause: 'RFC 7515 §4.1.11',
  level: 'standard',
  fault: { at: 'id_token', jose: 'unknown-crit' },
  does: {
    fr: 'L’id_token, signé de la vraie clé, porte dans crit un paramètre que personne ne connaît.',
    en: 'The id_token, signed with the true key, lists in crit a parameter that nobody knows.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Refusez un jeton dont crit nomme ce que vous ne traitez pas. jose, jose4j et Nimbus le font\u00a0; ailleurs, mettez votre bibliothèque à jour ou contrôlez l’en-tête vous-même.',
    en: 'Refuse a token whose crit names what you do not process. jose, jose4j and Nimbus do; elsewhere update your library, or check the header yourself.',
  },
});
