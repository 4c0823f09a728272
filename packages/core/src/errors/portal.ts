import type { ErrorDefinition } from './definition.ts';

/** Errors common to the stages of the partner space. */
export const portalErrors = {
  'portal.sign_in_required': {
    oauth: 'login_required',
    status: 401,
    redirect: false,
    citizen: {
      fr: 'Connectez-vous à l’espace partenaires pour voir cette page.',
      en: 'Sign in to the partner space to see this page.',
    },
    operator: 'The page needs a signed-in person; the session is missing, ended or expired.',
    clause: 'RFC 9110 15.5.2',
  },
  'portal.second_factor_required': {
    oauth: 'insufficient_user_authentication',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Confirmez votre identité avec votre second facteur (clé d’accès ou code) pour continuer.',
      en: 'Confirm who you are with your second factor (passkey or code) to continue.',
    },
    operator: 'The action needs a second factor in this session; platform staff need one for everything.',
    clause: 'RFC 9470 3',
  },
  'portal.not_allowed': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Votre rôle ne permet pas cette action. Demandez à un propriétaire de votre organisation.',
      en: 'Your role does not allow this. Ask an owner of your organisation.',
    },
    operator: 'The role of the person towards this object does not allow the action.',
    clause: 'RFC 9110 15.5.4',
  },
  'portal.own_organisation': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Ceci concerne votre propre organisation, ou ce que vous avez vous-même déposé : un collègue de l’équipe doit s’en charger.',
      en: 'This concerns your own organisation, or something that you handed in yourself: a colleague of the team has to deal with it.',
    },
    operator:
      'People of the platform have no platform role towards their own organisation, nor towards what they handed in.',
    clause: 'RFC 9110 15.5.4',
  },
  'portal.not_now': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Cette action n’est plus possible, ou pas encore : l’état a changé. Rechargez la page pour voir où elle en est.',
      en: 'This cannot be done any more, or not yet: the state has changed. Reload the page to see where it stands.',
    },
    operator: 'The lifecycle has no such transition from the current state; the detail names the state.',
    clause: 'RFC 9110 15.5.10',
  },
  'portal.changed_meanwhile': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Quelqu’un d’autre a modifié ceci en même temps que vous. Rien n’a été perdu : rechargez la page, comparez, puis recommencez.',
      en: 'Somebody else changed this at the same time. Nothing was lost: reload the page, compare, then try again.',
    },
    operator: 'The version that was edited is no longer the current one.',
    clause: 'RFC 9110 15.5.10',
  },
  'portal.reason_missing': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'Indiquez la raison de cette décision : elle sera montrée à l’autre partie.',
      en: 'Give the reason for this decision: the other side will see it.',
    },
    operator: 'The transition wants a reason in words.',
    clause: 'RFC 9110 15.5.21',
  },
  'portal.condition_missing': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Il manque une condition pour continuer. La page précédente dit laquelle.',
      en: 'One condition is missing to go on. The previous page says which.',
    },
    operator: 'A condition of the transition does not hold; the detail names it.',
    clause: 'RFC 9110 15.5.10',
  },
} as const satisfies Record<string, ErrorDefinition>;
