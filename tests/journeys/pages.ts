import type { Locale } from '@garance/web/view';

/** Headings of the journeys' pages in both languages, by the name that stories use. */
export const headings = {
  'service home': { fr: 'Bienvenue à Montfleury', en: 'Welcome to Montfleury' },
  'service account': { fr: 'Mon espace', en: 'My space' },
  'service refusal': { fr: 'Vous n’êtes pas identifié', en: 'You are not signed in' },
  'service signed out': { fr: 'Vous êtes déconnecté', en: 'You are signed out' },
  'account choice': {
    fr: 'Choisissez un compte pour vous connecter',
    en: 'Choose an account to sign in',
  },
  'provider sign-in': { fr: 'Connectez-vous', en: 'Sign in' },
  'what is shared': { fr: 'Vérifiez ce qui sera transmis', en: 'Check what will be shared' },
  'signed in already': { fr: 'Vous êtes connecté', en: 'You are signed in' },
  'sign-in ended': { fr: 'Cette connexion est terminée', en: 'This sign-in has ended' },
  failure: { fr: 'La connexion n’a pas pu aboutir', en: 'Signing in did not work' },
  'sign-out confirmation': { fr: 'Voulez-vous vous déconnecter ?', en: 'Do you want to sign out?' },
  'signed out': { fr: 'Vous êtes déconnecté', en: 'You are signed out' },
  'not me': { fr: 'Ce n’était pas vous ?', en: 'It was not you?' },
  'not me told': {
    fr: 'L’équipe de la plateforme est prévenue',
    en: 'The platform team has been told',
  },
  help: { fr: 'Aide', en: 'Help' },
  'legal notice': { fr: 'Mentions légales', en: 'Legal notice' },
  accessibility: { fr: 'Accessibilité', en: 'Accessibility' },
  'back to the service': { fr: 'Retour vers le service', en: 'Back to the service' },
  welcome: { fr: 'Garance fonctionne', en: 'Garance is running' },
  mailbox: { fr: 'Courriels reçus', en: 'Received mail' },
  refused: { fr: 'Cette demande ne peut pas aboutir', en: 'This request cannot go through' },
  'not found': { fr: 'Page introuvable', en: 'Page not found' },
} as const satisfies Readonly<Record<string, Readonly<Record<Locale, string>>>>;

export type PageName = keyof typeof headings;
