/** The suite could not begin, and nothing was judged. Describes the first login, so that its problem can be fixed. */
import type { Localized } from '@garance/core';

export const cannotRunReasons = [
  /** The service does not answer. */
  'unreachable',
  /** The login page leads to no sign-in request of this client. */
  'no-sign-in',
  /** The hub refused the sign-in request. */
  'refused-by-hub',
  /** A good login does not show the signed-in state. */
  'never-signed-in',
  /** The signed-in state is shown without a sign-in. */
  'always-signed-in',
  /** The protected page shows the same to everyone. */
  'not-protected',
  /** No browser can be started here. */
  'no-browser',
  /** A browser can be started, but not in a sandbox, and the run was not told to do without. */
  'no-sandbox',
  /** Nothing is left to run. */
  'no-scenarios',
] as const;
export type CannotRunReason = (typeof cannotRunReasons)[number];

export class CannotRun extends Error {
  readonly reason: CannotRunReason;
  /** Of the page that was seen, scrubbed and cut. */
  readonly pageText: string | undefined;
  readonly pageUrl: string | undefined;

  constructor(
    reason: CannotRunReason,
    seen: { readonly pageText?: string; readonly pageUrl?: string; readonly cause?: unknown } = {},
  ) {
    super(explanations[reason].en, { cause: seen.cause });
    this.name = 'CannotRun';
    this.reason = reason;
    this.pageText = seen.pageText;
    this.pageUrl = seen.pageUrl;
  }

  get explanation(): Localized {
    return explanations[this.reason];
  }
}

const explanations: Readonly<Record<CannotRunReason, Localized>> = {
  unreachable: {
    fr: 'Le service ne répond pas à l’adresse de connexion ou à l’adresse protégée. Est-il démarré ? L’adresse est-elle joignable d’ici ?',
    en: 'The service does not answer at its login address or at its protected address. Is it running? Can it be reached from here?',
  },
  'no-sign-in': {
    fr: 'La page de connexion n’a mené à aucune demande de connexion à la plateforme d’intégration pour ce client. Vérifiez --login-url, l’émetteur et le client_id que le service emploie, et indiquez au besoin le bouton (--sign-in-control).',
    en: 'The login page led to no sign-in request at the integration platform for this client. Check --login-url, the issuer and the client_id that the service uses, and name the button where needed (--sign-in-control).',
  },
  'refused-by-hub': {
    fr: 'La plateforme a refusé la demande de connexion du service : la page ci-dessous dit pourquoi.',
    en: 'The platform refused the service’s sign-in request: the page below says why.',
  },
  'never-signed-in': {
    fr: 'Après une connexion normale, le service ne montre pas son état connecté. Vérifiez --signed-in (sélecteur CSS ou texte, visible sur la page qui suit la connexion), et que la connexion fonctionne à la main.',
    en: 'After a good login the service does not show its signed-in state. Check --signed-in (CSS selector or text, visible on the page that follows the login), and that the login works by hand.',
  },
  'always-signed-in': {
    fr: 'Ce que désigne --signed-in se voit aussi sans être connecté : choisissez ce que seules les personnes connectées voient.',
    en: 'What --signed-in names can be seen without being signed in: choose what only signed-in people see.',
  },
  'not-protected': {
    fr: 'L’adresse protégée montre la même chose à tout le monde : donnez à --protected-url une page qui demande d’être connecté.',
    en: 'The protected address shows the same to everyone: give --protected-url a page that needs a signed-in person.',
  },
  'no-browser': {
    fr: 'Aucun navigateur ne démarre sur cette machine. Installez Chromium, ou employez --http si le service fonctionne sans script.',
    en: 'No browser starts on this machine. Install Chromium, or use --http when the service works without scripts.',
  },
  'no-sandbox': {
    fr: 'Chromium n’a pas de bac à sable sur cette machine (espaces de noms utilisateur absents, ou exécution par root). Autorisez-les, ou exécutez la suite sous un compte ordinaire.',
    en: 'Chromium has no sandbox on this machine (no user namespaces, or run by root). Allow them, or run the suite under an ordinary account.',
  },
  'no-scenarios': {
    fr: 'Aucun scénario ne porte ce nom : voyez --list.',
    en: 'No scenario has that name: see --list.',
  },
};
