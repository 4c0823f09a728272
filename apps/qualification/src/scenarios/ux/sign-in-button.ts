import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { type Door, openDoor } from './door.ts';

export const signInButton = defineScenario({
  id: 'ux.sign-in-button',
  family: 'ux',
  kind: 'play',
  title: { fr: 'Le bouton officiel sur la page de connexion', en: 'The official button on the sign-in page' },
  clause: 'Garance, qualification: UX',
  level: 'platform',
  needs: ['browser'],
  does: { fr: 'La suite regarde la page de connexion.', en: 'The suite looks at the sign-in page.' },
  expects: {
    fr: 'La page porte le bouton de la plateforme\u00a0: le composant neutre de Garance, ou le bouton officiel de l’État.',
    en: 'The page bears the platform’s button: Garance’s neutral component, or the State’s official button.',
  },
  advice: {
    fr: 'Reprenez le composant (classe sign-in__button) ou le bouton officiel (classe fr-connect du système de design de l’État) au lieu d’un lien ordinaire\u00a0: les personnes le reconnaissent d’un service à l’autre. Si votre bouton est conforme mais n’est pas reconnu, désignez-le par son sélecteur.',
    en: 'Use the component (class sign-in__button) or the official button (class fr-connect of the State’s design system) instead of an ordinary link: people recognise it from one service to the next. If your button conforms but is not recognised, point to it by its selector.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const open = await openDoor(stage);
    return 'verdict' in open ? open : judgePresence(open.door);
  },
});

/** A button is there, or what stands in its place. */
export function judgePresence({ button, instead }: Door): Judgement {
  if (button !== undefined) return passed;
  if (instead === undefined) {
    return failed('La page ne porte aucun bouton de connexion.', 'The page bears no sign-in button.');
  }
  return failed(
    `À la place du bouton, la page porte «\u00a0${instead}\u00a0».`,
    `In place of the button the page bears “${instead}”.`,
  );
}
