import type { Platform } from '@garance/core';
import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { brandOf, type DoorButton, judgeButton } from './door.ts';

export const buttonLabel = defineScenario({
  id: 'ux.button-label',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Libellé du bouton', en: 'Label of the button' },
  clause: 'Garance, qualification: UX; WCAG 2.2, 2.5.3 and 4.1.2',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'La suite lit le nom du bouton tel qu’un lecteur d’écran le dit\u00a0: texte, texte de remplacement de l’image, aria-label.',
    en: 'The suite reads the button’s name as a screen reader says it: text, the picture’s alternative text, aria-label.',
  },
  expects: {
    fr: '«\u00a0S’identifier avec\u00a0», puis le nom de la plateforme, avec un + à la plateforme plus et sans + à la plateforme standard.',
    en: '“S’identifier avec” or “Sign in with”, then the platform’s name, with a + at the plus platform and without at the standard one.',
  },
  advice: {
    fr: 'Écrivez le libellé en toutes lettres, ou dans alt quand le bouton est une image\u00a0: alt="S’identifier avec FranceConnect+". N’ajoutez pas d’aria-label qui dise autre chose.',
    en: 'Write the label in full, or in alt when the button is a picture: alt="S’identifier avec FranceConnect+". Add no aria-label that says something else.',
  },
  play: (stage: Stage): Promise<Judgement> =>
    judgeButton(stage, (button) => judgeLabel(button, stage.service.platform)),
});

export function judgeLabel({ name }: Pick<DoorButton, 'name'>, platform: Platform): Judgement {
  const brand = brandOf(name);
  if (brand === undefined) {
    return failed(
      name === '' ? 'Le bouton n’a pas de nom.' : `Le bouton se nomme «\u00a0${name}\u00a0».`,
      name === '' ? 'The button has no name.' : `The button is named “${name}”.`,
    );
  }
  if (brand.includes('+') === (platform === 'plus')) return passed;
  return failed(
    `Le bouton nomme ${brand}, et le service est connecté à la plateforme ${platform}.`,
    `The button names ${brand}, and the service is connected to the ${platform} platform.`,
  );
}
