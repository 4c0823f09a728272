import { createMessages } from '@garance/web/view';

export const templateTexts = createMessages({
  fr: {
    empty: 'Aucun message type. Ajoutez celui que vous écrivez le plus souvent.',
    add: 'Ajouter un message type',
    edit: 'Modifier le message type',
    title: 'Titre',
    kind: 'Proposé pour',
    locale: 'Langue',
    body: 'Texte',
    bodyHint: '{service} sera remplacé par le nom du service.',
    save: 'Enregistrer',
    remove: 'Supprimer ce message type',
    kinds: {
      'request.request_changes': 'Demander des modifications',
      'request.refuse': 'Refuser',
      'request.revoke': 'Révoquer',
      'request.message': 'Écrire dans une demande',
      'thread.answer': 'Répondre à une question',
    },
    locales: { fr: 'Français', en: 'Anglais' },
  },
  en: {
    empty: 'No template. Add the one that you write most often.',
    add: 'Add a template',
    edit: 'Change the template',
    title: 'Title',
    kind: 'Offered for',
    locale: 'Language',
    body: 'Text',
    bodyHint: '{service} will be replaced by the name of the service.',
    save: 'Save',
    remove: 'Remove this template',
    kinds: {
      'request.request_changes': 'Request changes',
      'request.refuse': 'Refuse',
      'request.revoke': 'Revoke',
      'request.message': 'Write in a request',
      'thread.answer': 'Answer a question',
    },
    locales: { fr: 'French', en: 'English' },
  },
});
