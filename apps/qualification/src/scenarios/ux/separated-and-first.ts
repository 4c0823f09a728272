import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { type Door, type DoorButton, judgeButton } from './door.ts';

/** CSS pixels of empty space that separate by themselves. */
const wideGap = 64;

export const separatedAndFirst = defineScenario({
  id: 'ux.separated-and-first',
  family: 'ux',
  kind: 'play',
  title: {
    fr: 'Bouton séparé des autres moyens, et premier',
    en: 'Button apart from other means, and first',
  },
  clause: 'Garance, qualification: UX',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'La suite cherche sur la page de connexion les autres moyens de se connecter.',
    en: 'The suite looks for other means to sign in on the sign-in page.',
  },
  expects: {
    fr: 'Un titre, un filet ou le mot «\u00a0ou\u00a0» sépare le bouton des autres moyens\u00a0; dans un service public, il vient avant eux.',
    en: 'A heading, a rule or the word “or” separates the button from other means; in a public service it comes before them.',
  },
  advice: {
    fr: 'Placez le bouton dans un bloc à lui, en tête de page pour un service public, et faites suivre un titre comme «\u00a0Ou avec un compte du service\u00a0». Ne le mettez pas dans le formulaire de mot de passe.',
    en: 'Put the button in a block of its own, at the head of the page in a public service, followed by a heading such as “Or with an account of the service”. Do not put it into the password form.',
  },
  play: (stage: Stage): Promise<Judgement> =>
    judgeButton(stage, (button, { door }) => judgeOrder(button, door, stage.service.publicService === true)),
});

export function judgeOrder(
  { top, bottom }: Pick<DoorButton, 'top' | 'bottom'>,
  { others }: Pick<Door, 'others'>,
  mustBeFirst: boolean,
): Judgement {
  const before = others.find((other) => other.bottom <= top);
  if (mustBeFirst && before !== undefined) {
    return failed(
      `«\u00a0${before.text}\u00a0» vient avant le bouton, dans un service public.`,
      `“${before.text}” comes before the button, in a public service.`,
    );
  }
  const gap = (other: Door['others'][number]) => Math.max(other.top - bottom, top - other.bottom);
  const close = others.find((other) => !other.separator && gap(other) < wideGap);
  if (close === undefined) return passed;
  return failed(
    `Rien ne sépare le bouton de «\u00a0${close.text}\u00a0».`,
    `Nothing separates the button from “${close.text}”.`,
  );
}
