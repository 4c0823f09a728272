import type { ErrorDefinition } from './definition.ts';

/** Errors of eligibility, services and habilitation requests. */
export const habilitationErrors = {
  'habilitation.request_exists': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Ce service a déjà une demande pour cette plateforme. Ouvrez-la depuis la page du service.',
      en: 'This service already has a request for this platform. Open it from the page of the service.',
    },
    operator: 'One open request for a service and platform at a time.',
    clause: 'spec/partners.md 2',
  },
  'habilitation.transfer_to_outsider': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'La demande ne peut être confiée qu’à un membre de votre organisation qui peut la modifier. Invitez d’abord cette personne.',
      en: 'The request can only be handed to a member of your organisation who may change it. Invite that person first.',
    },
    operator: 'The new applicant is not a member of the organisation with a role that writes.',
    clause: 'spec/partners.md 2',
  },
  'habilitation.upload_busy': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: false,
    citizen: {
      fr: 'Beaucoup de documents arrivent en ce moment. Réessayez dans une minute.',
      en: 'Many documents are arriving at this moment. Try again in a minute.',
    },
    operator: 'The number of uploads held in memory at once is bounded.',
    clause: 'security.md 20',
  },
  'habilitation.upload_stalled': {
    oauth: 'invalid_request',
    status: 408,
    redirect: false,
    citizen: {
      fr: 'L’envoi du document s’est interrompu. Vérifiez votre connexion, puis envoyez-le à nouveau.',
      en: 'Sending the document stopped half-way. Check your connection, then send it again.',
    },
    operator: 'Nothing more of the body came for several seconds; the connection was closed.',
    clause: 'RFC 9110 15.5.9',
  },
  'habilitation.attachment_store_unavailable': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: false,
    citizen: {
      fr: 'Le dépôt des documents ne répond pas. Rien n’est perdu : réessayez dans quelques minutes.',
      en: 'The document store does not answer. Nothing is lost: try again in a few minutes.',
    },
    operator:
      'The S3-compatible store refused or did not answer; the detail is its status or the kind of failure.',
    clause: 'spec/partners.md 2',
  },
} as const satisfies Record<string, ErrorDefinition>;
