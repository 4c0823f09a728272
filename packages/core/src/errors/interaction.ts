import type { ErrorDefinition } from './definition.ts';

/** Errors of the citizen's pages, between the authorization request and the code. */
export const interactionErrors = {
  'interaction.expired': {
    oauth: 'access_denied',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'Cette connexion a expiré ou est déjà terminée. Retournez sur le service et recommencez.',
      en: 'This sign-in has expired or has already ended. Go back to the service and start again.',
    },
    operator:
      'No transaction under this identifier: expired, finished, identifier altered, or in-flight store lost.',
    clause: 'RFC 9700 4.7',
  },
  'interaction.other_browser': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Cette connexion a été commencée dans un autre navigateur, ou les cookies sont bloqués. Autorisez les cookies, puis recommencez depuis le service.',
      en: 'This sign-in was started in another browser, or cookies are blocked. Allow cookies, then start again from the service.',
    },
    operator: 'The browser-binding cookie is missing or does not match the transaction.',
    clause: 'RFC 9700 4.7',
  },
  'interaction.out_of_order': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Cette étape a déjà été faite ou ne peut pas encore l’être. Retournez sur le service et recommencez.',
      en: 'This step has already been done or cannot be done yet. Go back to the service and start again.',
    },
    operator:
      'The transaction is in another state, or changed meanwhile: a step was skipped, repeated or sent twice.',
    clause: 'RFC 6749 10.12',
  },
  'interaction.service_unavailable': {
    oauth: 'unauthorized_client',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Ce service n’est plus autorisé à vous connecter pour le moment. Contactez le service.',
      en: 'This service is not allowed to sign you in at the moment. Contact the service.',
    },
    operator: 'The registration was suspended, withdrawn or lost this redirect URI after the login began.',
    clause: 'RFC 6749 4.1.2.1',
  },
  'interaction.approval_needed': {
    oauth: 'access_denied',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'Il y a une information à lire avant d’utiliser ce compte. Choisissez-le à nouveau.',
      en: 'There is something to read before you use this account. Choose it again.',
    },
    operator:
      'The provider needs an approval that the form did not carry: it was not sent from the page with the text.',
    clause: 'OpenID Connect Core 3.1.2.4',
  },
  'interaction.provider_not_offered': {
    oauth: 'access_denied',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'Ce compte ne peut pas être utilisé pour ce service. Choisissez-en un autre.',
      en: 'This account cannot be used for this service. Choose another one.',
    },
    operator:
      'The identity provider is unknown, not active, excluded by the filter of the service, or below the level asked.',
    clause: 'OpenID Connect Core 3.1.2.1',
  },
  'interaction.provider_withdrawn': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Ce compte vient d’être désactivé. Retournez sur le service et choisissez un autre compte.',
      en: 'This account has just been disabled. Go back to the service and choose another account.',
    },
    operator: 'The identity provider was disabled or excluded while the login was under way.',
    clause: 'OpenID Connect Core 3.1.2.6',
  },
  'interaction.consent_missing': {
    oauth: 'access_denied',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'Cochez la case pour accepter la transmission de vos données, ou refusez.',
      en: 'Tick the box to agree to share your data, or decline.',
    },
    operator: 'The consent box of a private service was not ticked.',
    clause: 'OpenID Connect Core 3.1.2.4',
  },
  'interaction.declined': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Vous avez interrompu la connexion. Rien n’a été transmis au service.',
      en: 'You stopped signing in. Nothing was shared with the service.',
    },
    operator: 'The citizen went back to the service or declined to share.',
    clause: 'RFC 6749 4.1.2.1',
  },
  'interaction.consent_required': {
    oauth: 'consent_required',
    status: 400,
    redirect: true,
    citizen: {
      fr: 'Votre accord est nécessaire. Retournez sur le service et recommencez.',
      en: 'Your agreement is needed. Go back to the service and start again.',
    },
    operator: 'prompt=none was asked and no remembered consent covers these scopes.',
    clause: 'OpenID Connect Core 3.1.2.6',
  },
  'interaction.not_recorded': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: true,
    citizen: {
      fr: 'La connexion n’a pas pu être enregistrée. Réessayez dans quelques minutes.',
      en: 'The sign-in could not be recorded. Try again in a few minutes.',
    },
    operator:
      'The durable store did not take the sign-in event, which must be durable before the code leaves.',
    clause: 'RFC 6749 4.1.2.1',
  },
} as const satisfies Record<string, ErrorDefinition>;
