import { createMessages } from '@garance/web/view';

/** Words of the figures. */
export const figureTexts = createMessages({
  fr: {
    title: 'Chiffres',
    intro: 'Des nombres de connexions, jamais de personnes.',
    days: 'Période',
    lastDays: (days: number) => `${days} derniers jours`,
    where: 'Plateforme',
    every: (environment: string) => `Les deux plateformes, ${environment}`,
    show: 'Afficher',
    total: (count: number) => `${count} connexion${count > 1 ? 's' : ''}`,
    count: 'Connexions',
    requests: 'Demandes',
    sections: {
      day: 'Connexions par jour',
      service: 'Connexions par service',
      provider: 'Connexions par fournisseur d’identité',
      level: 'Connexions par niveau de garantie',
      outcome: 'Demandes d’autorisation par résultat (7 derniers jours au plus)',
    },
    keys: { day: 'Jour', service: 'Service', provider: 'Fournisseur', level: 'Niveau', outcome: 'Résultat' },
    none: 'Aucune connexion pendant cette période.',
    csv: 'Télécharger en CSV',
  },
  en: {
    title: 'Figures',
    intro: 'Numbers of sign-ins, never of persons.',
    days: 'Period',
    lastDays: (days) => `Last ${days} days`,
    where: 'Platform',
    every: (environment) => `Both platforms, ${environment}`,
    show: 'Show',
    total: (count) => `${count} sign-in${count === 1 ? '' : 's'}`,
    count: 'Sign-ins',
    requests: 'Requests',
    sections: {
      day: 'Sign-ins per day',
      service: 'Sign-ins per service',
      provider: 'Sign-ins per identity provider',
      level: 'Sign-ins per assurance level',
      outcome: 'Authorization requests by outcome (last 7 days at most)',
    },
    keys: { day: 'Day', service: 'Service', provider: 'Provider', level: 'Level', outcome: 'Outcome' },
    none: 'No sign-in during this period.',
    csv: 'Download as CSV',
  },
});
