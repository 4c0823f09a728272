import type { ErrorDefinition } from './definition.ts';

/** Errors of the qualification of a service, of its production, and of the move from one platform to the other. */
export const qualificationErrors = {
  'qualification.report_unreadable': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'Ce rapport n’est pas lisible. Déposez le fichier tel que la suite l’a produit, sans le modifier.',
      en: 'This report cannot be read. Send the file as the suite made it, unchanged.',
    },
    operator:
      'The report is no compact JWS, is too large, or its claims do not fit the schema garance-qualification-1.',
    clause: 'RFC 7515 7.1',
  },
  'qualification.report_not_ours': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'Ce rapport n’est pas signé par cette plateforme. Lancez la suite depuis l’espace partenaires : elle signe ce qu’elle a exécuté elle-même.',
      en: 'This report is not signed by this platform. Run the suite from the partner space: it signs what it ran itself.',
    },
    operator:
      'The report is signed with no key of this platform, with another algorithm, as another kind of token, or names another issuer.',
    clause: 'RFC 8725 3.1',
  },
  'qualification.report_tampered': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'La signature de ce rapport ne correspond pas à son contenu : il a été modifié. Relancez la suite.',
      en: 'The signature of this report does not match its content: it was changed. Run the suite again.',
    },
    operator: 'The signature of the report does not verify with the key that it names.',
    clause: 'RFC 7515 5.2',
  },
  'qualification.report_other_service': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'Ce rapport concerne un autre service ou une autre plateforme. Choisissez celui de ce service.',
      en: 'This report is about another service or another platform. Choose the one of this service.',
    },
    operator:
      'The signed report names another service, platform or registration than the page it was sent to.',
    clause: 'OpenID Connect Core 2',
  },
  'qualification.report_other_version': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Ce rapport porte sur une version de l’enregistrement qui n’est plus publiée. Relancez la suite sur la version actuelle.',
      en: 'This report is about a version of the registration that is no longer published. Run the suite again on the current one.',
    },
    operator:
      'The registration version of the report is not the published one, and differs from it in more than its secrets.',
    clause: 'RFC 9110 15.5.10',
  },
  'qualification.report_partial': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'Ce rapport ne couvre qu’une partie des scénarios. Lancez la suite entière.',
      en: 'This report covers only a part of the scenarios. Run the whole suite.',
    },
    operator: 'Only a run of every scenario of the platform proves the automatic prerequisites.',
    clause: 'RFC 9110 15.5.21',
  },
  'qualification.report_stale': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Ce rapport est trop ancien, ou daté du futur. Relancez la suite.',
      en: 'This report is too old, or dated in the future. Run the suite again.',
    },
    operator: 'The run ended more than 90 days ago or lies in the future.',
    clause: 'RFC 9110 15.5.10',
  },
  'qualification.production_delivered': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Ce secret a déjà été montré, une seule fois. S’il est perdu, créez-en un nouveau depuis la page de production.',
      en: 'This secret was shown already, once. If it is lost, create a new one from the production page.',
    },
    operator: 'The production secret was delivered; it is stored as a hash only and can only be replaced.',
    clause: 'RFC 9110 15.5.10',
  },
  'qualification.not_in_production': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Ce service n’est pas en production sur FranceConnect : demandez FranceConnect+ par une demande ordinaire.',
      en: 'This service is not in production on FranceConnect: ask for FranceConnect+ by an ordinary request.',
    },
    operator: 'The guided path to the plus platform starts from a service in production on standard.',
    clause: 'RFC 9110 15.5.10',
  },
  'qualification.nothing_published': {
    oauth: 'invalid_request',
    status: 409,
    redirect: false,
    citizen: {
      fr: 'Aucun enregistrement d’intégration n’est publié et actif : publiez-le, puis lancez la suite.',
      en: 'No integration registration is published and active: publish it, then run the suite.',
    },
    operator:
      'The suite runs on what the integration hub has; it has no active registration of this service.',
    clause: 'RFC 9110 15.5.10',
  },
  'qualification.run_limit': {
    oauth: 'temporarily_unavailable',
    status: 429,
    redirect: false,
    citizen: {
      fr: 'La suite a été lancée trop souvent aujourd’hui sur ce service. Recommencez demain.',
      en: 'The suite was run too often today on this service. Start again tomorrow.',
    },
    operator: 'More runs of the suite were asked for this service within 24 hours than are allowed.',
    clause: 'RFC 6585 4',
  },
  'qualification.runner_absent': {
    oauth: 'temporarily_unavailable',
    status: 503,
    redirect: false,
    citizen: {
      fr: 'Cette plateforme ne lance pas la suite elle-même. Adressez-vous à l’équipe.',
      en: 'This platform does not run the suite itself. Ask the team.',
    },
    operator: 'The partner space was composed without a runner of the qualification suite.',
    clause: 'RFC 9110 15.6.4',
  },
  'qualification.run_too_long': {
    oauth: 'server_error',
    status: 504,
    redirect: false,
    citizen: {
      fr: 'L’exécution a duré trop longtemps et a été arrêtée. Vérifiez que votre service répond vite, puis relancez.',
      en: 'The run took too long and was ended. Check that your service answers quickly, then run it again.',
    },
    operator: 'A run of the suite exceeded its time limit and was stopped.',
    clause: 'RFC 9110 15.6.5',
  },
  'qualification.cannot_begin': {
    oauth: 'invalid_request',
    status: 422,
    redirect: false,
    citizen: {
      fr: 'Une connexion ordinaire n’a pas abouti : rien n’a donc pu être jugé. Vérifiez les adresses et ce qui montre qu’une personne est connectée.',
      en: 'An ordinary sign-in did not succeed, so nothing could be judged. Check the addresses and what shows that a person is signed in.',
    },
    operator: 'The suite could not sign in to the service in the ordinary way and judged nothing.',
    clause: 'RFC 9110 15.5.21',
  },
  'qualification.run_broken': {
    oauth: 'server_error',
    status: 500,
    redirect: false,
    citizen: {
      fr: 'L’exécution s’est arrêtée par une erreur de la plateforme. Relancez-la ; si cela recommence, écrivez-nous.',
      en: 'The run ended by an error of the platform. Run it again; if it happens again, write to us.',
    },
    operator: 'The runner of the suite ended without a run; the log has the cause under the id of the run.',
    clause: 'RFC 9110 15.6.1',
  },
} as const satisfies Record<string, ErrorDefinition>;
