import type { ErrorDefinition } from './definition.ts';

/**
 * Why the civil register's answer ends a login (spec "Civil register"). `deceased` is worded like any other refusal.
 * Answers to services carry `register.not_confirmed` in place of each of these (`codeForService`).
 */
export const registerErrors = {
  'register.not_confirmed': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Votre identité n’a pas pu être confirmée. Choisissez un autre compte, ou adressez-vous au service pour faire votre démarche autrement.',
      en: 'Your identity could not be confirmed. Choose another account, or contact the service to do what you need another way.',
    },
    operator:
      'The identity of the person could not be confirmed. The person was told what to do; services are told no cause.',
    clause: 'spec/identity Civil register',
  },
  'register.required': {
    oauth: 'server_error',
    status: 500,
    redirect: true,
    citizen: {
      fr: 'La connexion n’a pas pu aboutir à cause d’un problème de configuration de notre côté. Réessayez plus tard depuis le service.',
      en: 'Signing in could not be completed because of a configuration problem on our side. Try again later from the service.',
    },
    operator:
      'A hub of the production environment was set up without a civil register. That is for integration only, on both platforms.',
    clause: 'spec/identity Subject identifier',
  },
  'register.not_found': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Nous n’avons pas pu vérifier votre identité auprès de l’état civil. Vérifiez les informations de votre compte auprès de celui qui vous l’a fourni, ou choisissez un autre compte.',
      en: 'We could not verify your identity with the civil register. Check the details of your account with whoever provides it, or choose another account.',
    },
    operator: 'The civil register knows no person, or only a doubtful match, for this identity.',
    clause: 'spec/identity Civil register',
  },
  'register.several': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Plusieurs personnes correspondent à l’identité de votre compte. Faites compléter votre état civil par celui qui vous a fourni ce compte, ou choisissez un autre compte.',
      en: 'Several people match the identity of your account. Ask whoever provides it to complete your civil details, or choose another account.',
    },
    operator:
      'The civil register finds several echoes; a subject is never derived from an ambiguous identity.',
    clause: 'spec/identity Civil register',
  },
  'register.usage_name_only': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Votre compte semble porter votre nom d’usage au lieu de votre nom de naissance. Faites-le corriger par celui qui vous l’a fourni, ou choisissez un autre compte.',
      en: 'Your account seems to hold the name you use instead of your birth name. Ask whoever provides it to correct it, or choose another account.',
    },
    operator:
      'The civil register finds the person by usage name only; the provider must send the birth name.',
    clause: 'spec/identity Civil register',
  },
  'register.refused': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'La connexion avec cette identité n’est pas possible. Adressez-vous au service que vous souhaitiez utiliser pour faire votre démarche autrement.',
      en: 'Signing in with this identity is not possible. Contact the service you wanted to use to do what you need another way.',
    },
    operator: 'The civil register reports a death for this identity.',
    clause: 'spec/identity Civil register',
  },
  'register.invalid_request': {
    oauth: 'server_error',
    status: 502,
    redirect: true,
    citizen: {
      fr: 'La vérification de votre identité a échoué pour une raison technique. Réessayez plus tard ou choisissez un autre compte.',
      en: 'Verifying your identity failed for a technical reason. Try again later or choose another account.',
    },
    operator: 'The civil register refused the query or answered in an unreadable form.',
    clause: 'spec/identity Civil register',
  },
  'register.unavailable': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: true,
    citizen: {
      fr: 'L’état civil, que nous devons consulter pour vérifier votre identité, ne répond pas pour le moment. Réessayez dans quelques minutes.',
      en: 'The civil register, which we must ask to verify your identity, is not responding at the moment. Try again in a few minutes.',
    },
    operator: 'The civil register is unreachable or its circuit breaker is open.',
    clause: 'spec/identity Civil register',
  },
} as const satisfies Record<string, ErrorDefinition>;
