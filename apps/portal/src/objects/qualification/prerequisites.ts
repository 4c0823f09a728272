/** Prerequisites of production: the published list, as data. */
import type { Localized, Platform, QualificationFamily } from '@garance/core';

export const itemFamilies = ['technical', 'security', 'functional', 'ux'] as const;
export type ItemFamily = (typeof itemFamilies)[number];

/** How a prerequisite is proven. */
export type Proof =
  /** By the suite: every required scenario of these families passed on the published integration registration. */
  | {
      readonly how: 'automatic';
      readonly families: readonly QualificationFamily[];
      /** Passes when no scenario of these families applies. */
      readonly mayNotApply?: boolean;
    }
  /** By a declaration of the partner, with evidence: text, document, or the address of a video or page. */
  | { readonly how: 'declared' }
  /** Assessed by an officer; evidence is optional. */
  | { readonly how: 'reviewed' };

export interface Prerequisite {
  readonly id: string;
  readonly family: ItemFamily;
  readonly title: Localized;
  readonly explanation: Localized;
  readonly proof: Proof;
  /** Absent: both. */
  readonly platforms?: readonly Platform[];
}

export const prerequisites: readonly Prerequisite[] = [
  {
    id: 'requests',
    family: 'technical',
    title: { fr: 'Les demandes de connexion sont bien formées', en: 'Sign-in requests are well formed' },
    explanation: {
      fr: 'Découverte, state et nonce imprévisibles, niveau demandé, adresse de retour enregistrée, authentification du client.',
      en: 'Discovery, unpredictable state and nonce, level asked for, registered redirect URI, client authentication.',
    },
    proof: { how: 'automatic', families: ['requests'] },
  },
  {
    id: 'accept',
    family: 'technical',
    title: { fr: 'Les réponses valables sont acceptées', en: 'Valid answers are accepted' },
    explanation: {
      fr: 'Identités accentuées, nées à l’étranger, dates présumées ; niveau plus élevé ; clé de signature nouvelle.',
      en: 'Accented identities, born abroad, presumed dates; a higher level; a new signing key.',
    },
    proof: { how: 'automatic', families: ['accept'] },
  },
  {
    id: 'resilience',
    family: 'technical',
    title: {
      fr: 'Une panne de la plateforme est expliquée à l’usager',
      en: 'An outage of the platform is explained to the citizen',
    },
    explanation: {
      fr: 'Erreurs, lenteurs et réponses illisibles du point de jeton ne laissent ni page blanche ni session.',
      en: 'Errors, slowness and unreadable answers of the token endpoint leave neither a blank page nor a session.',
    },
    proof: { how: 'automatic', families: ['token-endpoint'] },
  },
  {
    id: 'keys',
    family: 'technical',
    title: {
      fr: 'La configuration et les clés suivent la découverte',
      en: 'Configuration and keys follow discovery',
    },
    explanation: {
      fr: 'Se vérifie sur une instance de test reliée à l’émetteur de répétition ; sans elle, ce point ne s’applique pas.',
      en: 'Verified on a test instance connected to the rehearsal issuer; without one this does not apply.',
    },
    proof: { how: 'automatic', families: ['discovery'], mayNotApply: true },
  },
  {
    id: 'key-renewal',
    family: 'technical',
    title: {
      fr: 'Vos clés se renouvellent sans interruption',
      en: 'Your keys are renewed without interruption',
    },
    explanation: {
      fr: 'Qui renouvelle les clés de chiffrement publiées, comment et quand.',
      en: 'Who renews the published encryption keys, how and when.',
    },
    proof: { how: 'declared' },
    platforms: ['plus'],
  },
  {
    id: 'callback',
    family: 'security',
    title: { fr: 'Les retours forgés sont refusés', en: 'Forged returns are refused' },
    explanation: {
      fr: 'state faux, absent, rejoué ou d’une autre session ; code d’une autre connexion ; erreurs dites à l’usager.',
      en: 'Wrong, missing, replayed or foreign state; the code of another login; errors told to the citizen.',
    },
    proof: { how: 'automatic', families: ['callback'] },
  },
  {
    id: 'tokens',
    family: 'security',
    title: { fr: 'Les jetons invalides sont refusés', en: 'Invalid tokens are refused' },
    explanation: {
      fr: 'Émetteur, audience, nonce, niveau, dates, signature, clé et chiffrement de l’id_token et d’userinfo.',
      en: 'Issuer, audience, nonce, level, dates, signature, key and encryption of the id_token and of userinfo.',
    },
    proof: { how: 'automatic', families: ['id-token', 'userinfo'] },
  },
  {
    id: 'sessions',
    family: 'security',
    title: { fr: 'Les sessions et la déconnexion sont sûres', en: 'Sessions and sign-out are safe' },
    explanation: {
      fr: 'Session renouvelée à la connexion, déconnexion jusqu’au fournisseur, pas de retour en arrière, pas de redirection ouverte.',
      en: 'Session renewed at sign-in, sign-out through to the provider, no way back, no open redirect.',
    },
    proof: { how: 'automatic', families: ['sessions', 'logout'] },
  },
  {
    id: 'secrets',
    family: 'security',
    title: { fr: 'Les secrets et les clés sont protégés', en: 'Secrets and keys are protected' },
    explanation: {
      fr: 'Où ils sont rangés, qui y a accès, et comment ils sont changés quand quelqu’un part.',
      en: 'Where they are kept, who has access, and how they are changed when somebody leaves.',
    },
    proof: { how: 'declared' },
  },
  {
    id: 'logs',
    family: 'security',
    title: {
      fr: 'Les journaux ne contiennent ni jeton ni identité',
      en: 'Logs contain neither tokens nor identities',
    },
    explanation: {
      fr: 'Ce qui est journalisé d’une connexion, combien de temps, et qui peut le lire.',
      en: 'What is logged of a sign-in, for how long, and who may read it.',
    },
    proof: { how: 'declared' },
  },
  {
    id: 'incidents',
    family: 'security',
    title: { fr: 'Un incident nous est signalé', en: 'An incident is reported to us' },
    explanation: {
      fr: 'Qui nous prévient d’une usurpation ou d’une fuite, et dans quel délai.',
      en: 'Who tells us of an impersonation or a leak, and how fast.',
    },
    proof: { how: 'declared' },
  },
  {
    id: 'account-matching',
    family: 'functional',
    title: { fr: 'Le bon compte est retrouvé', en: 'The right account is found' },
    explanation: {
      fr: 'Comment l’identité reçue est rapprochée d’un compte existant, et ce qui se passe quand elle ne correspond pas.',
      en: 'How the identity received is matched with an existing account, and what happens when it does not fit.',
    },
    proof: { how: 'declared' },
  },
  {
    id: 'alternative',
    family: 'functional',
    title: { fr: 'Un autre moyen d’accès existe', en: 'There is another way in' },
    explanation: {
      fr: 'L’usager qui ne veut ou ne peut pas se connecter ainsi accède au même service.',
      en: 'A citizen who does not want to, or cannot, sign in this way reaches the same service.',
    },
    proof: { how: 'reviewed' },
  },
  {
    id: 'journey',
    family: 'functional',
    title: { fr: 'Le parcours complet fonctionne', en: 'The whole journey works' },
    explanation: {
      fr: 'De la page d’accueil à la démarche terminée, puis la déconnexion : une vidéo ou un accès de test aide.',
      en: 'From the home page to the finished procedure, then sign-out: a video or a test access helps.',
    },
    proof: { how: 'reviewed' },
  },
  {
    id: 'level-use',
    family: 'functional',
    title: {
      fr: 'Le niveau obtenu est vérifié avant les actes qui l’exigent',
      en: 'The level reached is checked before what needs it',
    },
    explanation: {
      fr: 'Quelles pages demandent le niveau substantiel ou élevé, et comment vous le vérifiez.',
      en: 'Which pages need the substantial or high level, and how you check it.',
    },
    proof: { how: 'declared' },
    platforms: ['plus'],
  },
  {
    id: 'button',
    family: 'ux',
    title: { fr: 'Le bouton et son parcours sont conformes', en: 'The button and its journey conform' },
    explanation: {
      fr: 'Bouton, phrase, lien d’explication, place, contraste, clavier, petits écrans.',
      en: 'Button, sentence, explanatory link, place, contrast, keyboard, small screens.',
    },
    proof: { how: 'automatic', families: ['ux'] },
  },
  {
    id: 'wording',
    family: 'ux',
    title: { fr: 'Les pages parlent clairement', en: 'The pages speak plainly' },
    explanation: {
      fr: 'Connexion, création de compte, erreurs : ce que lit l’usager, comparé à vos maquettes.',
      en: 'Sign-in, sign-up, errors: what the citizen reads, compared with your mock-ups.',
    },
    proof: { how: 'reviewed' },
  },
  {
    id: 'accessibility',
    family: 'ux',
    title: {
      fr: 'La déclaration d’accessibilité est publiée',
      en: 'The accessibility statement is published',
    },
    explanation: {
      fr: 'L’adresse de la déclaration, ou votre plan quand elle n’est pas encore due.',
      en: 'The address of the statement, or your plan where it is not due yet.',
    },
    proof: { how: 'declared' },
  },
];

/** The list of one platform, in order. */
export function prerequisitesFor(platform: Platform): readonly Prerequisite[] {
  return prerequisites.filter((item) => item.platforms === undefined || item.platforms.includes(platform));
}

export function findPrerequisite(platform: Platform, id: string | undefined): Prerequisite | undefined {
  return prerequisitesFor(platform).find((item) => item.id === id);
}
