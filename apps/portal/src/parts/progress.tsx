import type { Localized } from '@garance/core';
import { useLocale } from '@garance/web/view';
import type { HistoryEntry } from '../objects/journal/history.ts';
import { initialOf, type Lifecycle } from '../objects/lifecycle/lifecycle.ts';

export interface ProgressStep {
  readonly state: string;
  readonly stage: 'done' | 'current' | 'ahead';
}

/**
 * Where an object stands on the way that its lifecycle shows: in the state itself when it is one of the way, else at the
 * last one that it reached (a request sent back for changes has still been submitted once).
 */
export function progressOf(
  lifecycle: Lifecycle,
  state: string,
  history: readonly Pick<HistoryEntry, 'to'>[],
): readonly ProgressStep[] {
  const initial = initialOf(lifecycle);
  const reached = [initial, ...history.map(({ to }) => to), state];
  const last = reached.filter((state) => lifecycle.progress.includes(state)).at(-1) ?? initial;
  const at = lifecycle.progress.indexOf(last);
  return lifecycle.progress.map((state, index) => ({
    state: state,
    stage: index < at ? 'done' : index === at ? 'current' : 'ahead',
  }));
}

const doneText: Localized = { fr: ' (fait)', en: ' (done)' };

/** The way and where it stands; said in words as well as in colour. */
export function Progress({
  steps,
  labelOf,
}: {
  readonly steps: readonly ProgressStep[];
  readonly labelOf: (state: string) => string;
}) {
  const locale = useLocale();
  return (
    <ol class="garance-progress">
      {steps.map(({ state, stage }) => (
        <li
          key={state}
          class={stage === 'done' ? 'garance-progress__done' : undefined}
          aria-current={stage === 'current' ? 'step' : undefined}
        >
          {labelOf(state)}
          {stage === 'done' && <span class="govuk-visually-hidden">{doneText[locale]}</span>}
        </li>
      ))}
    </ol>
  );
}
