import type { Locale } from '@garance/web/view';

/** Values used in the texts of a mail. */
export interface MailFacts {
  readonly service: string;
  readonly platform: string;
  readonly reason: string;
  /** The day promised, written out. */
  readonly due: string;
}

interface MailText {
  readonly subject: string;
  readonly lines: readonly string[];
}

type Texts = Readonly<Record<string, (facts: MailFacts) => MailText>>;

const partnerFr: Texts = {
  submit: ({ service, platform, due }) => ({
    subject: `Demande envoyée : ${service}`,
    lines: [
      `La demande d’habilitation de « ${service} » pour ${platform} est partie.`,
      `Vous aurez une réponse au plus tard le ${due}.`,
    ],
  }),
  request_changes: ({ service, platform, reason }) => ({
    subject: `Modifications demandées : ${service}`,
    lines: [
      `L’équipe a lu la demande de « ${service} » pour ${platform} et a besoin de précisions :`,
      reason,
      'Corrigez la demande puis envoyez-la de nouveau.',
    ],
  }),
  approve: ({ service, platform }) => ({
    subject: `Habilitation accordée : ${service}`,
    lines: [
      `« ${service} » est habilité pour ${platform}. L’intégration peut commencer tout de suite.`,
      'Le contact technique vient de recevoir son accès.',
    ],
  }),
  refuse: ({ service, platform, reason }) => ({
    subject: `Demande refusée : ${service}`,
    lines: [
      `La demande de « ${service} » pour ${platform} a été refusée :`,
      reason,
      'Si une habilitation était déjà en vigueur, elle le reste.',
    ],
  }),
  revoke: ({ service, platform, reason }) => ({
    subject: `Habilitation révoquée : ${service}`,
    lines: [
      `L’habilitation de « ${service} » pour ${platform} est révoquée :`,
      reason,
      'Les connexions des usagers par cette plateforme sont arrêtées.',
    ],
  }),
  archive: ({ service, platform }) => ({
    subject: `Demande archivée : ${service}`,
    lines: [
      `La demande de « ${service} » pour ${platform} a été archivée. Vous pouvez en commencer une autre.`,
    ],
  }),
  transfer: ({ service, platform }) => ({
    subject: `Changement de demandeur : ${service}`,
    lines: [`La demande de « ${service} » pour ${platform} est désormais suivie par une autre personne.`],
  }),
};

const partnerEn: Texts = {
  submit: ({ service, platform, due }) => ({
    subject: `Request sent: ${service}`,
    lines: [
      `The habilitation request of “${service}” for ${platform} has been sent.`,
      `You will have an answer by ${due} at the latest.`,
    ],
  }),
  request_changes: ({ service, platform, reason }) => ({
    subject: `Changes requested: ${service}`,
    lines: [
      `The team has read the request of “${service}” for ${platform} and needs more:`,
      reason,
      'Correct the request, then send it again.',
    ],
  }),
  approve: ({ service, platform }) => ({
    subject: `Habilitation granted: ${service}`,
    lines: [
      `“${service}” now has its habilitation for ${platform}. Integration can begin at once.`,
      'The technical contact has just received access.',
    ],
  }),
  refuse: ({ service, platform, reason }) => ({
    subject: `Request refused: ${service}`,
    lines: [
      `The request of “${service}” for ${platform} was refused:`,
      reason,
      'A habilitation that was already in force stays in force.',
    ],
  }),
  revoke: ({ service, platform, reason }) => ({
    subject: `Habilitation revoked: ${service}`,
    lines: [
      `The habilitation of “${service}” for ${platform} is revoked:`,
      reason,
      'Citizens can no longer sign in through this platform.',
    ],
  }),
  archive: ({ service, platform }) => ({
    subject: `Request archived: ${service}`,
    lines: [`The request of “${service}” for ${platform} was archived. You may begin another one.`],
  }),
  transfer: ({ service, platform }) => ({
    subject: `Change of applicant: ${service}`,
    lines: [`The request of “${service}” for ${platform} is now followed by another person.`],
  }),
};

const reviewersFr: Texts = {
  submit: ({ service, platform, due }) => ({
    subject: `À instruire : ${service}`,
    lines: [`« ${service} » demande une habilitation pour ${platform}. Réponse promise le ${due}.`],
  }),
  reopen: ({ service, platform }) => ({
    subject: `Demande rouverte : ${service}`,
    lines: [`« ${service} » modifie sa demande pour ${platform}. L’habilitation en vigueur le reste.`],
  }),
  cancel_reopening: ({ service, platform }) => ({
    subject: `Réouverture annulée : ${service}`,
    lines: [`« ${service} » renonce à modifier sa demande pour ${platform}. Il n’y a plus rien à instruire.`],
  }),
};

const reviewersEn: Texts = {
  submit: ({ service, platform, due }) => ({
    subject: `To review: ${service}`,
    lines: [`“${service}” asks for a habilitation for ${platform}. An answer is promised by ${due}.`],
  }),
  reopen: ({ service, platform }) => ({
    subject: `Request reopened: ${service}`,
    lines: [`“${service}” changes its request for ${platform}. The habilitation in force stays so.`],
  }),
  cancel_reopening: ({ service, platform }) => ({
    subject: `Reopening cancelled: ${service}`,
    lines: [`“${service}” no longer changes its request for ${platform}. Nothing is left to review.`],
  }),
};

interface MailTexts {
  readonly partner: Texts;
  readonly reviewers: Texts;
  readonly dataPeople: (facts: MailFacts) => MailText;
  readonly technical: (facts: MailFacts) => MailText;
  readonly newApplicant: (facts: MailFacts) => MailText;
  readonly open: string;
  readonly accept: string;
}

/** Texts of the mails that transitions cause, by side and event. */
const texts: Readonly<Record<Locale, MailTexts>> = {
  fr: {
    partner: partnerFr,
    reviewers: reviewersFr,
    dataPeople: ({ service, platform }) => ({
      subject: `Habilitation accordée : ${service}`,
      lines: [
        `Vous êtes nommé responsable de traitement ou délégué à la protection des données dans la demande de « ${service} », qui vient d’être habilité pour ${platform}.`,
        'Ce message vous en informe ; vous n’avez rien à faire. Si vous n’en aviez pas connaissance, répondez à l’équipe.',
      ],
    }),
    technical: ({ service, platform }) => ({
      subject: `Votre accès pour intégrer ${service}`,
      lines: [
        `« ${service} » est habilité pour ${platform} et vous en êtes le contact technique.`,
        'L’espace partenaires vous donne les identifiants d’intégration, les adresses, des exemples et des comptes de test.',
      ],
    }),
    newApplicant: ({ service, platform }) => ({
      subject: `Une demande vous est confiée : ${service}`,
      lines: [`Vous suivez désormais la demande de « ${service} » pour ${platform}.`],
    }),
    open: 'Ouvrir dans l’espace partenaires',
    accept: 'Ouvrir mon accès',
  },
  en: {
    partner: partnerEn,
    reviewers: reviewersEn,
    dataPeople: ({ service, platform }) => ({
      subject: `Habilitation granted: ${service}`,
      lines: [
        `You are named as data controller or data protection officer in the request of “${service}”, which has just been granted a habilitation for ${platform}.`,
        'This is for your information; no action is needed. If you were not aware of this request, reply to the team.',
      ],
    }),
    technical: ({ service, platform }) => ({
      subject: `Your access to integrate ${service}`,
      lines: [
        `“${service}” has its habilitation for ${platform}, and you are its technical contact.`,
        'The partner space gives you integration credentials, addresses, examples and test accounts.',
      ],
    }),
    newApplicant: ({ service, platform }) => ({
      subject: `A request has been handed over to you: ${service}`,
      lines: [`You now follow the request of “${service}” for ${platform}.`],
    }),
    open: 'Open in the partner space',
    accept: 'Open my access',
  },
};

export function mailTexts(locale: Locale): MailTexts {
  return texts[locale];
}
