import type { Locale } from '@garance/web/view';

interface ProviderMessages {
  readonly band: string;
  readonly skip: string;
  readonly otherLanguage: string;
  readonly signIn: {
    readonly title: string;
    readonly login: string;
    readonly password: string;
    readonly passwordHint: string;
    readonly submit: string;
    readonly cancel: string;
    readonly people: string;
    readonly peopleHint: string;
    readonly trouble: string;
    readonly level: string;
    readonly levelHint: string;
    readonly asRequested: (level: string) => string;
    readonly levelNames: Readonly<Record<'eidas1' | 'eidas2' | 'eidas3', string>>;
    readonly errorTitle: string;
    readonly errorPrefix: string;
    readonly wrongPassword: string;
  };
  readonly expired: { readonly title: string; readonly body: string };
  readonly failed: { readonly title: string; readonly body: string };
  readonly signOut: { readonly title: string; readonly body: string; readonly submit: string };
  readonly signedOut: { readonly title: string; readonly body: string };
}

const fr: ProviderMessages = {
  band: 'Fournisseur d’identité de démonstration. Toutes les personnes sont inventées : n’entrez jamais vos vrais identifiants.',
  skip: 'Aller au contenu',
  otherLanguage: 'English',
  signIn: {
    title: 'Connectez-vous',
    login: 'Identifiant',
    password: 'Mot de passe',
    passwordHint: 'Le même pour tous les comptes de démonstration : garance',
    submit: 'Se connecter',
    cancel: 'Annuler et revenir',
    people: 'Ou devenez une personne inventée',
    peopleHint: 'Un seul clic suffit.',
    trouble: 'Essayer un cas d’erreur',
    level: 'Niveau de garantie atteint',
    levelHint: 'Un autre niveau que celui demandé doit être refusé par la plateforme.',
    asRequested: (level) => `Celui demandé (${level})`,
    levelNames: { eidas1: 'faible', eidas2: 'substantiel', eidas3: 'élevé' },
    errorTitle: 'La connexion a échoué',
    errorPrefix: 'Erreur : ',
    wrongPassword:
      'Identifiant ou mot de passe incorrect. Vérifiez-les, ou choisissez une personne dans la liste.',
  },
  expired: {
    title: 'Cette page a expiré',
    body: 'Revenez au service que vous vouliez utiliser et recommencez la connexion.',
  },
  failed: {
    title: 'La demande n’a pas abouti',
    body: 'Revenez au service que vous vouliez utiliser et recommencez. Code de l’erreur :',
  },
  signOut: {
    title: 'Vous déconnecter ?',
    body: 'Votre session chez ce fournisseur d’identité de démonstration sera fermée.',
    submit: 'Se déconnecter',
  },
  signedOut: { title: 'Vous êtes déconnecté', body: 'Vous pouvez fermer cette page.' },
};

const en: ProviderMessages = {
  band: 'Demo identity provider. Every person here is invented: never enter your real credentials.',
  skip: 'Skip to content',
  otherLanguage: 'Français',
  signIn: {
    title: 'Sign in',
    login: 'Login',
    password: 'Password',
    passwordHint: 'The same for every demo account: garance',
    submit: 'Sign in',
    cancel: 'Cancel and go back',
    people: 'Or become an invented person',
    peopleHint: 'One click is enough.',
    trouble: 'Try an error',
    level: 'Assurance level reached',
    levelHint: 'The platform must refuse another level than the one it asked for.',
    asRequested: (level) => `The one asked for (${level})`,
    levelNames: { eidas1: 'low', eidas2: 'substantial', eidas3: 'high' },
    errorTitle: 'Sign-in failed',
    errorPrefix: 'Error: ',
    wrongPassword: 'Wrong login or password. Check them, or choose a person from the list.',
  },
  expired: {
    title: 'This page has expired',
    body: 'Go back to the service you wanted to use and start signing in again.',
  },
  failed: {
    title: 'The request could not be completed',
    body: 'Go back to the service you wanted to use and start again. Error code:',
  },
  signOut: {
    title: 'Sign out?',
    body: 'Your session at this demo identity provider will end.',
    submit: 'Sign out',
  },
  signedOut: { title: 'You are signed out', body: 'You can close this page.' },
};

export const providerMessages: Readonly<Record<Locale, ProviderMessages>> = { fr, en };
