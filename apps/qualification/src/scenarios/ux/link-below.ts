import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { type Door, type DoorButton, judgeButton } from './door.ts';

/** CSS pixels below the button in which the link stands. */
const near = 160;

export const linkBelow = defineScenario({
  id: 'ux.link-below',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Le lien d’explication sous le bouton', en: 'The explaining link below the button' },
  clause: 'Garance, qualification: UX',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'La suite lit les liens qui sont sous le bouton.',
    en: 'The suite reads the links below the button.',
  },
  expects: {
    fr: 'Sous le bouton, un lien «\u00a0Qu’est-ce que FranceConnect\u00a0?\u00a0» (ou le nom de la plateforme) mène à une explication.',
    en: 'Below the button a link “What is FranceConnect?” (or the platform’s name) leads to an explanation.',
  },
  advice: {
    fr: 'Ajoutez sous le bouton un vrai lien, au libellé «\u00a0Qu’est-ce que FranceConnect+\u00a0?\u00a0», vers la page de la plateforme ou la vôtre.',
    en: 'Add below the button a true link labelled “What is FranceConnect+?”, to the platform’s page or to yours.',
  },
  play: (stage: Stage): Promise<Judgement> =>
    judgeButton(stage, (button, { door }) => judgeLink(button, door)),
});

export function judgeLink({ bottom }: Pick<DoorButton, 'bottom'>, { links }: Pick<Door, 'links'>): Judgement {
  const explaining = links.filter(({ text }) => /^(qu[’']est-ce que|what is)\s.+\?/i.test(text));
  if (explaining.some(({ top }) => top >= bottom - 4 && top <= bottom + near)) return passed;
  const [elsewhere] = explaining;
  if (elsewhere === undefined) {
    return failed(
      'La page n’a pas de lien «\u00a0Qu’est-ce que…\u00a0?\u00a0».',
      'The page has no link “What is…?”.',
    );
  }
  return failed(
    `Le lien «\u00a0${elsewhere.text}\u00a0» n’est pas sous le bouton.`,
    `The link “${elsewhere.text}” is not below the button.`,
  );
}
