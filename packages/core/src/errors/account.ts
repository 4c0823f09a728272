import type { ErrorDefinition } from './definition.ts';

/** Errors of signing in to the partner space, of organisations and invitations. */
export const accountErrors = {
  'account.blocked': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Votre compte est bloqué. Écrivez à l’équipe de la plateforme pour savoir pourquoi et le rétablir.',
      en: 'Your account is blocked. Write to the platform team to learn why and to restore it.',
    },
    operator: 'The person proved who they are, but their account was blocked by an operator.',
    clause: 'RFC 9110 15.5.4',
  },
  'account.invitation_unknown': {
    oauth: 'not_found',
    status: 404,
    redirect: false,
    citizen: {
      fr: 'Cette invitation n’existe pas, a expiré, a déjà servi ou a été remplacée. Demandez-en une nouvelle à la personne qui vous a invité.',
      en: 'This invitation does not exist, has expired, was already used or was replaced. Ask the person who invited you for a new one.',
    },
    operator: 'The link of the invitation is unknown, expired, used, withdrawn or replaced by a later one.',
    clause: 'RFC 9110 15.5.5',
  },
  'account.invitation_other_person': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Cette invitation a été envoyée à une autre adresse que la vôtre. Déconnectez-vous, puis connectez-vous avec l’adresse qui a reçu l’invitation.',
      en: 'This invitation was sent to another address than yours. Sign out, then sign in with the address that received it.',
    },
    operator: 'The signed-in person is not the one whose address the invitation was sent to.',
    clause: 'RFC 9110 15.5.4',
  },
  'account.last_owner': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Une organisation garde toujours un propriétaire. Confiez d’abord ce rôle à un autre membre, puis recommencez.',
      en: 'An organisation always keeps an owner. First hand this role over to another member, then try again.',
    },
    operator: 'The change would leave the organisation without an owner.',
    clause: 'RFC 9110 15.5.10',
  },
  'account.professional_failed': {
    oauth: 'temporarily_unavailable',
    status: 502,
    redirect: false,
    citizen: {
      fr: 'La connexion par votre compte professionnel n’a pas abouti. Recommencez, ou connectez-vous avec un code reçu par courriel.',
      en: 'Signing in with your professional account did not work. Try again, or sign in with a code sent by mail.',
    },
    operator:
      'The OpenID Provider for professionals refused, could not be reached, or its answer did not pass the checks; the log holds the cause under the occurrence id.',
    clause: 'OpenID Connect Core 3.1.2.6',
  },
  'account.professional_expired': {
    oauth: 'invalid_request',
    status: 400,
    redirect: false,
    citizen: {
      fr: 'Cette connexion a expiré, a déjà servi ou a été commencée dans un autre navigateur. Recommencez depuis la page de connexion.',
      en: 'This sign-in has expired, was already used or was begun in another browser. Start again from the sign-in page.',
    },
    operator: 'The browser has no such sign-in open: state missing, used, expired, or of another browser.',
    clause: 'RFC 6749 10.12',
  },
  'account.professional_email_unverified': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Votre compte professionnel ne garantit pas votre adresse de courriel. Connectez-vous avec un code reçu par courriel.',
      en: 'Your professional account does not vouch for your mail address. Sign in with a code sent by mail.',
    },
    operator: 'The provider gave no email, or email_verified is not true.',
    clause: 'OpenID Connect Core 5.1',
  },
  'account.professional_conflict': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Votre adresse est déjà liée à un autre compte professionnel. Connectez-vous avec un code reçu par courriel, ou écrivez à l’équipe.',
      en: 'Your address already belongs to another professional account. Sign in with a code sent by mail, or write to the team.',
    },
    operator:
      'The person with this address is linked to another subject of the same provider: the address may have been given to somebody else.',
    clause: 'OpenID Connect Core 5.7',
  },
  'account.second_factor_needed_to_change': {
    oauth: 'access_denied',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Les personnes de la plateforme gardent toujours un second facteur. Ajoutez-en un autre avant de retirer celui-ci.',
      en: 'People of the platform always keep a second factor. Add another one before removing this one.',
    },
    operator: 'Removing it would leave a person with a platform role without any second factor.',
    clause: 'RFC 9110 15.5.10',
  },
  'account.siret_proven': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Une autre organisation a déjà été vérifiée pour ce SIRET. Ces personnes doivent demander une invitation à l’un de ses membres.',
      en: 'Another organisation was verified for this SIRET already. These people must ask one of its members for an invitation.',
    },
    operator: 'Of the organisations proven for one SIRET and not removed there is one.',
    clause: 'RFC 9110 15.5.10',
  },
  'account.siret_lost': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Cette organisation n’a plus de SIRET : une autre a été vérifiée pour le sien. Elle ne peut pas être vérifiée.',
      en: 'This organisation has no SIRET any more: another one was verified for it. It cannot be verified.',
    },
    operator: 'The organisation lost its SIRET when another one was proven to hold it.',
    clause: 'RFC 9110 15.5.10',
  },
  'account.organisation_unproven': {
    oauth: 'access_denied',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Cette organisation n’est pas encore vérifiée : rien ne peut être accordé ni publié en son nom. La page de l’organisation dit comment la faire vérifier.',
      en: 'This organisation is not verified yet: nothing can be granted or published in its name. The page of the organisation says how to have it verified.',
    },
    operator:
      'The organisation is unproven, blocked or removed: no habilitation, publication or production may come of it.',
    clause: 'RFC 9110 15.5.10',
  },
  'account.team_person': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Cette personne fait partie de l’équipe. Retirez-lui d’abord ses rôles, sur la page de l’équipe, puis recommencez.',
      en: 'This person belongs to the team. Take their roles away first, on the page of the team, then try again.',
    },
    operator:
      'People with a platform role are neither blocked nor removed before their roles are taken away.',
    clause: 'RFC 9110 15.5.10',
  },
} as const satisfies Record<string, ErrorDefinition>;
