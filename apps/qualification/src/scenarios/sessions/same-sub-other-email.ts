import { testPersons } from '../../rehearsal/persons.ts';
import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { signInFailed } from '../stage-moves.ts';
import { claimWords, inBoth, signInAndRead, some, without, wordsOf } from './shown.ts';

export const sameSubOtherEmail = defineScenario({
  id: 'sessions.same-sub-other-email',
  family: 'sessions',
  kind: 'play',
  title: { fr: 'Même personne, adresse électronique changée', en: 'Same person, changed e-mail address' },
  clause: 'OpenID Connect Core 1.0 §5.7; Garance, identity: Subject identifier',
  level: 'standard',
  does: {
    fr: 'Une personne se connecte deux fois, puis une troisième avec une autre adresse électronique et le même sub.',
    en: 'A person signs in twice, then a third time with another e-mail address and the same sub.',
  },
  expects: {
    fr: 'La personne retrouve son compte\u00a0: tout ce qui lui est propre, l’adresse exceptée, s’affiche comme avant.',
    en: 'The person finds their account again: all that is their own, except the address, shows as before.',
  },
  advice: {
    fr: 'Cherchez le compte par le couple iss et sub. L’adresse électronique change avec le compte que la personne choisit à la plateforme\u00a0: mettez-la à jour, ou gardez celle que la personne a donnée au service.',
    en: 'Look the account up by the pair iss and sub. The e-mail address changes with the account that the person chooses at the platform: update it, or keep the one that the person gave to the service.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    // Another person in between: a word that all three show is no one's own, and neither is the time of day.
    const once = await signInAndRead(stage, 'plain');
    const other = await signInAndRead(stage, 'other');
    const again = await signInAndRead(stage, 'plain');
    if (once === undefined || other === undefined || again === undefined) return signInFailed;
    const address = wordsOf(testPersons.plain.claims.email ?? '');
    const own = without(without(inBoth(once.words, again.words), other.words), address);

    const changed = await signInAndRead(stage, 'changed-email');
    if (changed === undefined) {
      return failed(
        'Avec une autre adresse électronique, la personne n’a pas pu se connecter.',
        'With another e-mail address the person could not sign in.',
      );
    }
    const lost = [...without(own, changed.words)];
    if (lost.length > 0) {
      return failed(
        `Avec une autre adresse électronique, la personne ne retrouve pas\u00a0: ${some(lost)}.`,
        `With another e-mail address the person does not find again: ${some(lost)}.`,
      );
    }
    const ofAccount = [...without(own, claimWords('plain'))].filter((word) => /\d/.test(word));
    if (ofAccount.length > 0) return passed;
    return inconclusive(
      'Aucune page ouverte ne montre rien qui soit propre au compte, comme son numéro\u00a0: donnez une telle page avec --profile-url.',
      'No page opened shows anything that is the account’s own, such as its number: give such a page with --profile-url.',
    );
  },
});
