import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, inconclusive, passed } from '../judgements.ts';
import { contrast } from './contrast.ts';
import { type Colour, type DoorButton, judgeButton } from './door.ts';

/** WCAG 2.2, 1.4.3. */
const leastContrast = 4.5;

export const buttonColours = defineScenario({
  id: 'ux.button-colours',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Couleurs du bouton', en: 'Colours of the button' },
  clause: 'Garance, qualification: UX; WCAG 2.2, 1.4.3',
  level: 'platform',
  needs: ['browser'],
  does: {
    fr: 'La suite compare le fond du bouton à celui que donne son composant, et mesure le contraste de son texte.',
    en: 'The suite compares the button’s ground with the one that its component gives, and measures its text’s contrast.',
  },
  expects: {
    fr: 'Le fond est celui du composant, sans filtre ni transparence, et le contraste du texte d’au moins 4,5.',
    en: 'The ground is the component’s, without filter or transparency, and the text’s contrast 4.5 or more.',
  },
  advice: {
    fr: 'N’écrivez pas de background, color, opacity ni filter sur le bouton\u00a0; au composant de Garance, donnez plutôt --sign-in-background, avec un contraste d’au moins 4,5 contre le blanc.',
    en: 'Write no background, color, opacity or filter on the button; for Garance’s component set --sign-in-background instead, with a contrast of 4.5 or more against white.',
  },
  play: (stage: Stage): Promise<Judgement> => judgeButton(stage, judgeColours),
});

export function judgeColours(
  button: Pick<DoorButton, 'texts' | 'ground' | 'tokenGround' | 'effects'>,
): Judgement {
  const { texts, ground, tokenGround, effects } = button;
  if (effects.length > 0) {
    return failed(
      `Les couleurs du bouton sont altérées par ${effects.join(', ')}.`,
      `The button’s colours are altered by ${effects.join(', ')}.`,
    );
  }
  if (tokenGround !== undefined && String(tokenGround) !== String(ground)) {
    return failed(
      `Le fond du bouton est ${css(ground)}\u00a0; son composant donne ${css(tokenGround)}.`,
      `The button’s ground is ${css(ground)}; its component gives ${css(tokenGround)}.`,
    );
  }
  if (texts.length === 0) {
    if (tokenGround !== undefined) return passed;
    return inconclusive(
      'Le bouton est une image\u00a0: ses couleurs ne se lisent pas.',
      'The button is a picture: its colours cannot be read.',
    );
  }
  const worst = Math.min(...texts.map(({ colour, grounds }) => contrast(colour, grounds)));
  if (worst >= leastContrast) return passed;
  return failed(
    `Le contraste du texte du bouton est de ${worst.toFixed(1).replace('.', ',')}\u00a0; il faut 4,5.`,
    `The contrast of the button’s text is ${worst.toFixed(1)}; 4.5 is needed.`,
  );
}

function css([red, green, blue, opacity]: Colour): string {
  const parts = [red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, '0'));
  return `#${parts.join('')}${opacity < 1 ? ` (${Math.round(opacity * 100)} %)` : ''}`;
}
