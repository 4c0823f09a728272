import { createMessages } from '@garance/web/view';

export const runPageTexts = createMessages({
  fr: {
    good: 'Tout ce que votre service doit refuser est refusé, et tout ce qu’il doit accepter est accepté.',
    bad: (count: number) => (count === 1 ? '1 point exigé à corriger' : `${count} points exigés à corriger`),
    open: (count: number) =>
      count === 1
        ? '1 point exigé sans verdict : lisez sa raison'
        : `${count} points exigés sans verdict : lisez la raison de chacun`,
    counts: 'Ce rapport est signé et compte pour les prérequis automatiques.',
    countsNot: 'Ce rapport est signé, mais ne compte pas pour les prérequis.',
    seeList: 'Voir les prérequis',
    state: 'État',
    address: 'Page de connexion',
    duration: 'Durée',
    seconds: (count: string) => `${count} s`,
    suite: 'Suite',
    ended: {
      failed: 'L’exécution n’a pas abouti.',
      cancelled: 'L’exécution a été annulée.',
      interrupted: 'L’exécution a été interrompue : la plateforme a redémarré. Relancez-la.',
    },
    screenshot: 'La page que la suite a vue',
    again: 'Relancer la suite',
    changes: (date: string) => `Depuis l’exécution du ${date}`,
    noChange: 'Aucun verdict n’a changé.',
    fixed: 'Corrigés',
    broken: 'Régressions',
    fresh: 'Nouveaux échecs',
    results: 'À regarder d’abord',
    nothing: 'Rien à corriger.',
    family: (name: string) => `Réussis et sans objet : ${name}`,
    rest: 'Réussis et sans objet',
    downloads: 'Télécharger',
    formats: {
      html: 'Rapport à lire (HTML)',
      json: 'JSON',
      junit: 'JUnit (XML)',
      jws: 'Rapport signé (JWS)',
    },
  },
  en: {
    good: 'Everything that your service must refuse is refused, and everything that it must accept is accepted.',
    bad: (count) => `${count} required ${count === 1 ? 'point' : 'points'} to fix`,
    open: (count) =>
      `${count} required ${count === 1 ? 'point' : 'points'} without a verdict: read the reason of each`,
    counts: 'This report is signed and counts for the automatic prerequisites.',
    countsNot: 'This report is signed, but does not count for the prerequisites.',
    seeList: 'See the prerequisites',
    state: 'State',
    address: 'Sign-in page',
    duration: 'Duration',
    seconds: (count) => `${count} s`,
    suite: 'Suite',
    ended: {
      failed: 'The run was not completed.',
      cancelled: 'The run was cancelled.',
      interrupted: 'The run was interrupted: the platform was restarted. Run it again.',
    },
    screenshot: 'The page that the suite saw',
    again: 'Run the suite again',
    changes: (date) => `Since the run of ${date}`,
    noChange: 'No verdict changed.',
    fixed: 'Fixed',
    broken: 'Regressions',
    fresh: 'New failures',
    results: 'To look at first',
    nothing: 'Nothing to fix.',
    family: (name) => `Passed and not applicable: ${name}`,
    rest: 'Passed and not applicable',
    downloads: 'Download',
    formats: {
      html: 'Report to read (HTML)',
      json: 'JSON',
      junit: 'JUnit (XML)',
      jws: 'Signed report (JWS)',
    },
  },
});

export type RunPageTexts = ReturnType<typeof runPageTexts>;
