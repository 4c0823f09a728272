import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { openDoor } from './door.ts';
import { judgePresence } from './sign-in-button.ts';

export const signUpButton = defineScenario({
  id: 'ux.sign-up-button',
  family: 'ux',
  kind: 'play',
  title: {
    fr: 'Le bouton officiel sur la page de création de compte',
    en: 'The official button on the sign-up page',
  },
  clause: 'Garance, qualification: UX',
  level: 'platform',
  needs: ['browser', 'sign-up-url'],
  does: { fr: 'La suite regarde la page de création de compte.', en: 'The suite looks at the sign-up page.' },
  expects: {
    fr: 'La page porte le même bouton que la page de connexion.',
    en: 'The page bears the same button as the sign-in page.',
  },
  advice: {
    fr: 'Proposez le bouton aussi à qui crée un compte\u00a0: la première connexion crée le compte, sans formulaire ni mot de passe.',
    en: 'Offer the button to those who open an account too: the first sign-in opens the account, with no form and no password.',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const open = await openDoor(stage, stage.service.signUpUrl);
    return 'verdict' in open ? open : judgePresence(open.door);
  },
});
