import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsSignedIn } from '../expectations.ts';

export const higherLevel = defineScenario({
  id: 'accept.higher-level',
  family: 'accept',
  kind: 'accept',
  title: {
    fr: 'Niveau atteint plus haut que le niveau demandé',
    en: 'Level reached higher than the level asked',
  },
  clause: 'Garance, platforms: Choosing the identity provider; OpenID Connect Core 1.0 §3.1.3.7, 12',
  level: 'platform',
  platforms: ['plus'],
  answeredLevel: 'eidas3',
  does: {
    fr: 'Le hub dit dans acr que le niveau eidas3 a été atteint\u00a0; le service demande eidas2, ou eidas3.',
    en: 'The hub says in acr that level eidas3 was reached; the service asks for eidas2, or eidas3.',
  },
  expects: thePersonIsSignedIn,
  advice: {
    fr: 'Comparez les niveaux selon leur ordre (eidas1 < eidas2 < eidas3), jamais par égalité\u00a0: la personne a choisi un compte plus sûr que nécessaire.',
    en: 'Compare levels by their order (eidas1 < eidas2 < eidas3), never by equality: the person chose a safer account than needed.',
  },
});
