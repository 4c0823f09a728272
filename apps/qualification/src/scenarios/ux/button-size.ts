import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { type DoorButton, judgeButton } from './door.ts';

/** CSS pixels. */
const leastHeight = 60;

export const buttonSize = defineScenario({
  id: 'ux.button-size',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Hauteur du bouton', en: 'Height of the button' },
  clause: 'Garance, qualification: UX; WCAG 2.2, 2.5.8',
  level: 'platform',
  needs: ['browser'],
  does: { fr: 'La suite mesure le bouton.', en: 'The suite measures the button.' },
  expects: { fr: 'Il a au moins 60 pixels de haut.', en: 'It is 60 pixels high or more.' },
  advice: {
    fr: 'Laissez la hauteur minimale du composant (min-height: 60px)\u00a0; cherchez dans vos feuilles de style une règle plus forte sur a, button ou img.',
    en: 'Leave the component’s minimal height (min-height: 60px); look in your style sheets for a stronger rule on a, button or img.',
  },
  play: (stage: Stage): Promise<Judgement> => judgeButton(stage, judgeSize),
});

/** Half a pixel is rounding. */
export function judgeSize({ height }: Pick<DoorButton, 'height'>): Judgement {
  if (height >= leastHeight - 0.5) return passed;
  return failed(
    `Le bouton a ${Math.round(height)} pixels de haut\u00a0; il en faut ${leastHeight}.`,
    `The button is ${Math.round(height)} pixels high; ${leastHeight} are needed.`,
  );
}
