import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { signInFailed } from '../stage-moves.ts';
import {
  claimWords,
  isTelling,
  nothingShown,
  signInAndRead,
  some,
  type Words,
  without,
  wordsShown,
} from './shown.ts';

export const sameEmailOtherSub = defineScenario({
  id: 'sessions.same-email-other-sub',
  family: 'sessions',
  kind: 'play',
  title: { fr: 'Même adresse électronique, autre personne', en: 'Same e-mail address, another person' },
  clause: 'OpenID Connect Core 1.0 §5.7; Garance, identity: Subject identifier',
  level: 'standard',
  does: {
    fr: 'Deux personnes différentes, de sub différents, se connectent avec la même adresse électronique.',
    en: 'Two different people, with different sub values, sign in with the same e-mail address.',
  },
  expects: {
    fr: 'Chacune est connectée et ne voit que ce qui est à elle\u00a0: ni le compte, ni le nom de l’autre.',
    en: 'Each is signed in and sees only what is theirs: neither the account nor the name of the other.',
  },
  advice: {
    fr: 'Cherchez le compte par le couple iss et sub, jamais par l’adresse électronique, et ne rendez pas celle-ci unique dans votre base\u00a0: des couples et des familles partagent une adresse. Pour rattacher un compte existant, exigez son mot de passe.',
    en: 'Look the account up by the pair iss and sub, never by e-mail address, and do not make the latter unique in your database: couples and families share one. To link an existing account, require its password.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const plain = await signInAndRead(stage, 'plain');
    const other = await signInAndRead(stage, 'other');
    if (plain === undefined || other === undefined) return signInFailed;
    const foreign = namesOfFirst(other.words);
    if (foreign.length >= fewestNames) {
      return failed(
        `Une autre personne, d’une autre adresse, voit le nom de la première : ${some(foreign)}.`,
        `Another person, with another address, sees the first one’s name: ${some(foreign)}.`,
      );
    }
    const own = ownWords(without(plain.words, other.words));
    if (own.length === 0) return nothingShown;

    const same = await signInAndRead(stage, 'same-email');
    if (same === undefined) {
      return failed(
        'La seconde personne de même adresse n’a pas pu se connecter.',
        'The second person with the same address could not sign in.',
      );
    }
    const taken = own.filter((word) => same.words.has(word));
    if (taken.length > 0) {
      return failed(
        `La seconde personne voit ce qui est à la première\u00a0: ${some(taken)}.`,
        `The second person sees what belongs to the first: ${some(taken)}.`,
      );
    }
    const now = await wordsShown(stage, plain.visitor);
    const names = [...without(claimWords('same-email'), claimWords('plain'))];
    const written = names.filter((word) => isTelling(word) && now.has(word) && !plain.words.has(word));
    if (written.length === 0) return passed;
    return failed(
      `La première personne voit maintenant ce qui est à la seconde\u00a0: ${some(written)}.`,
      `The first person now sees what belongs to the second: ${some(written)}.`,
    );
  },
});

/** One word alone may stand there by chance. */
const fewestNames = 2;

/** Words with letters that the hub gave of the first person and not of the other one. */
function namesOfFirst(shown: Words): readonly string[] {
  const names = without(claimWords('plain'), claimWords('other'));
  return [...names].filter((word) => isTelling(word) && /\p{L}/u.test(word) && shown.has(word));
}

/** Of the words that only this person's page shows: names and numbers, and nothing that both people share. */
function ownWords(shown: Words): readonly string[] {
  const plain = claimWords('plain');
  const shared = claimWords('same-email');
  return [...shown].filter(
    (word) => isTelling(word) && !shared.has(word) && (plain.has(word) || /\d/.test(word)),
  );
}
