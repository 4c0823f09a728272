import type { Localized } from '@garance/core';
import { requestLifecycle } from './lifecycle.ts';

type RequestState = (typeof requestLifecycle)['states'][number];

interface StatePresentation {
  readonly label: Localized;
  readonly tone: 'neutral' | 'accent' | 'success' | 'warning' | 'error';
}

const presentations: Readonly<Record<RequestState, StatePresentation>> = {
  draft: { label: { fr: 'Brouillon', en: 'Draft' }, tone: 'neutral' },
  submitted: { label: { fr: 'Envoyée', en: 'Submitted' }, tone: 'accent' },
  changes_requested: { label: { fr: 'Modifications demandées', en: 'Changes requested' }, tone: 'warning' },
  validated: { label: { fr: 'Validée', en: 'Validated' }, tone: 'success' },
  refused: { label: { fr: 'Refusée', en: 'Refused' }, tone: 'error' },
  reopened: { label: { fr: 'Rouverte', en: 'Reopened' }, tone: 'neutral' },
  reopened_submitted: { label: { fr: 'Rouverte, envoyée', en: 'Reopened, submitted' }, tone: 'accent' },
  reopened_changes_requested: {
    label: { fr: 'Rouverte, modifications demandées', en: 'Reopened, changes requested' },
    tone: 'warning',
  },
  revoked: { label: { fr: 'Révoquée', en: 'Revoked' }, tone: 'error' },
  archived: { label: { fr: 'Archivée', en: 'Archived' }, tone: 'neutral' },
};

/** How a state of a request is shown. */
export function presentRequestState(state: string): StatePresentation {
  const known = (requestLifecycle.states as readonly string[]).includes(state);
  return known ? presentations[state as RequestState] : { label: { fr: state, en: state }, tone: 'neutral' };
}
