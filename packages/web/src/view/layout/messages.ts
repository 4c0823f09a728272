import { createMessages } from '../messages.ts';

export const layoutMessages = createMessages({
  fr: {
    skip: 'Aller au contenu',
    languages: 'Langue',
    service: 'Vous vous connectez à',
    back: 'Retour',
    backTo: (service: string) => `Retour à ${service}`,
    errorPrefix: 'Erreur : ',
    footer: 'Fédération d’identités. Le code est libre, le parcours le même pour tous.',
    band: {
      integration: { name: 'Intégration', text: 'environnement d’essai, personnes et données fictives' },
      demonstration: { name: 'Démonstration', text: 'personnes et données fictives' },
    },
  },
  en: {
    skip: 'Skip to content',
    languages: 'Language',
    service: 'You are signing in to',
    back: 'Back',
    backTo: (service) => `Back to ${service}`,
    errorPrefix: 'Error: ',
    footer: 'Identity federation. Open source, one path for everyone.',
    band: {
      integration: { name: 'Integration', text: 'test environment, fictional people and data' },
      demonstration: { name: 'Demonstration', text: 'fictional people and data' },
    },
  },
});
