import type { HistoryEntry } from '@garance/store';
import { createMessages, formatDateTime, type Locale, Table } from '@garance/web/view';
import { presentRequestState } from '../habilitation/request-states.ts';
import { nameOf } from './discussion-view.tsx';
import { reviewTexts } from './texts.ts';

const messages = createMessages({
  fr: {
    when: 'Date',
    what: 'Événement',
    who: 'Par',
    why: 'Raison',
    events: {
      create: 'Créée',
      submit: 'Envoyée',
      request_changes: 'Modifications demandées',
      approve: 'Validée',
      refuse: 'Refusée',
      reopen: 'Rouverte',
      cancel_reopening: 'Réouverture annulée',
      revoke: 'Révoquée',
      archive: 'Archivée',
      transfer: 'Confiée à une autre personne',
      take_back_refusal: 'Refus retiré',
    },
  },
  en: {
    when: 'Date',
    what: 'Event',
    who: 'By',
    why: 'Reason',
    events: {
      create: 'Created',
      submit: 'Submitted',
      request_changes: 'Changes requested',
      approve: 'Approved',
      refuse: 'Refused',
      reopen: 'Reopened',
      cancel_reopening: 'Reopening cancelled',
      revoke: 'Revoked',
      archive: 'Archived',
      transfer: 'Handed to another person',
      take_back_refusal: 'Refusal taken back',
    },
  },
});

export function eventName(event: string, locale: Locale): string {
  const { events } = messages(locale);
  return Object.hasOwn(events, event) ? events[event as keyof typeof events] : event;
}

interface HistoryViewProps {
  readonly history: readonly HistoryEntry[];
  readonly names: ReadonlyMap<string, string>;
  readonly locale: Locale;
}

/** What happened, newest first. */
export function HistoryView({ history, names, locale }: HistoryViewProps) {
  const texts = messages(locale);
  const review = reviewTexts(locale);
  return (
    <section>
      <h2 class="govuk-heading-m">{review.history}</h2>
      <Table
        caption={review.history}
        captionHidden
        columns={[
          { header: texts.when },
          { header: texts.what },
          { header: review.state },
          { header: texts.who },
          { header: texts.why },
        ]}
        rows={history
          .toReversed()
          .map((entry) => [
            formatDateTime(locale, entry.atMs),
            eventName(entry.event, locale),
            presentRequestState(entry.to).label[locale],
            nameOf(entry.actor, names, review),
            <div class="garance-answer">{entry.reason ?? ''}</div>,
          ])}
        empty={review.noHistory}
      />
    </section>
  );
}
