import type { ErrorDefinition } from './definition.ts';

/** Errors of registrations, secrets and test accounts in the partner space. */
export const integrationErrors = {
  'integration.too_many_secrets': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Deux secrets sont déjà valables. Mettez fin à l’un d’eux avant d’en créer un autre.',
      en: 'Two secrets are valid already. End one of them before you create another.',
    },
    operator: 'Two client secrets may be valid at once, during a rotation; end one first.',
    clause: 'RFC 9110 15.5.10',
  },
  'integration.hash_malformed': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'L’empreinte doit être le SHA-256 de votre secret : 64 chiffres hexadécimaux, tels que la commande les affiche.',
      en: 'The hash must be the SHA-256 of your secret: 64 hexadecimal digits, as the command prints them.',
    },
    operator: 'A client secret hash is 64 hexadecimal digits, and not that of an empty secret.',
    clause: 'FIPS 180-4',
  },
  'integration.hash_used': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Ce secret a déjà servi. Faites-en un nouveau : un secret ne vaut que pour une plateforme et un environnement.',
      en: 'This secret was used before. Make a new one: a secret is worth something on one platform and environment only.',
    },
    operator: 'The hash of this client secret is registered already, here or at another registration.',
    clause: 'RFC 9110 15.5.10',
  },
  'integration.too_many_sandbox_clients': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Le nombre de clients possible dans le bac à sable est atteint. Supprimez-en un avant d’en créer un autre.',
      en: 'There are as many sandbox clients as there may be. Remove one before you make another.',
    },
    operator:
      'A proven organisation may have ten sandbox clients on each platform, a person without one two in all.',
    clause: 'RFC 9110 15.5.10',
  },
  'integration.organisation_unproven': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Cette organisation n’est pas encore vérifiée : rien ne peut être publié en son nom. Faites d’abord habiliter un de ses services.',
      en: 'This organisation is not proven yet: nothing can be published in its name. Have one of its services habilitated first.',
    },
    operator: 'An organisation that is not proven publishes nothing, sandbox clients included.',
    clause: 'Garance partner space: organisations',
  },
  'integration.too_many_test_identities': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Ce service a déjà vingt comptes de test. Supprimez-en un avant d’en ajouter un autre.',
      en: 'This service already has twenty test accounts. Remove one before you add another.',
    },
    operator: 'A service may have twenty test accounts.',
    clause: 'RFC 9110 15.5.10',
  },
} as const satisfies Record<string, ErrorDefinition>;
