/** Every error that an authorization server may answer with, and hostile forms of what comes along: one scenario a row. */
import type { Localized, ScenarioLevel } from '@garance/core';
import type { InformScenario, Scenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

interface Row {
  /** `callback.tells-<name>`. */
  readonly name: string;
  readonly error: string;
  readonly fr: string;
  readonly en: string;
  readonly clause: string;
  readonly level: ScenarioLevel;
  /** What the page should say. */
  readonly advice: Localized;
  readonly set?: Readonly<Record<string, string>>;
  readonly untold?: NonNullable<InformScenario['untold']>;
  readonly quick?: true;
}

const oauth = 'RFC 6749 §4.1.2.1; Garance, platforms: Authorization request';
const openid = 'OpenID Connect Core 1.0 §3.1.2.6; Garance, platforms: Authorization request';

const tryAgain: Localized = {
  fr: 'Dites que l’identification n’a pas abouti et proposez de recommencer.',
  en: 'Say that the identification did not succeed and offer to try again.',
};
const ourFault: Localized = {
  fr: 'Dites que le service est momentanément indisponible, et alertez votre équipe\u00a0: la demande ou l’enregistrement est à corriger.',
  en: 'Say that the service is unavailable for the moment, and alert your team: the request or the registration needs correcting.',
};
const interact: Localized = {
  fr: 'Proposez de recommencer la connexion, cette fois sans prompt=none\u00a0: la personne doit agir à la plateforme.',
  en: 'Offer to begin the sign-in again, this time without prompt=none: the person must act at the platform.',
};

const markup = '"><b data-garance-markup="error">x</b><script>document.title=\'garance-error\'</script>';
const strangeWords = 'Votre compte est suspendu, appelez le 01 99 00 12 34 pour le garder';

const rows: readonly Row[] = [
  {
    name: 'access-denied',
    error: 'access_denied',
    fr: 'La personne a refusé ou renoncé',
    en: 'The person declined or gave up',
    clause: oauth,
    level: 'platform',
    untold: ['breakdown'],
    quick: true,
    advice: {
      fr: 'Ce n’est pas une panne, et la page ne parle ni d’erreur technique ni d’incident\u00a0: dites-lui que rien n’a été transmis et proposez de recommencer ou un autre moyen.',
      en: 'This is no failure, and the page speaks of no technical error or incident: tell them that nothing was transmitted, and offer to try again or another way.',
    },
  },
  {
    name: 'temporarily-unavailable',
    error: 'temporarily_unavailable',
    fr: 'La plateforme est momentanément indisponible',
    en: 'The platform is unavailable for the moment',
    clause: oauth,
    level: 'platform',
    quick: true,
    advice: {
      fr: 'Dites que l’identification est momentanément impossible, quand réessayer, et l’autre moyen s’il y en a un.',
      en: 'Say that identification is not possible for the moment, when to try again, and the other way if there is one.',
    },
  },
  {
    name: 'server-error',
    error: 'server_error',
    fr: 'La plateforme a rencontré une erreur',
    en: 'The platform met an error',
    clause: oauth,
    level: 'platform',
    quick: true,
    advice: tryAgain,
  },
  {
    name: 'invalid-scope',
    error: 'invalid_scope',
    fr: 'Le service demande plus qu’il ne peut',
    en: 'The service asks for more than it may',
    clause: oauth,
    level: 'platform',
    quick: true,
    advice: ourFault,
  },
  {
    name: 'invalid-acr',
    error: 'invalid_acr',
    fr: 'Le niveau demandé n’existe pas ici',
    en: 'The level asked for does not exist here',
    clause: 'Garance, platforms: Authorization request',
    level: 'platform',
    quick: true,
    advice: ourFault,
  },
  ...(
    [
      ['invalid_request', 'La demande est mal formée', 'The request is malformed'],
      [
        'unauthorized_client',
        'Le service n’a pas le droit de demander ainsi',
        'The client may not ask in this way',
      ],
      [
        'unsupported_response_type',
        'La plateforme ne répond pas de cette façon',
        'The platform does not answer in this way',
      ],
    ] as const
  ).map(([error, fr, en]) => row({ error, fr, en, clause: oauth, advice: ourFault })),
  ...(
    [
      ['login_required', 'La personne doit s’identifier', 'The person must sign in'],
      ['interaction_required', 'La personne doit agir', 'The person must act'],
      [
        'account_selection_required',
        'La personne doit choisir un compte',
        'The person must choose an account',
      ],
      ['consent_required', 'La personne doit donner son accord', 'The person must give consent'],
    ] as const
  ).map(([error, fr, en]) => row({ error, fr, en, clause: openid, advice: interact })),
  ...(
    [
      [
        'invalid_request_uri',
        'L’adresse de la demande n’est pas bonne',
        'The request’s address is not right',
      ],
      ['invalid_request_object', 'L’objet de la demande n’est pas bon', 'The request object is not right'],
      ['request_not_supported', 'La plateforme n’admet pas request', 'The platform does not admit request'],
      [
        'request_uri_not_supported',
        'La plateforme n’admet pas request_uri',
        'The platform does not admit request_uri',
      ],
      [
        'registration_not_supported',
        'La plateforme n’admet pas registration',
        'The platform does not admit registration',
      ],
    ] as const
  ).map(([error, fr, en]) => row({ error, fr, en, clause: openid, advice: ourFault })),
  ...(
    [
      [
        'invalid_target',
        'La ressource demandée n’est pas bonne',
        'The resource asked for is not right',
        'RFC 8707 §2',
      ],
      [
        'unmet_authentication_requirements',
        'Le niveau demandé n’a pas été atteint',
        'The level asked for was not reached',
        'OpenID Connect Core Error Code unmet_authentication_requirements 1.0 §2',
      ],
      [
        'insufficient_user_authentication',
        'Il faut une identification plus forte',
        'A stronger authentication is needed',
        'RFC 9470 §3',
      ],
      [
        'garance_unheard_of',
        'Une erreur que personne ne connaît',
        'An error that nobody knows',
        'RFC 6749 §8.5',
      ],
    ] as const
  ).map(([error, fr, en, clause]) => row({ error, fr, en, clause, level: 'recommended', advice: tryAgain })),
  {
    name: 'empty-error',
    error: '',
    fr: 'Une erreur sans nom',
    en: 'An error without a name',
    clause: 'RFC 6749 §4.1.2.1',
    level: 'recommended',
    advice: tryAgain,
  },
  {
    name: 'error-with-markup',
    error: markup,
    fr: 'Du balisage dans error',
    en: 'Markup in error',
    clause: 'RFC 6749 §4.1.2.1; OWASP ASVS 5.0, 1.2.1; Garance, qualification: Told',
    level: 'platform',
    quick: true,
    advice: {
      fr: 'Choisissez le texte de la page dans une liste, d’après le code connu de l’erreur\u00a0; un code inconnu a un texte général, et ne s’écrit nulle part.',
      en: 'Choose the page’s text from a list, by the known code of the error; an unknown code has a general text, and is written nowhere.',
    },
  },
  {
    name: 'description-with-markup',
    error: 'server_error',
    set: { error_description: markup },
    fr: 'Du balisage dans error_description',
    en: 'Markup in error_description',
    clause: 'RFC 6749 §4.1.2.1; OWASP ASVS 5.0, 1.2.1; Garance, qualification: Told',
    level: 'platform',
    quick: true,
    advice: {
      fr: 'N’affichez pas error_description\u00a0: elle est pour votre journal, où elle est échappée elle aussi.',
      en: 'Do not display error_description: it is for your log, where it is escaped too.',
    },
  },
  {
    name: 'description-of-a-stranger',
    error: 'access_denied',
    set: { error_description: strangeWords },
    untold: [{ words: strangeWords }],
    fr: 'Un texte trompeur dans error_description',
    en: 'A deceiving text in error_description',
    clause: 'RFC 6749 §4.1.2.1 and §10.13; OWASP ASVS 5.0, 1.2.1',
    level: 'recommended',
    advice: {
      fr: 'Le texte d’une erreur est le vôtre\u00a0: une page qui répète error_description fait lire à vos visiteurs ce que n’importe qui a mis dans un lien.',
      en: 'The text of an error is yours: a page that repeats error_description has your visitors read what anyone put into a link.',
    },
  },
  {
    name: 'long-description',
    error: 'server_error',
    set: { error_description: 'Long. '.repeat(300) },
    fr: 'Une error_description très longue',
    en: 'A very long error_description',
    clause: 'RFC 6749 §4.1.2.1; Garance, qualification: Told',
    level: 'platform',
    advice: {
      fr: 'Une description de deux mille caractères ne doit ni faire échouer la page, ni gonfler un cookie ou un en-tête au-delà de ce que le serveur admet.',
      en: 'A description of two thousand characters must neither break the page nor swell a cookie or a header beyond what the server admits.',
    },
  },
  {
    name: 'error-uri-with-script',
    error: 'server_error',
    set: { error_uri: "javascript:garance('error_uri')" },
    fr: 'Un script dans error_uri',
    en: 'A script in error_uri',
    clause: 'RFC 6749 §4.1.2.1; OWASP ASVS 5.0, 1.2.2; Garance, qualification: Told',
    level: 'platform',
    advice: {
      fr: 'Ne faites pas un lien de error_uri. Un lien n’admet que https, vérifié par new URL(…).protocol.',
      en: 'Make no link of error_uri. A link admits https only, checked by new URL(…).protocol.',
    },
  },
];

function row(
  given: Pick<Row, 'error' | 'fr' | 'en' | 'clause' | 'advice'> & { readonly level?: ScenarioLevel },
): Row {
  return { level: 'platform', ...given, name: given.error.replaceAll('_', '-') };
}

export const errors: readonly Scenario[] = rows.map(toScenario);

function toScenario({
  name,
  error,
  fr,
  en,
  clause,
  level,
  advice,
  set = {},
  untold,
  quick,
}: Row): InformScenario {
  const named = /^\w+$/.test(error) ? ` (${error})` : '';
  return {
    id: `callback.tells-${name}`,
    family: 'callback',
    kind: 'inform',
    place: 'callback.error',
    cause: 'told',
    ...{ clause, level },
    title: { fr: `${fr}${named}`, en: `${en}${named}` },
    fault: {
      at: 'callback',
      set: { error, error_description: 'Rehearsed by the qualification suite', ...set },
      drop: ['code'],
    },
    does: {
      fr: `Le hub renvoie le navigateur au service avec une erreur, sans code. ${fr}.`,
      en: `The hub sends the browser back to the service with an error, without code. ${en}.`,
    },
    expects: thePersonIsTold,
    advice: {
      fr: `À l’adresse de retour, lisez error avant code. ${advice.fr}`,
      en: `At the redirect address read error before code. ${advice.en}`,
    },
    ...(untold !== undefined && { untold }),
    ...(quick === true && level !== 'recommended' && { quick }),
  };
}
