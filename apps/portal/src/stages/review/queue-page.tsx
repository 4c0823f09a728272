import { formatDate, type Locale, platformNames, SafeLink, Select, Tag } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import { statesOf } from '../../objects/lifecycle/lifecycle.ts';
import { requestLifecycle } from '../../objects/request/lifecycle.ts';
import type { QueueFilters } from '../../objects/request/queue-query.ts';
import { presentRequestState } from '../../objects/request/request-states.ts';
import type { HabilitationRequest } from '../../objects/request/tables/requests.ts';
import { promisedDays, usedWorkingDays } from '../../objects/time/working-days.ts';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { Filters, PlatformFilter, Queue, SearchField } from '../../parts/queue/queue.tsx';
import type { Page } from '../../parts/queue/read-page.ts';
import { reviewTexts } from '../../parts/request/review-texts.ts';

export interface QueueRow {
  readonly request: HabilitationRequest;
  readonly organisation: string;
  /** Name of the assigned reviewer. */
  readonly assignedTo?: string;
}

interface QueuePageProps {
  readonly context: PortalPageContext;
  readonly filters: QueueFilters;
  readonly page: Page<QueueRow>;
  readonly nowMs: number;
  readonly canEditTemplates: boolean;
  readonly done?: string | undefined;
}

/** Requests that wait for the team, overdue first. */
export function QueuePage({ context, filters, page, nowMs, canEditTemplates, done }: QueuePageProps) {
  const { locale } = context;
  const texts = reviewTexts(locale);
  return (
    <PortalPage context={context} title={texts.queueTitle} width="wide" done={done}>
      <QueueFilterForm filters={filters} locale={locale} />
      <Queue
        caption={texts.queueTitle}
        page={page}
        columns={[
          texts.service,
          texts.organisation,
          texts.state,
          texts.waitsSince,
          texts.daysLeft,
          texts.assigned,
        ]}
        cells={(row) => cells(row, nowMs, locale)}
        empty={texts.emptyQueue}
      />
      {canEditTemplates && (
        <p class="govuk-body">
          <SafeLink href="/review/templates">{texts.templates}</SafeLink>
        </p>
      )}
    </PortalPage>
  );
}

function cells(
  { request, organisation, assignedTo }: QueueRow,
  nowMs: number,
  locale: Locale,
): ComponentChildren[] {
  const texts = reviewTexts(locale);
  const state = presentRequestState(request.state);
  const platform = platformNames[request.platform];
  return [
    <>
      <SafeLink href={`/review/${request.id}`}>{request.title === '' ? request.id : request.title}</SafeLink>
      <br />
      {platform}
    </>,
    organisation,
    <Tag tone={state.tone}>{state.label[locale]}</Tag>,
    request.submittedAtMs === undefined ? '' : formatDate(locale, request.submittedAtMs),
    <ClockTag request={request} nowMs={nowMs} locale={locale} />,
    assignedTo ?? texts.nobody,
  ];
}

/** Remaining working days of the promised ones, or how late the answer is. */
export function ClockTag({
  request,
  nowMs,
  locale,
}: {
  readonly request: HabilitationRequest;
  readonly nowMs: number;
  readonly locale: Locale;
}) {
  const texts = reviewTexts(locale);
  if (request.submittedAtMs === undefined) return <>{texts.notSubmitted}</>;
  if (request.clockStoppedAtMs !== undefined) return <>{texts.stopped}</>;
  const left = promisedDays - usedWorkingDays(request, nowMs);
  if (left < 0) return <Tag tone="error">{texts.late(-left)}</Tag>;
  return <Tag tone={left <= 1 ? 'warning' : 'neutral'}>{texts.left(left)}</Tag>;
}

function QueueFilterForm({ filters, locale }: { readonly filters: QueueFilters; readonly locale: Locale }) {
  const texts = reviewTexts(locale);
  return (
    <Filters action="/review">
      <SearchField hint={texts.searchHint} value={filters.text} />
      <Select
        id="state"
        name="state"
        label={texts.state}
        value={filters.state}
        options={[
          { value: 'waiting', label: texts.waiting },
          { value: 'all', label: texts.every },
          ...statesOf(requestLifecycle).map((state) => ({
            value: state,
            label: presentRequestState(state).label[locale],
          })),
        ]}
      />
      <Select
        id="assigned"
        name="assigned"
        label={texts.assigned}
        value={filters.assigned}
        options={[
          { value: 'anybody', label: texts.anybody },
          { value: 'me', label: texts.me },
          { value: 'nobody', label: texts.nobody },
        ]}
      />
      <PlatformFilter value={filters.platform ?? ''} />
    </Filters>
  );
}
