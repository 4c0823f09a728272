import type { ErrorDefinition } from './definition.ts';

const startAgain = {
  fr: 'Cette répétition de connexion n’est pas valable. Relancez la suite de qualification ; sans elle, retournez sur le service et recommencez.',
  en: 'This rehearsal of a sign-in is not valid. Run the qualification suite again; without it, go back to the service and start again.',
};

/** Errors of rehearsed logins. A ticket that is not valid ends the request; it never becomes a normal login (security.md 21). */
export const rehearsalErrors = {
  'rehearsal.not_here': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: startAgain,
    operator:
      'A rehearsal ticket was sent to a hub that has no rehearsals. They exist on integration hubs only.',
    clause: 'Garance platforms: rehearsal',
  },
  'rehearsal.ticket_forged': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: startAgain,
    operator: 'The rehearsal ticket is not one that this platform signed, or was changed.',
    clause: 'RFC 7515 5.2',
  },
  'rehearsal.ticket_expired': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: startAgain,
    operator: 'The rehearsal ticket is older than two minutes; ask for another.',
    clause: 'RFC 7519 4.1.4',
  },
  'rehearsal.ticket_spent': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: startAgain,
    operator: 'The rehearsal ticket has served already; each is for one login.',
    clause: 'RFC 7519 4.1.7',
  },
  'rehearsal.ticket_other_service': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: startAgain,
    operator: 'The rehearsal ticket was given for another service than the one that asks.',
    clause: 'Garance platforms: rehearsal',
  },
  'rehearsal.ticket_other_browser': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: startAgain,
    operator: 'The rehearsal ticket was given for another browser than the one that carries it.',
    clause: 'Garance platforms: rehearsal',
  },
  'rehearsal.ticket_other_hub': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: startAgain,
    operator: 'The rehearsal ticket was given for another hub.',
    clause: 'RFC 7519 4.1.3',
  },
  'rehearsal.identity_refused': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen: startAgain,
    operator:
      'A rehearsal asked for a signature over another issuer, client or person than its own; none was made.',
    clause: 'Garance platforms: rehearsal',
  },
  'rehearsal.service_unknown': {
    oauth: 'invalid_request',
    status: 404,
    redirect: false,
    citizen: {
      fr: 'Ce service n’a pas d’enregistrement actif sur le hub d’intégration de cette plateforme. Vérifiez l’identifiant client et la plateforme.',
      en: 'This service has no active registration on the integration hub of this platform. Check client identifier and platform.',
    },
    operator: 'No active registration on the integration hub of this platform has this client_id.',
    clause: 'RFC 9110 15.5.5',
  },
  'rehearsal.wish_refused': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'Ce scénario demande au hub ce qu’il ne peut pas faire. Mettez à jour la suite de qualification.',
      en: 'This scenario asks the hub for something that it cannot do. Update the qualification suite.',
    },
    operator:
      'What a rehearsal should do is malformed, too large for a cookie, or names an identity of its own.',
    clause: 'Garance platforms: rehearsal',
  },
  'rehearsal.unreachable': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: false,
    citizen: {
      fr: 'Aucune fédération ne répond ici. Démarrez-la avec « npm start », puis relancez la suite.',
      en: 'No federation answers here. Start it with npm start, then run the suite again.',
    },
    operator: 'No federation runs on this data directory, or it did not answer.',
    clause: 'RFC 9110 15.6.4',
  },
} as const satisfies Record<string, ErrorDefinition>;
