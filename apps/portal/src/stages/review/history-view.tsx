import { createMessages, formatDateTime, type Locale, Table } from '@garance/web/view';
import type { HistoryEntry } from '../../objects/journal/history.ts';
import { presentRequestState } from '../../objects/request/request-states.ts';
import { eventDone } from '../../parts/request/event-texts.ts';
import { reviewTexts } from '../../parts/request/review-texts.ts';
import { nameOf } from './name-of.ts';

const messages = createMessages({
  fr: {
    when: 'Date',
    what: 'Événement',
    who: 'Par',
    why: 'Raison',
  },
  en: {
    when: 'Date',
    what: 'Event',
    who: 'By',
    why: 'Reason',
  },
});

interface HistoryViewProps {
  readonly history: readonly HistoryEntry[];
  readonly names: ReadonlyMap<string, string>;
  readonly locale: Locale;
}

/** History, newest first. */
export function HistoryView({ history, names, locale }: HistoryViewProps) {
  const texts = messages(locale);
  const review = reviewTexts(locale);
  return (
    <section>
      <h2 class="govuk-heading-m">{review.history}</h2>
      <Table
        caption={review.history}
        captionHidden
        columns={[texts.when, texts.what, review.state, texts.who, texts.why]}
        rows={history
          .toReversed()
          .map((entry) => [
            formatDateTime(locale, entry.atMs),
            eventDone(entry.event)[locale],
            presentRequestState(entry.to).label[locale],
            nameOf(entry.actor, names, review),
            <div class="garance-answer">{entry.reason ?? ''}</div>,
          ])}
        empty={review.noHistory}
      />
    </section>
  );
}
