import type { ErrorDefinition } from './definition.ts';

/** An identity that breaks a rule, or a subject that cannot be computed. The register's outcomes are in `register.ts`. */
export const identityErrors = {
  'identity.missing_attribute': {
    oauth: 'server_error',
    status: 502,
    redirect: true,
    citizen: {
      fr: 'Il manque une information à votre compte. Faites-la ajouter par l’organisme qui vous a fourni ce compte, ou choisissez un autre compte.',
      en: 'Your account lacks one detail. Ask the organisation that provides the account to add it, or choose another account.',
    },
    operator:
      'The identity provider did not send a required attribute of the pivot identity, or sent it empty; the detail names it.',
    clause: 'spec/identity Pivot identity and other claims',
  },
  'identity.invalid_attribute': {
    oauth: 'server_error',
    status: 502,
    redirect: true,
    citizen: {
      fr: 'Une information de votre compte est incorrecte. Faites-la corriger par l’organisme qui vous a fourni ce compte, ou choisissez un autre compte.',
      en: 'One detail of your account is wrong. Ask the organisation that provides the account to correct it, or choose another account.',
    },
    operator:
      'The identity provider sent an attribute that breaks the rules of the pivot identity; the detail names it, the log says which rule.',
    clause: 'spec/identity Pivot identity and other claims',
  },
  'identity.foreign_test_person': {
    oauth: 'access_denied',
    status: 403,
    redirect: true,
    citizen: {
      fr: 'Ce compte de test appartient à un autre service. Créez le vôtre dans l’espace partenaires ou choisissez un autre compte.',
      en: 'This test account belongs to another service. Create your own in the partner space or choose another account.',
    },
    operator: 'Integration only: the account is a test account of another service.',
    clause: 'spec/partners 3 Integration',
  },
  'identity.subject_unconfigured': {
    oauth: 'server_error',
    status: 500,
    redirect: true,
    citizen: {
      fr: 'La connexion n’a pas pu aboutir à cause d’un problème de configuration de notre côté. Réessayez plus tard depuis le service.',
      en: 'Signing in could not be completed because of a configuration problem on our side. Try again later from the service.',
    },
    operator:
      'A key of the subject identifiers is missing or shorter than 32 bytes, or a sector uses fc1 without its imported secret.',
    clause: 'spec/identity Subject identifier',
  },
} as const satisfies Record<string, ErrorDefinition>;
