import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, inconclusive, notApplicable, passed } from '../judgements.ts';
import { signInFailed } from '../stage-moves.ts';
import { isTelling, nothingShown, signInAndRead, some, without, wordsOf, wordsShown } from './shown.ts';

export const secondPersonReplaces = defineScenario({
  id: 'sessions.second-person-replaces',
  family: 'sessions',
  kind: 'play',
  title: {
    fr: 'Une seconde personne remplace entièrement la première',
    en: 'A second person replaces the first entirely',
  },
  clause: 'Garance, qualification: Sessions',
  level: 'platform',
  does: {
    fr: 'Une autre personne se connecte dans un navigateur où la première est encore connectée.',
    en: 'Another person signs in in a browser where the first is still signed in.',
  },
  expects: {
    fr: 'Le navigateur ne montre plus rien de la première personne, et montre la seconde.',
    en: 'The browser shows nothing of the first person any more, and shows the second.',
  },
  advice: {
    fr: 'À la connexion, ouvrez une session neuve et vide, puis écrivez-y tout ce qui vient de la réponse, d’un coup\u00a0: ne complétez pas celle qui existe. Videz aussi les caches par session et le panier ou le brouillon de la personne précédente.',
    en: 'At sign-in open a new, empty session and write into it all that comes from the answer, at once: do not complete the existing one. Empty per-session caches and the previous person’s drafts too.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const first = await signInAndRead(stage, 'plain');
    const second = await signInAndRead(stage, 'other');
    if (first === undefined || second === undefined) return signInFailed;
    const ofFirst = without(first.words, second.words);
    const ofSecond = without(second.words, first.words);
    if (![...ofFirst].some(isTelling) || ![...ofSecond].some(isTelling)) return nothingShown;

    const login = await stage.signIn(first.visitor, { person: 'other' });
    if (!(await login.observations()).some(({ kind }) => kind === 'token')) {
      return notApplicable(
        'Le service ne propose pas de se connecter à qui l’est déjà\u00a0: une seconde personne ne peut pas suivre la première.',
        'The service offers no sign-in to whoever is signed in already: a second person cannot follow the first.',
      );
    }
    const shown = new Set([...(await wordsShown(stage, first.visitor)), ...wordsOf(login.view.text)]);
    const left = [...ofFirst].filter((word) => isTelling(word) && shown.has(word));
    if (left.length > 0) {
      return failed(
        `Après la connexion de la seconde personne, ce navigateur montre encore de la première\u00a0: ${some(left)}.`,
        `After the second person’s sign-in this browser still shows of the first: ${some(left)}.`,
      );
    }
    if ([...ofSecond].some((word) => isTelling(word) && shown.has(word))) return passed;
    return inconclusive(
      'Après la seconde connexion, ce navigateur ne montre plus ni l’une ni l’autre personne.',
      'After the second sign-in this browser shows neither person.',
    );
  },
});
