import { createMessages } from '@garance/web/view';

/** Texts shared by several pages of the stage. */
export const qualificationTexts = createMessages({
  fr: {
    title: 'Qualification',
    families: {
      technical: 'Technique',
      security: 'Sécurité',
      functional: 'Fonctionnel',
      ux: 'Ergonomie',
    },
    how: {
      automatic: 'Vérifié par la suite',
      declared: 'Déclaré par vous',
      reviewed: 'Examiné par l’équipe',
    },
    statuses: {
      proven: 'Prouvé',
      'not-applicable': 'Sans objet',
      unproven: 'À prouver',
      failed: 'En échec',
      missing: 'À remplir',
      'to-review': 'À examiner',
      accepted: 'Accepté',
      changes: 'À reprendre',
    },
    states: {
      open: 'En préparation',
      submitted: 'Transmise',
      changes_requested: 'Modifications demandées',
      qualified: 'Qualifié',
      expired: 'À renouveler',
      withdrawn: 'Retirée',
    },
    columns: { item: 'Point', how: 'Preuve', status: 'État', action: 'Action' },
    comment: (text: string) => `L’équipe : ${text}`,
    documents: 'Documents',
    back: 'Retour à la qualification',
    link: 'Adresse donnée',
    nothing: 'Rien',
    version: (version: string) => `version ${version}`,
  },
  en: {
    title: 'Qualification',
    families: {
      technical: 'Technical',
      security: 'Security',
      functional: 'Functional',
      ux: 'User experience',
    },
    how: {
      automatic: 'Verified by the suite',
      declared: 'Declared by you',
      reviewed: 'Reviewed by the team',
    },
    statuses: {
      proven: 'Proven',
      'not-applicable': 'Not applicable',
      unproven: 'To be proven',
      failed: 'Failed',
      missing: 'To be filled in',
      'to-review': 'To be reviewed',
      accepted: 'Accepted',
      changes: 'Needs work',
    },
    states: {
      open: 'Being prepared',
      submitted: 'Sent',
      changes_requested: 'Changes requested',
      qualified: 'Qualified',
      expired: 'To be repeated',
      withdrawn: 'Withdrawn',
    },
    columns: { item: 'Item', how: 'Proof', status: 'State', action: 'Action' },
    comment: (text) => `The team: ${text}`,
    documents: 'Documents',
    back: 'Back to the qualification',
    link: 'Address given',
    nothing: 'Nothing',
    version: (version) => `version ${version}`,
  },
});

export type QualificationTexts = ReturnType<typeof qualificationTexts>;

/** A state's name; unknown ones as they are. */
export function stateName(texts: QualificationTexts, state: string): string {
  return (texts.states as Readonly<Record<string, string>>)[state] ?? state;
}
