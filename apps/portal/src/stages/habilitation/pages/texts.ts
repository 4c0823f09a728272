import { createMessages } from '@garance/web/view';

/** Words that several pages of the request share. */
export const pageTexts = createMessages({
  fr: {
    optional: 'facultatif',
    requiredWhen: 'Obligatoire',
    theirs: 'Enregistré entre-temps :',
    data: 'Données demandées',
    openidAlways: 'openid, l’identifiant technique de l’usager, est toujours compris.',
    purposeOf: (scope: string) => `À quoi sert « ${scope} » ?`,
    noDocument: 'Aucun document pour l’instant.',
    attached: 'joint',
    manageDocuments: 'Ajouter ou retirer des documents',
    back: 'Retour à la demande',
    none: 'Sans réponse',
  },
  en: {
    optional: 'optional',
    requiredWhen: 'Required',
    theirs: 'Saved meanwhile:',
    data: 'Data asked for',
    openidAlways: 'openid, the technical identifier of the citizen, is always included.',
    purposeOf: (scope) => `What is “${scope}” for?`,
    noDocument: 'No document yet.',
    attached: 'attached',
    manageDocuments: 'Add or remove documents',
    back: 'Back to the request',
    none: 'No answer',
  },
});
