import type { Localized } from '@garance/core';

/**
 * The terms of use in force. A new version is a new text here: every person has to accept it, and earlier acceptances
 * stay on record.
 */
export const currentTerms = {
  version: '2026-01',
  /** Day from which they apply. */
  since: Date.UTC(2026, 0, 5),
} as const;

export interface TermsSection {
  readonly title: Localized;
  readonly paragraphs: readonly Localized[];
}

export const termsSections: readonly TermsSection[] = [
  {
    title: { fr: 'Objet', en: 'Purpose' },
    paragraphs: [
      {
        fr: 'La plateforme permet à un usager de se connecter à un service en ligne avec une identité qu’il possède déjà. Ces conditions lient l’organisation responsable du service et l’opérateur de la plateforme.',
        en: 'The platform lets a citizen sign in to an online service with an identity that they already hold. These terms bind the organisation that answers for the service and the operator of the platform.',
      },
    ],
  },
  {
    title: { fr: 'Ce que l’organisation s’engage à faire', en: 'What the organisation undertakes' },
    paragraphs: [
      {
        fr: 'Ne demander que les données dont le service a besoin, ne les utiliser que pour ce qui a été déclaré, et ne pas les conserver plus longtemps que déclaré.',
        en: 'To ask only for the data that the service needs, to use them only for what was declared, and to keep them no longer than declared.',
      },
      {
        fr: 'Proposer aux usagers une autre manière d’accéder au service.',
        en: 'To offer citizens another way to reach the service.',
      },
      {
        fr: 'Protéger ses identifiants, vérifier chaque réponse de la plateforme comme le demande la documentation, et signaler sans délai tout incident de sécurité.',
        en: 'To protect its credentials, to check every answer of the platform as the documentation asks, and to report any security incident without delay.',
      },
      {
        fr: 'Respecter les règles d’ergonomie : bouton officiel, mêmes mots, déconnexion visible.',
        en: 'To follow the ergonomic rules: official button, same words, visible sign-out.',
      },
    ],
  },
  {
    title: { fr: 'Ce que l’opérateur s’engage à faire', en: 'What the operator undertakes' },
    paragraphs: [
      {
        fr: 'Répondre à une demande d’habilitation en cinq jours ouvrés, annoncer les maintenances, et prévenir des incidents sur la page d’état.',
        en: 'To answer a habilitation request within five working days, to announce maintenance, and to tell of incidents on the status page.',
      },
      {
        fr: 'L’opérateur peut suspendre un service qui met des usagers en danger ; il dit pourquoi et comment reprendre.',
        en: 'The operator may suspend a service that puts citizens at risk; it says why and how to resume.',
      },
    ],
  },
  {
    title: { fr: 'Données personnelles', en: 'Personal data' },
    paragraphs: [
      {
        fr: 'L’organisation est responsable du traitement des données qu’elle reçoit. L’opérateur l’est de celui qui consiste à les transmettre, et ne les conserve pas au-delà de la connexion.',
        en: 'The organisation is the controller of the data that it receives. The operator is the controller of their transmission, and does not keep them beyond the sign-in.',
      },
    ],
  },
];

/** Rules of ergonomics, shown before the first question. */
export const ergonomicRules: readonly Localized[] = [
  {
    fr: 'Le bouton officiel, avec le texte d’explication, sur la page de connexion, aussi visible que les autres moyens de se connecter.',
    en: 'The official button, with its explanation, on the sign-in page, as visible as the other ways to sign in.',
  },
  {
    fr: 'Une autre manière d’accéder au service pour qui ne veut pas s’en servir.',
    en: 'Another way to reach the service for those who do not want to use it.',
  },
  {
    fr: 'Une déconnexion toujours visible, qui déconnecte aussi de la plateforme.',
    en: 'A sign-out that is always visible, and that signs out of the platform as well.',
  },
  {
    fr: 'Rien n’est redemandé à l’usager de ce que la plateforme a déjà transmis, et ce qui vient d’elle n’est pas modifiable.',
    en: 'Nothing that the platform has sent is asked of the citizen again, and what comes from it cannot be edited.',
  },
  {
    fr: 'En cas d’erreur ou d’abandon, l’usager revient sur une page qui lui dit quoi faire.',
    en: 'After an error or a cancelled sign-in, the citizen comes back to a page that says what to do.',
  },
];
