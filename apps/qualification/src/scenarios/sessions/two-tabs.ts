import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { holdAnswer, isSignedIn, noAnswerHeld } from '../stage-moves.ts';

export const twoTabs = defineScenario({
  id: 'sessions.two-tabs',
  family: 'sessions',
  kind: 'play',
  title: { fr: 'Connexion commencée dans deux onglets', en: 'A sign-in begun in two tabs' },
  clause: 'RFC 6749 §10.12; Garance, qualification: Sessions',
  level: 'recommended',
  does: {
    fr: 'La personne commence une connexion dans deux onglets, et finit dans le premier.',
    en: 'The person begins a sign-in in two tabs, and finishes in the first.',
  },
  expects: {
    fr: 'La personne est connectée\u00a0: chaque onglet a son propre state.',
    en: 'The person is signed in: each tab has a state of its own.',
  },
  advice: {
    fr: 'Gardez plusieurs connexions commencées à la fois, rangées par state, et effacez les plus anciennes au-delà de quelques-unes\u00a0: un seul emplacement fait échouer qui a ouvert deux pages.',
    en: 'Keep several begun sign-ins at a time, filed by state, and drop the oldest beyond a few: a single place makes those fail who opened two pages.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const visitor = await stage.visitor();
    const first = await holdAnswer(stage, visitor, 'plain');
    const second = await holdAnswer(stage, visitor, 'plain');
    if (first === undefined || second === undefined) return noAnswerHeld;
    if (await isSignedIn(stage, visitor, await visitor.deliver(first))) return passed;
    return failed(
      'La connexion du premier onglet échoue parce qu’une autre a été commencée dans le second.',
      'The sign-in of the first tab fails because another one was begun in the second.',
    );
  },
});
