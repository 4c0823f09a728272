import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { brandOf, type Door, type DoorButton, judgeButton } from './door.ts';

/** CSS pixels above the button in which the sentence stands. */
const near = 240;

export const sentenceAbove = defineScenario({
  id: 'ux.sentence-above',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Une phrase au-dessus du bouton', en: 'A sentence above the button' },
  clause: 'Garance, qualification: UX',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'La suite lit ce qui est au-dessus du bouton.',
    en: 'The suite reads what stands above the button.',
  },
  expects: {
    fr: 'Une phrase, juste au-dessus, nomme la plateforme et dit ce que le bouton permet.',
    en: 'A sentence right above names the platform and says what the button is for.',
  },
  advice: {
    fr: 'Ajoutez au-dessus du bouton\u00a0: «\u00a0FranceConnect est la solution proposée par l’État pour sécuriser et simplifier la connexion à vos services en ligne.\u00a0», ou la phrase du composant (sign-in__sentence).',
    en: 'Add above the button a sentence such as the component’s (sign-in__sentence): it names the platform and says that an existing account can be used.',
  },
  play: (stage: Stage): Promise<Judgement> =>
    judgeButton(stage, (button, { door }) => judgeSentence(button, door)),
});

export function judgeSentence(
  button: Pick<DoorButton, 'name' | 'top'>,
  { sentences }: Pick<Door, 'sentences'>,
): Judgement {
  const brand = brandOf(button.name)?.replace(/\+$/, '').toLowerCase() ?? '';
  const above = sentences.filter(({ bottom }) => bottom <= button.top + 4 && bottom >= button.top - near);
  if (above.some(({ text }) => text.toLowerCase().includes(brand))) return passed;
  const [nearest] = above.sort((a, b) => b.bottom - a.bottom);
  if (nearest === undefined) {
    return failed('Aucune phrase ne se trouve au-dessus du bouton.', 'No sentence stands above the button.');
  }
  return failed(
    `Au-dessus du bouton, la phrase «\u00a0${nearest.text}\u00a0» ne nomme pas la plateforme.`,
    `Above the button, the sentence “${nearest.text}” does not name the platform.`,
  );
}
