import type { ErrorDefinition } from './definition.ts';

/** Errors of incoming DataPass webhooks (events of the outside habilitation site) and of outgoing webhooks. */
export const datapassErrors = {
  'datapass.not_configured': {
    oauth: 'invalid_request',
    status: 404,
    redirect: false,
    citizen: {
      fr: 'Ce portail ne reçoit pas de demandes d’un autre site. Adressez-vous à l’exploitant.',
      en: 'This portal takes no requests from another site. Ask its operator.',
    },
    operator: 'No DataPass secret is configured (GARANCE_DATAPASS_SECRET), so no webhook can be believed.',
    clause: 'DataPass webhooks',
  },
  'datapass.signature_invalid': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'La signature de cet appel n’est pas la bonne. Vérifiez le secret partagé, et que le corps est signé tel qu’il est envoyé.',
      en: 'The signature of this call is not right. Check the shared secret, and that the body is signed as it is sent.',
    },
    operator: 'X-Hub-Signature-256 is missing or is not sha256=<hex HMAC-SHA-256 of the raw body>.',
    clause: 'DataPass webhooks, signature HMAC',
  },
  'datapass.media_type': {
    oauth: 'invalid_request',
    status: 415,
    redirect: false,
    citizen: {
      fr: 'Cet appel doit être envoyé en application/json.',
      en: 'This call must be sent as application/json.',
    },
    operator: 'The webhook body is not declared as application/json.',
    clause: 'RFC 9110 15.5.16',
  },
  'datapass.payload_unreadable': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'Cet appel n’a pas la forme documentée par DataPass. Le champ nommé est à corriger.',
      en: 'This call does not have the form documented by DataPass. The field named is to be corrected.',
    },
    operator:
      'The signed body is not JSON of the documented form; the detail names the first field that does not fit.',
    clause: 'DataPass webhooks, payload',
  },
  'datapass.fired_in_the_future': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'L’heure de cet appel est dans l’avenir. Vérifiez l’horloge de l’émetteur.',
      en: 'The time of this call is in the future. Check the clock of the sender.',
    },
    operator: 'fired_at is more than a day ahead: believed, it would hide every later event as older.',
    clause: 'DataPass webhooks, fired_at',
  },
  'datapass.siret_invalid': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'Le SIRET de l’organisation n’a pas quatorze chiffres.',
      en: 'The SIRET of the organisation does not have fourteen digits.',
    },
    operator: 'data.organization.siret is missing or is not fourteen digits.',
    clause: 'INSEE, numero SIRET',
  },
} as const satisfies Record<string, ErrorDefinition>;
