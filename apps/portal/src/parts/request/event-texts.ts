import type { Localized } from '@garance/core';
import type { RequestEvent } from '../../objects/request/lifecycle.ts';

interface EventText {
  /** Text in the history. */
  readonly done: Localized;
  /** Text of the button. */
  readonly label: Localized;
  /** Consequences, shown before the confirmation. */
  readonly means: Localized;
}

const same = (text: Localized): EventText => ({ done: text, label: text, means: text });

/** Texts of the events of a request. */
export const eventTexts: Readonly<Record<RequestEvent | 'create', EventText>> = {
  create: same({ fr: 'Demande commencée', en: 'Request begun' }),
  submit: {
    done: { fr: 'Demande envoyée', en: 'Request submitted' },
    label: { fr: 'Envoyer la demande', en: 'Submit the request' },
    means: {
      fr: 'Vérifiez vos réponses. Une copie en est gardée telle quelle, et l’équipe répond en cinq jours ouvrés.',
      en: 'Check your answers. A copy is kept as it is, and the team answers within five working days.',
    },
  },
  archive: {
    done: { fr: 'Demande archivée', en: 'Request archived' },
    label: { fr: 'Archiver la demande', en: 'Archive the request' },
    means: {
      fr: 'La demande reste lisible mais ne peut plus être modifiée ni envoyée. Vous pourrez en commencer une autre.',
      en: 'The request stays readable but can no longer be changed or submitted. You can begin another one.',
    },
  },
  reopen: {
    done: { fr: 'Demande rouverte', en: 'Request reopened' },
    label: { fr: 'Rouvrir la demande', en: 'Reopen the request' },
    means: {
      fr: 'Vous pourrez modifier vos réponses et les envoyer de nouveau. L’habilitation en vigueur le reste jusqu’à la prochaine validation.',
      en: 'You can change your answers and submit them again. The habilitation in force stays so until the next validation.',
    },
  },
  cancel_reopening: {
    done: { fr: 'Réouverture annulée', en: 'Reopening cancelled' },
    label: { fr: 'Annuler la réouverture', en: 'Cancel the reopening' },
    means: {
      fr: 'Les réponses redeviennent celles qui ont été validées ; ce que vous avez changé depuis est abandonné. L’habilitation en vigueur le reste.',
      en: 'The answers become those that were validated again; what you changed since is given up. The habilitation in force stays so.',
    },
  },
  transfer: {
    done: { fr: 'Demande confiée à une autre personne', en: 'Request handed to another person' },
    label: { fr: 'Confier la demande', en: 'Hand the request over' },
    means: {
      fr: 'La personne choisie devient le demandeur : elle reçoit les messages et suit la demande. Vous gardez votre accès.',
      en: 'The person chosen becomes the applicant: they receive the messages and follow the request. You keep your access.',
    },
  },
  request_changes: same({ fr: 'Modifications demandées', en: 'Changes requested' }),
  approve: same({ fr: 'Habilitation accordée', en: 'Habilitation granted' }),
  refuse: same({ fr: 'Demande refusée', en: 'Request refused' }),
  revoke: same({ fr: 'Habilitation révoquée', en: 'Habilitation revoked' }),
  take_back_refusal: same({ fr: 'Refus repris', en: 'Refusal taken back' }),
};

/** Events offered on a partner's page; the others are offered to the team. */
export const partnerEvents = ['submit', 'archive', 'reopen', 'cancel_reopening', 'transfer'] as const;
export type PartnerEvent = (typeof partnerEvents)[number];

export function isPartnerEvent(event: string | undefined): event is PartnerEvent {
  return (partnerEvents as readonly string[]).includes(event ?? '');
}

export function eventDone(event: string): Localized {
  return event in eventTexts ? eventTexts[event as RequestEvent].done : { fr: event, en: event };
}
