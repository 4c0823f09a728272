import type { ErrorDefinition } from './definition.ts';

/** Support and administration in the partner space. */
export const supportErrors = {
  'support.second_person_required': {
    oauth: 'access_denied',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Cette demande attend une autre personne que celle qui l’a faite, ou elle est déjà décidée. Rechargez la page des validations.',
      en: 'This waits for somebody other than the person who asked, or it is decided already. Reload the approvals page.',
    },
    operator: 'Changes to keys and subjects are decided once, by another operator than the one who asked.',
    clause: 'RFC 9110 15.5.10',
  },
  'support.already_asked': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'La même demande attend déjà une seconde personne. Retrouvez-la dans les validations.',
      en: 'The same request waits for a second person already. Find it among the approvals.',
    },
    operator: 'An approval of this action for this object is still open.',
    clause: 'RFC 9110 15.5.10',
  },
  'support.rotation_unavailable': {
    oauth: 'server_error',
    status: 501,
    redirect: false,
    citizen: {
      fr: 'Cette installation ne renouvelle pas ses clés depuis cette page. Utilisez la commande « garance keys rotate ».',
      en: 'This installation does not rotate its keys from this page. Use the command “garance keys rotate”.',
    },
    operator: 'The composition gave the portal no way to rotate hub keys.',
    clause: 'RFC 9110 15.6.2',
  },
  'support.rotation_failed': {
    oauth: 'server_error',
    status: 502,
    redirect: false,
    citizen: {
      fr: 'Les clés n’ont pas pu être renouvelées. Rien n’a changé pour les services ; demandez-le à nouveau.',
      en: 'The keys could not be rotated. Nothing changed for the services; ask for it again.',
    },
    operator: 'Rotation was approved and then failed; the audit log and the log hold the occurrence.',
    clause: 'RFC 9110 15.6.3',
  },
  'support.override_unavailable': {
    oauth: 'server_error',
    status: 501,
    redirect: false,
    citizen: {
      fr: 'Cette installation ne remplace pas d’identifiants depuis cette page.',
      en: 'This installation does not replace identifiers from this page.',
    },
    operator: 'The composition gave the portal no key to name persons by.',
    clause: 'RFC 9110 15.6.2',
  },
  'support.last_operator': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'C’est le dernier exploitant de la plateforme. Nommez-en d’abord un autre.',
      en: 'This is the platform’s last operator. Appoint another one first.',
    },
    operator: 'The platform is never without an operator.',
    clause: 'RFC 9110 15.5.10',
  },
  'support.thread_full': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Cet échange a déjà vingt documents. Ouvrez-en un autre pour en envoyer davantage.',
      en: 'This thread has twenty documents already. Open another one to send more.',
    },
    operator: 'A support thread holds twenty documents, 40 MB together.',
    clause: 'RFC 9110 15.5.10',
  },
} as const satisfies Record<string, ErrorDefinition>;
