import { createMessages } from '@garance/web/view';

export const profileTexts = createMessages({
  fr: {
    title: 'Mon compte',
    email: 'Adresse de courriel',
    save: 'Enregistrer',
    security: 'Sécurité',
    factors: 'Gérer mes seconds facteurs',
    factorCount: (count: number) =>
      count === 0
        ? 'Vous n’avez pas de second facteur.'
        : count === 1
          ? 'Vous avez un second facteur.'
          : `Vous avez ${count} seconds facteurs.`,
    sessions: 'Mes sessions',
    sessionsIntro: 'Si vous ne reconnaissez pas une session, mettez-y fin.',
    columns: { device: 'Appareil', since: 'Ouverte le', seen: 'Vue le', action: 'Action' },
    unknownDevice: 'Appareil inconnu',
    thisOne: 'Cette session',
    methods: {
      'mail-code': 'code par courriel',
      passkey: 'clé d’accès',
      professional: 'compte professionnel',
    },
    end: 'Mettre fin',
    endNamed: (device: string, since: string) => `Mettre fin à la session ${device} ouverte le ${since}`,
    endOthers: 'Mettre fin à toutes les autres sessions',
    organisations: 'Mes organisations',
    noOrganisation: 'Vous ne faites partie d’aucune organisation.',
    manageOrganisations: 'Voir mes organisations',
    done: {
      saved: 'Vos informations sont enregistrées.',
      ended: 'La session a pris fin.',
      'ended-all': 'Vos autres sessions ont pris fin.',
    },
  },
  en: {
    title: 'My account',
    email: 'Mail address',
    save: 'Save',
    security: 'Security',
    factors: 'Manage my second factors',
    factorCount: (count) =>
      count === 0
        ? 'You have no second factor.'
        : count === 1
          ? 'You have one second factor.'
          : `You have ${count} second factors.`,
    sessions: 'My sessions',
    sessionsIntro: 'If you do not recognise a session, end it.',
    columns: { device: 'Device', since: 'Opened on', seen: 'Seen on', action: 'Action' },
    unknownDevice: 'Unknown device',
    thisOne: 'This session',
    methods: { 'mail-code': 'code by mail', passkey: 'passkey', professional: 'professional account' },
    end: 'End',
    endNamed: (device, since) => `End the session ${device} opened on ${since}`,
    endOthers: 'End all other sessions',
    organisations: 'My organisations',
    noOrganisation: 'You belong to no organisation.',
    manageOrganisations: 'See my organisations',
    done: {
      saved: 'Your details are saved.',
      ended: 'The session has ended.',
      'ended-all': 'Your other sessions have ended.',
    },
  },
});

export type ProfileDone = keyof ReturnType<typeof profileTexts>['done'];
