import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const audienceArray = defineScenario({
  id: 'accept.audience-array',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'aud en tableau d’un seul élément',
    en: 'aud as an array of one element',
  },
  clause: 'OpenID Connect Core 1.0 §2; RFC 7519 §4.1.3',
  level: 'standard',
  fault: { at: 'id_token', claims: { set: { aud: { inArray: 'alone' } } } },
  does: {
    fr: 'Le hub écrit aud comme un tableau qui contient votre client_id seul.',
    en: 'The hub writes aud as an array that holds your client_id alone.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'aud peut être un texte ou un tableau\u00a0: admettez les deux. Toutes les bibliothèques le font\u00a0; ne comparez pas vous-même avec ===.',
    en: 'aud may be a string or an array: admit both. Every library does; do not compare by yourself with ===.',
  },
});
