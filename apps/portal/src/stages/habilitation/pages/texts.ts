import { createMessages } from '@garance/web/view';

/** Texts shared by several pages of the request. */
export const pageTexts = createMessages({
  fr: {
    optional: 'facultatif',
    requiredWhen: 'Obligatoire',
    theirs: 'Enregistré entre-temps :',
    data: 'Données demandées',
    openidAlways: 'openid, l’identifiant technique de l’usager, est toujours compris.',
    noDocument: 'Aucun document pour l’instant.',
    attached: 'joint',
    manageDocuments: 'Ajouter ou retirer des documents',
    none: 'Sans réponse',
    otherPlatform:
      'Ce niveau appartient à l’autre plateforme, pour laquelle ce service a déjà une demande, ou dont celle-ci ne peut plus changer. Choisissez un niveau de la même plateforme, ou ouvrez l’autre demande.',
  },
  en: {
    optional: 'optional',
    requiredWhen: 'Required',
    theirs: 'Saved meanwhile:',
    data: 'Data asked for',
    openidAlways: 'openid, the technical identifier of the citizen, is always included.',
    noDocument: 'No document yet.',
    attached: 'attached',
    manageDocuments: 'Add or remove documents',
    none: 'No answer',
    otherPlatform:
      'This level belongs to the other platform, for which this service already has a request, or which this one can no longer choose. Choose a level of the same platform, or open the other request.',
  },
});
