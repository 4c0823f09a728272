/** Decisions of a reviewer, each with the consequences shown before it is confirmed. */

import type { Localized } from '@garance/core';
import { type Locale, platformNames } from '@garance/web/view';
import { type AuthorizationContext, offeredEvents } from '../lifecycle/check-transition.ts';
import { type RequestEvent, type RequestState, requestLifecycle } from './lifecycle.ts';
import type { HabilitationRequest } from './tables/requests.ts';

export const reviewEvents = [
  'approve',
  'request_changes',
  'refuse',
  'revoke',
] as const satisfies readonly RequestEvent[];
export type ReviewEvent = (typeof reviewEvents)[number];

export function isReviewEvent(name: string | undefined): name is ReviewEvent {
  return (reviewEvents as readonly string[]).includes(name ?? '');
}

/** Decisions open to this person now. */
export function offeredDecisions(
  state: RequestState,
  authorization: AuthorizationContext,
): readonly ReviewEvent[] {
  const offered = offeredEvents(requestLifecycle, state, authorization);
  return reviewEvents.filter((event) => offered.includes(event));
}

export function wantsReason(event: ReviewEvent): boolean {
  return requestLifecycle.transitions.some(
    (transition) => transition.event === event && 'reason' in transition && transition.reason,
  );
}

interface Presentation {
  readonly label: Localized;
  readonly tone: 'primary' | 'secondary' | 'warning';
}

export const decisions: Readonly<Record<ReviewEvent, Presentation>> = {
  approve: { label: { fr: 'Valider', en: 'Approve' }, tone: 'primary' },
  request_changes: { label: { fr: 'Demander des modifications', en: 'Request changes' }, tone: 'secondary' },
  refuse: { label: { fr: 'Refuser', en: 'Refuse' }, tone: 'warning' },
  revoke: { label: { fr: 'Révoquer l’habilitation', en: 'Revoke the habilitation' }, tone: 'warning' },
};

/** Consequences as text, one per line. */
export function consequences(
  event: ReviewEvent,
  { state, platform }: Pick<HabilitationRequest, 'state' | 'platform'>,
  locale: Locale,
): readonly string[] {
  const name = platformNames[platform];
  const isReopened = requestLifecycle.states[state].reopened;
  const texts: Readonly<Record<ReviewEvent, Readonly<Record<Locale, readonly string[]>>>> = {
    approve: isReopened ? approveAgain : approveFirst(name),
    request_changes: requestChanges,
    refuse: isReopened ? refuseAgain : refuseFirst,
    revoke: revoke(name),
  };
  return texts[event][locale];
}

const approveFirst = (name: string) => ({
  fr: [
    `Le service est habilité pour ${name}, avec le niveau et les données de la demande.`,
    'Le demandeur, le responsable de traitement et le délégué à la protection des données sont prévenus.',
    'Le contact technique reçoit l’accès à l’intégration ; elle peut commencer aussitôt.',
    'L’horloge s’arrête.',
  ],
  en: [
    `The service is habilitated for ${name}, with the level and data of the request.`,
    'The applicant, the data controller and the data protection officer are notified.',
    'The technical contact receives access to the integration, which may begin at once.',
    'The clock stops.',
  ],
});

const approveAgain = {
  fr: [
    'Cette habilitation remplace celle qui est en vigueur.',
    'Les données qui n’y sont plus sont retirées aussitôt des clients enregistrés ; les nouvelles attendent que le partenaire les demande.',
    'Le partenaire et les personnes nommées sont prévenus. L’horloge s’arrête.',
  ],
  en: [
    'This habilitation takes the place of the one in force.',
    'Data no longer in it leaves the registered clients at once; new data waits for the partner to ask for it.',
    'The partner and the people named are notified. The clock stops.',
  ],
};

const requestChanges = {
  fr: [
    'La demande revient au partenaire, qui la corrige et l’envoie de nouveau.',
    'Votre message lui est envoyé. L’horloge s’arrête jusqu’à son nouvel envoi.',
  ],
  en: [
    'The request goes back to the partner, who corrects and submits it again.',
    'Your message is sent to them. The clock stops until they do.',
  ],
};

const refuseFirst = {
  fr: [
    'La demande est refusée ; le partenaire peut l’archiver et en commencer une autre.',
    'Votre raison lui est envoyée. L’horloge s’arrête.',
  ],
  en: [
    'The request is refused; the partner may archive it and begin another one.',
    'Your reason is sent to them. The clock stops.',
  ],
};

const refuseAgain = {
  fr: [
    'Les modifications sont refusées ; l’habilitation en vigueur le reste, telle qu’elle était.',
    'Votre raison est envoyée au partenaire. L’horloge s’arrête.',
  ],
  en: [
    'The changes are refused; the habilitation in force stays as it was.',
    'Your reason is sent to the partner. The clock stops.',
  ],
};

const revoke = (name: string) => ({
  fr: [
    `Plus personne ne peut se connecter à ce service par ${name} : ses clients d’intégration et de production sont suspendus dans les deux secondes, jetons déjà remis compris.`,
    'On ne revient pas en arrière : il faudra une nouvelle demande.',
    'Votre raison est envoyée au partenaire.',
  ],
  en: [
    `Nobody can sign in to this service through ${name} any more: its integration and production clients are suspended within two seconds, tokens already issued included.`,
    'There is no way back: it takes a new request.',
    'Your reason is sent to the partner.',
  ],
});
