import type { ErrorDefinition } from './definition.ts';

/** Errors common to all servers. */
export const generalErrors = {
  'general.not_found': {
    oauth: 'not_found',
    status: 404,
    redirect: false,
    citizen: {
      fr: 'Cette page n’existe pas. Vérifiez l’adresse ou retournez sur le service que vous souhaitiez utiliser.',
      en: 'This page does not exist. Check the address or go back to the service you wanted to use.',
    },
    operator: 'No route answers this method and path.',
    clause: 'RFC 9110 15.5.5',
  },
  'general.unexpected': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen: {
      fr: 'Une erreur inattendue s’est produite de notre côté. Réessayez dans quelques minutes depuis le service.',
      en: 'Something unexpected went wrong on our side. Try again from the service in a few minutes.',
    },
    operator: 'An unexpected failure; the log holds the details under the occurrence id.',
    clause: 'RFC 6749 4.1.2.1',
  },
  'general.bad_request': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'La demande reçue n’est pas lisible. Recommencez depuis le service.',
      en: 'The request could not be read. Start again from the service.',
    },
    operator: 'The body or query is malformed, too large, in an unexpected media type or encoding.',
    clause: 'RFC 9110 15.5.1',
  },
  'general.control_character': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'La demande contient un caractère de contrôle, que personne ne peut saisir ni lire. Revenez à la page précédente et saisissez le texte à la main.',
      en: 'The request holds a control character, which nobody can type or read. Go back to the previous page and type the text by hand.',
    },
    operator: 'A field or parameter holds NUL or another control character; the detail names it.',
    clause: 'RFC 9110 15.5.1',
  },
  'general.rate_limited': {
    oauth: 'temporarily_unavailable',
    status: 429,
    redirect: false,
    citizen: {
      fr: 'Trop de demandes en peu de temps. Attendez une minute, puis réessayez.',
      en: 'Too many requests in a short time. Wait a minute, then try again.',
    },
    operator: 'The caller exceeded its rate; Retry-After says when to try again.',
    clause: 'RFC 6585 4',
  },
  'general.cross_site': {
    oauth: 'invalid_request',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Ce formulaire n’a pas été envoyé depuis notre page. Revenez à la page précédente et recommencez.',
      en: 'This form was not sent from our page. Go back to the previous page and try again.',
    },
    operator: 'CSRF token missing or wrong, or Sec-Fetch-Site says the form came from another site.',
    clause: 'RFC 9700 4.7',
  },
} as const satisfies Record<string, ErrorDefinition>;
