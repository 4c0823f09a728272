import { createMessages } from '@garance/web/view';

/** Texts shared by the pages of runs. */
export const runTexts = createMessages({
  fr: {
    title: 'Exécutions de la suite',
    one: 'Exécution de la suite',
    states: {
      queued: 'En attente',
      running: 'En cours',
      finished: 'Terminée',
      failed: 'Non aboutie',
      cancelled: 'Annulée',
      interrupted: 'Interrompue',
    },
    causes: { person: 'À la demande', schedule: 'Vérification régulière' },
    system: 'La plateforme',
    requestedOn: 'Demandée le',
    requestedBy: 'Demandée par',
    passed: 'Réussis',
    failed: 'Échecs',
    open: 'Indécis',
    none: 'Sans objet',
    version: 'Enregistrement',
    scenario: 'Scénario',
    verdict: 'Verdict',
    reason: 'Raison',
  },
  en: {
    title: 'Runs of the suite',
    one: 'Run of the suite',
    states: {
      queued: 'Waiting',
      running: 'Running',
      finished: 'Finished',
      failed: 'Not completed',
      cancelled: 'Cancelled',
      interrupted: 'Interrupted',
    },
    causes: { person: 'On demand', schedule: 'Regular check' },
    system: 'The platform',
    requestedOn: 'Asked for on',
    requestedBy: 'Asked for by',
    passed: 'Passed',
    failed: 'Failed',
    open: 'Undecided',
    none: 'Not applicable',
    version: 'Registration',
    scenario: 'Scenario',
    verdict: 'Verdict',
    reason: 'Reason',
  },
});

export type RunTexts = ReturnType<typeof runTexts>;
