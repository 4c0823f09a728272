import type { ErrorDefinition } from './definition.ts';

/** Errors of the page "This was not me", which the mail after a sign-in links to. */
export const reportErrors = {
  'report.link_unknown': {
    oauth: 'not_found',
    status: 404,
    redirect: false,
    citizen: {
      fr: 'Ce lien est incomplet ou n’est pas le nôtre. Ouvrez-le depuis le message que vous avez reçu, en entier.',
      en: 'This link is incomplete or is not ours. Open it from the message that you received, whole.',
    },
    operator: 'The link was not made by this hub, or was altered.',
    clause: 'RFC 9110 15.5.5',
  },
  'report.link_expired': {
    oauth: 'not_found',
    status: 410,
    redirect: false,
    citizen: {
      fr: 'Ce lien a plus de 30 jours et ne fonctionne plus. Si vous avez un doute, changez le mot de passe du compte utilisé et prévenez le service concerné.',
      en: 'This link is more than 30 days old and no longer works. If in doubt, change the password of the account that was used and tell the service concerned.',
    },
    operator: 'The link of a mail about a sign-in works for 30 days.',
    clause: 'RFC 9110 15.5.11',
  },
  'report.sign_in_unknown': {
    oauth: 'not_found',
    status: 404,
    redirect: false,
    citizen: {
      fr: 'Nous ne trouvons pas cette connexion. Si le message est récent, réessayez dans une minute. Si vous avez un doute, changez le mot de passe du compte utilisé et prévenez le service concerné.',
      en: 'We cannot find this sign-in. If the message is recent, try again in a minute. If in doubt, change the password of the account that was used and tell the service concerned.',
    },
    operator: 'No sign-in of this hub is recorded under the reference in the link.',
    clause: 'RFC 9110 15.5.5',
  },
} as const satisfies Record<string, ErrorDefinition>;
