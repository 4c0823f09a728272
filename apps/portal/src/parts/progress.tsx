import type { Localized } from '@garance/core';
import { useLocale } from '@garance/web/view';
import type { HistoryEntry } from '../objects/journal/history.ts';
import { initialOf, type Lifecycle } from '../objects/lifecycle/lifecycle.ts';

export interface ProgressItem {
  readonly state: string;
  readonly position: 'done' | 'current' | 'ahead';
}

/**
 * Progress of an object along the states of its lifecycle: its present state when that is part of the progress, else
 * the last one that it reached (a request sent back for changes has still been submitted).
 */
export function progressOf(
  lifecycle: Lifecycle,
  state: string,
  history: readonly Pick<HistoryEntry, 'to'>[],
): readonly ProgressItem[] {
  const initial = initialOf(lifecycle);
  const reached = [initial, ...history.map(({ to }) => to), state];
  const last = reached.filter((state) => lifecycle.progress.includes(state)).at(-1) ?? initial;
  const at = lifecycle.progress.indexOf(last);
  return lifecycle.progress.map((state, index) => ({
    state,
    position: index < at ? 'done' : index === at ? 'current' : 'ahead',
  }));
}

const doneText: Localized = { fr: ' (fait)', en: ' (done)' };

/** List of the states; the present one is marked by text as well as by colour. */
export function Progress({
  items,
  labelOf,
}: {
  readonly items: readonly ProgressItem[];
  readonly labelOf: (state: string) => string;
}) {
  const locale = useLocale();
  return (
    <ol class="garance-progress">
      {items.map(({ state, position }) => (
        <li
          key={state}
          class={position === 'done' ? 'garance-progress__done' : undefined}
          aria-current={position === 'current' ? 'step' : undefined}
        >
          {labelOf(state)}
          {position === 'done' && <span class="govuk-visually-hidden">{doneText[locale]}</span>}
        </li>
      ))}
    </ol>
  );
}
