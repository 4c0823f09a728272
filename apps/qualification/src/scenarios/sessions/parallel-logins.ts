import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { holdAnswer, noAnswerHeld, signInFailed } from '../stage-moves.ts';
import { isTelling, nothingShown, signInAndRead, some, type Words, without, wordsShown } from './shown.ts';

export const parallelLogins = defineScenario({
  id: 'sessions.parallel-logins',
  family: 'sessions',
  kind: 'play',
  title: { fr: 'Deux personnes se connectent au même instant', en: 'Two people sign in at the same moment' },
  clause: 'Garance, qualification: Sessions',
  level: 'platform',
  does: {
    fr: 'Les réponses du hub à deux personnes, dans deux navigateurs, arrivent au service au même instant.',
    en: 'The hub’s answers for two people, in two browsers, arrive at the service at the same moment.',
  },
  expects: {
    fr: 'Chaque navigateur montre sa personne, et rien de l’autre.',
    en: 'Each browser shows its person, and nothing of the other.',
  },
  advice: {
    fr: 'Ne gardez rien d’une connexion dans une variable globale, un champ d’un objet partagé ou un client OpenID commun à toutes les requêtes\u00a0: tout ce qui est d’une connexion passe par ses paramètres ou sa session.',
    en: 'Keep nothing of a sign-in in a global variable, a field of a shared object or an OpenID client common to all requests: all that is of a sign-in goes through its parameters or its session.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const plain = await signInAndRead(stage, 'plain');
    const other = await signInAndRead(stage, 'other');
    if (plain === undefined || other === undefined) return signInFailed;
    const ofPlain = telling(without(plain.words, other.words));
    const ofOther = telling(without(other.words, plain.words));
    if (ofPlain.length === 0 || ofOther.length === 0) return nothingShown;

    const [first, second] = [await stage.visitor(), await stage.visitor()];
    const firstAnswer = await holdAnswer(stage, first, 'plain');
    const secondAnswer = await holdAnswer(stage, second, 'other');
    if (firstAnswer === undefined || secondAnswer === undefined) return noAnswerHeld;
    await Promise.all([first.deliver(firstAnswer), second.deliver(secondAnswer)]);
    if (!(await stage.hasSession(first)) || !(await stage.hasSession(second))) return signInFailed;
    const atFirst = await wordsShown(stage, first);
    const atSecond = await wordsShown(stage, second);
    const mixed = [
      ...ofOther.filter((word) => atFirst.has(word)),
      ...ofPlain.filter((word) => atSecond.has(word)),
    ];
    if (mixed.length === 0) return passed;
    return failed(
      `Un navigateur montre ce qui est à la personne de l’autre\u00a0: ${some(mixed)}.`,
      `A browser shows what belongs to the other’s person: ${some(mixed)}.`,
    );
  },
});

function telling(words: Words): readonly string[] {
  return [...words].filter(isTelling);
}
