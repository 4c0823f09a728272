import { createMessages } from '../messages.ts';

export const layoutMessages = createMessages({
  fr: {
    skip: 'Aller au contenu',
    languages: 'Langue',
    service: 'Vous vous connectez à',
    back: 'Retour',
    backRegion: 'Revenir en arrière',
    backTo: (service: string) => `Retour à ${service}`,
    errorPrefix: 'Erreur : ',
    footer: 'plateforme libre de fédération d’identités',
    siteRegion: 'Aide et informations',
    site: {
      help: 'Aide',
      contact: 'Contact',
      legalNotice: 'Mentions légales',
      accessibility: 'Accessibilité',
    },
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
    backRegion: 'Go back',
    backTo: (service) => `Back to ${service}`,
    errorPrefix: 'Error: ',
    footer: 'open source identity federation platform',
    siteRegion: 'Help and information',
    site: {
      help: 'Help',
      contact: 'Contact',
      legalNotice: 'Legal notice',
      accessibility: 'Accessibility',
    },
    band: {
      integration: { name: 'Integration', text: 'test environment, fictional people and data' },
      demonstration: { name: 'Demonstration', text: 'fictional people and data' },
    },
  },
});
