import type { ErrorDefinition } from './definition.ts';

/** Errors of support and of administration in the partner space. */
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
  'support.approver_too_new': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Cette demande a été faite avant que vous ne deveniez exploitant. Un exploitant plus ancien doit la valider, ou elle doit être refaite.',
      en: 'This was asked before you became an operator. An operator of longer standing has to approve it, or it has to be asked anew.',
    },
    operator: 'An operator approves nothing that was asked before their role began.',
    clause: 'RFC 9110 15.5.4',
  },
  'support.approver_not_independent': {
    oauth: 'access_denied',
    status: 403,
    redirect: false,
    citizen: {
      fr: 'Vous êtes exploitant depuis moins de quatorze jours par le choix de la personne qui demande. Un autre exploitant doit valider.',
      en: 'You have been an operator for less than fourteen days by the choice of the person who asks. Another operator has to approve.',
    },
    operator:
      'For 14 days an operator approves nothing asked by those who proposed or approved them: two accounts of one person are not two people.',
    clause: 'RFC 9110 15.5.4',
  },
  'support.asker_left': {
    oauth: 'access_denied',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'La personne qui a fait cette demande n’est plus exploitante. Refusez la demande, et refaites-la s’il le faut.',
      en: 'The person who asked for this is no operator any more. Refuse it, and ask anew if it is needed.',
    },
    operator: 'What somebody asked as an operator is approved only while they are one.',
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
  'support.audit_head_unreadable': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'Ce fichier n’est pas une empreinte du journal d’audit signée par cette plateforme. Choisissez un fichier de son dossier d’exports.',
      en: 'This file is not a head of the audit log signed by this platform. Choose a file of its exports.',
    },
    operator: 'The signed head is malformed, altered, or signed by another platform.',
    clause: 'RFC 7515 5.2',
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
} as const satisfies Record<string, ErrorDefinition>;
