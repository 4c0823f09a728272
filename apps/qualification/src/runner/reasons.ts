/** Why a verdict is what it is, in words for both sides of a project. */
import type { Localized } from '@garance/core';
import { BrokeOff } from '@garance/http-browser';
import type { Need } from '../vocabulary/scenario.ts';
import { PageFailure, type PageFailureReason } from './browser/page-failure.ts';
import { scrubText } from './evidence/scrub.ts';

export const reasons = {
  controlBefore: {
    fr: 'La connexion normale faite juste avant n’a pas abouti : ce scénario ne prouverait rien.',
    en: 'The good login made just before did not succeed: this scenario would prove nothing.',
  },
  controlAfter: {
    fr: 'La connexion normale faite juste après n’a pas abouti : le service est peut-être en panne, son refus ne prouve rien.',
    en: 'The good login made just after did not succeed: the service may be down, its refusal proves nothing.',
  },
  rateLimited: {
    fr: 'Le service limite le débit (429) et demande d’attendre plus longtemps que la suite n’attend\u00a0: relevez la limite pour elle, ou jouez moins de scénarios à la fois.',
    en: 'The service limits the rate (429) and asks to wait longer than the suite waits: raise the limit for it, or play fewer scenarios at a time.',
  },
  timeRanOut: {
    fr: 'Le temps que la suite laisse à une réponse s’est écoulé\u00a0: la machine est peut-être lente, rejouez ce scénario.',
    en: 'The time that the suite gives an answer ran out: the machine may be slow, play this scenario again.',
  },
  neverAtHub: {
    fr: 'La connexion n’est jamais arrivée jusqu’à la plateforme.',
    en: 'The login never arrived at the platform.',
  },
  faultNotFetched: {
    fr: 'Le service s’est arrêté avant de recevoir la réponse fautive : on ne sait pas ce qu’il en aurait fait.',
    en: 'The service stopped before it got the faulty answer: what it would have done with it is unknown.',
  },
  signedInWithoutFault: {
    fr: 'La personne est connectée sans que le service ait demandé la réponse fautive : ce contrôle n’a pas pu être éprouvé.',
    en: 'The person is signed in without the service having asked for the faulty answer: this check could not be tried.',
  },
  noOccasion: {
    fr: 'Ce service ne donne pas l’occasion de cette faute : la vraie valeur n’en permet pas de semblable.',
    en: 'This service gives no occasion for this fault: the true value allows no such wrong one.',
  },
  notDelivered: {
    fr: 'Le service n’a pas répondu quand la réponse du hub lui a été portée : elle ne l’a pas atteint.',
    en: 'The service did not answer when the hub’s answer was brought to it: it was not reached.',
  },
  accepts: { fr: 'Le service l’accepte.', en: 'The service accepts it.' },
  refuses: { fr: 'Le service le refuse.', en: 'The service refuses it.' },
  session: {
    fr: 'Une session est ouverte malgré la réponse fautive : la page protégée s’affiche.',
    en: 'There is a session in spite of the faulty answer: the protected page shows.',
  },
  showsSignedIn: {
    fr: 'Le service se montre connecté après la réponse fautive.',
    en: 'The service shows its signed-in state after the faulty answer.',
  },
  notSignedIn: {
    fr: 'Le service refuse une réponse qu’il doit accepter : la personne n’est pas connectée.',
    en: 'The service refuses an answer that it must accept: the person is not signed in.',
  },
  noToken: {
    fr: 'Le service se montre connecté sans avoir demandé de jeton.',
    en: 'The service shows its signed-in state without having asked for a token.',
  },
  noUserinfo: {
    fr: 'Le service se montre connecté sans avoir demandé l’identité (userinfo).',
    en: 'The service shows its signed-in state without having asked for the identity (userinfo).',
  },
  notTold: {
    'no-answer': {
      fr: 'Le service ne répond pas : la personne n’apprend rien.',
      en: 'The service does not answer: the person is told nothing.',
    },
    blank: {
      fr: 'La page est vide : la personne n’apprend rien.',
      en: 'The page is blank: the person is told nothing.',
    },
    'stack-trace': {
      fr: 'La page montre une trace technique au lieu d’une explication.',
      en: 'The page shows a stack trace instead of an explanation.',
    },
    data: {
      fr: 'La page est une réponse pour programmes (JSON, XML)\u00a0: la personne n’y lit rien.',
      en: 'The page is an answer for programs (JSON, XML): the person can read nothing there.',
    },
    'framework-page': {
      fr: 'La page est celle que le cadre logiciel ou le serveur montre de lui-même\u00a0: elle n’explique rien à la personne.',
      en: 'The page is the one that the framework or the server shows by itself: it explains nothing to the person.',
    },
    'server-error': {
      fr: 'La réponse est une erreur 5xx\u00a0: le service se dit en panne pour une réponse qui est à prévoir, et un intermédiaire peut remplacer la page.',
      en: 'The answer is an error 5xx: the service calls itself broken for an answer that is to be expected, and a server in between may replace the page.',
    },
    'broken-text': {
      fr: 'La page montre ce qu’un programme y a laissé par erreur (undefined, null, Invalid Date, lettres illisibles).',
      en: 'The page shows what a program left there by mistake (undefined, null, Invalid Date, unreadable letters).',
    },
    markup: {
      fr: 'Le balisage reçu avec l’erreur est devenu partie de la page\u00a0: un lien suffit pour y exécuter un script.',
      en: 'The markup received with the error became part of the page: a link is enough to run a script there.',
    },
    'script-link': {
      fr: 'La page porte un lien vers un script reçu avec l’erreur (error_uri).',
      en: 'The page has a link to a script that was received with the error (error_uri).',
    },
    'strange-words': {
      fr: 'La page répète error_description\u00a0: n’importe qui peut y faire lire son texte par un lien.',
      en: 'The page repeats error_description: anyone can have their text read there by a link.',
    },
    breakdown: {
      fr: 'La personne a refusé, et la page parle d’une panne.',
      en: 'The person declined, and the page speaks of a breakdown.',
    },
    'nothing-new': {
      fr: 'La page est celle que voit tout visiteur : rien n’y dit que la connexion a échoué, ni pourquoi.',
      en: 'The page is the one that every visitor sees: nothing says that the sign-in failed, or why.',
    },
    'back-at-hub': {
      fr: 'La personne est renvoyée à la plateforme sans avoir été prévenue.',
      en: 'The person is sent back to the platform without having been told.',
    },
  },
  slow: {
    fr: 'Scénario lent (délais, caches de clés) : il s’exécute à part, avec --slow.',
    en: 'A slow scenario (time-outs, key caches): run apart, with --slow.',
  },
  timeout: {
    fr: 'Le scénario n’a pas abouti dans le temps qui lui est donné.',
    en: 'The scenario did not end within its time.',
  },
} as const satisfies Record<string, Localized | Record<string, Localized>>;

export const needReasons: Readonly<Record<Need, Localized>> = {
  'logout-url': {
    fr: 'L’adresse de déconnexion n’est pas donnée (--logout-url).',
    en: 'The logout address is not given (--logout-url).',
  },
  'sign-up-url': {
    fr: 'L’adresse de la page d’inscription n’est pas donnée (--sign-up-url).',
    en: 'The address of the sign-up page is not given (--sign-up-url).',
  },
  browser: {
    fr: 'Ce scénario regarde des pages : il lui faut le navigateur (sans --http).',
    en: 'This scenario looks at pages: it needs the real browser (without --http).',
  },
  'rehearsal-issuer': {
    fr: 'Cette instance du service n’est pas configurée sur l’émetteur de répétition (--on-rehearsal-issuer).',
    en: 'This instance of the service is not configured on the rehearsal issuer (--on-rehearsal-issuer).',
  },
  encryption: {
    fr: 'Ce service ne reçoit pas de jetons chiffrés.',
    en: 'This service gets no encrypted tokens.',
  },
  'second-encryption-key': {
    fr: 'Ce service ne publie pas de seconde clé de chiffrement.',
    en: 'This service publishes no second encryption key.',
  },
  'client-secret': {
    fr: 'Ce service s’authentifie sans secret partagé.',
    en: 'This service authenticates without a shared secret.',
  },
  'published-keys': {
    fr: 'Ce service ne publie pas de clés.',
    en: 'This service publishes no keys.',
  },
  'step-up-url': {
    fr: 'L’adresse qui demande un niveau plus élevé n’est pas donnée (--step-up-url).',
    en: 'The address that needs a higher level is not given (--step-up-url).',
  },
  'profile-url': {
    fr: 'L’adresse qui montre ce que le service sait de la personne n’est pas donnée (--profile-url).',
    en: 'The address that shows what the service knows of the person is not given (--profile-url).',
  },
};

/** As a good login answered that did not succeed. */
export function withStatus(reason: Localized, status: number): Localized {
  return status === 0
    ? { fr: `${reason.fr} Elle est restée sans réponse.`, en: `${reason.en} It got no answer.` }
    : {
        fr: `${reason.fr} Sa dernière réponse\u00a0: ${status}.`,
        en: `${reason.en} Its last answer: ${status}.`,
      };
}

/** The service asked to wait, and the suite did. */
export function heldBackFor(seconds: number): Localized {
  return {
    fr: `Le service limite le débit (429)\u00a0: la suite a attendu ${seconds} s comme il le demandait.`,
    en: `The service limits the rate (429): the suite waited ${seconds} s as it asked.`,
  };
}

/** @param names of attributes; `text` for what a program left in the page */
export function shownOtherwise(names: readonly string[]): Localized {
  const listed = names.join(', ');
  return {
    fr: `La personne est connectée, mais les pages ne la montrent pas telle que la plateforme l’a envoyée\u00a0: ${listed}.`,
    en: `The person is signed in, but the pages do not show them as the platform sent them: ${listed}.`,
  };
}

/** What broke while a scenario ran; never a verdict on the service. */
export function brokeOff(error: unknown): Localized {
  const what = describeBreak(error);
  return {
    fr: `Le scénario n’a pas pu aller à son terme : ${what.fr}`,
    en: `The scenario could not be played to its end: ${what.en}`,
  };
}

const pageFailures: Readonly<Record<PageFailureReason, Localized>> = {
  'no-answer': {
    fr: 'la page ne répond pas, ses scripts ne finissent jamais',
    en: 'the page does not answer, its scripts never end',
  },
  'went-on': { fr: 'la page passe sans cesse à une autre', en: 'the page keeps going on to another one' },
  'not-readable': { fr: 'la page ne peut pas être lue', en: 'the page cannot be read' },
  closed: { fr: 'la fenêtre s’est fermée', en: 'the window closed' },
};

/** Words of our own or a kind of error: messages of others quote pages. */
function describeBreak(error: unknown): Localized {
  if (error instanceof PageFailure) return pageFailures[error.reason];
  if (error instanceof BrokeOff) {
    const words = scrubText(error.message.slice(0, 300));
    return { fr: words, en: words };
  }
  const name = error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'Error';
  return { fr: `erreur inattendue (${name})`, en: `unexpected error (${name})` };
}
