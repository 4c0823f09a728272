import type { Localized } from '@garance/core';
import { isStateOf } from '../lifecycle/lifecycle.ts';
import { type RequestState, requestLifecycle } from './lifecycle.ts';

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

/** Label and tone of a state; the history may contain states that the table no longer has. */
export function presentRequestState(state: string): StatePresentation {
  if (isStateOf(requestLifecycle, state)) return presentations[state];
  return { label: { fr: state, en: state }, tone: 'neutral' };
}
