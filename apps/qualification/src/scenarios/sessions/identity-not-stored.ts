import { defineScenario } from '../../vocabulary/scenario.ts';
import { notSearched } from '../families/exposure.ts';
import { failed, notApplicable, passed } from '../judgements.ts';

export const identityNotStored = defineScenario({
  id: 'sessions.identity-not-stored',
  family: 'sessions',
  kind: 'watch',
  title: {
    fr: 'Les pages qui montrent la personne ne sont pas gardées',
    en: 'Pages that show the person are not stored',
  },
  clause: 'RFC 9111 §5.2.2.5; OWASP ASVS 5.0, 14.3.2; Garance, qualification: Where things go',
  level: 'platform',
  does: {
    fr: 'Après une connexion, le hub cherche l’identité de la personne dans les pages, et la suite lit leur Cache-Control.',
    en: 'After a sign-in the hub looks for the person’s identity in the pages, and the suite reads their Cache-Control.',
  },
  expects: {
    fr: 'Chaque page qui porte l’identité vient avec Cache-Control: no-store.',
    en: 'Each page that bears the identity comes with Cache-Control: no-store.',
  },
  advice: {
    fr: 'Envoyez Cache-Control: no-store avec chaque page d’une personne connectée\u00a0: res.set("Cache-Control", "no-store") (Express), never_cache (Django), no_store (Rails), header("Cache-Control: no-store") (PHP)\u00a0; Spring Security le fait toujours. Sans cela, le cache du navigateur ou d’un intermédiaire garde l’identité.',
    en: 'Send Cache-Control: no-store with every page of a signed-in person: res.set("Cache-Control", "no-store") (Express), never_cache (Django), no_store (Rails), header("Cache-Control: no-store") (PHP); Spring Security always does. Without it a cache, the browser’s or another, keeps the identity.',
  },
  judge({ traces }) {
    const looked = traces.flatMap(({ cacheable }) => cacheable ?? []);
    if (looked.length === 0) return notSearched;
    const kept = looked.flatMap((one) => one.kept);
    if (kept.length > 0) {
      return failed(
        `Sans Cache-Control: no-store, avec l’identité de la personne\u00a0: ${kept.join(', ')}.`,
        `Without Cache-Control: no-store, with the person’s identity: ${kept.join(', ')}.`,
      );
    }
    if (looked.some(({ pages }) => pages > 0)) return passed;
    return notApplicable(
      'Les pages ouvertes ne montrent rien de l’identité de la personne.',
      'The pages opened show nothing of the person’s identity.',
    );
  },
});
