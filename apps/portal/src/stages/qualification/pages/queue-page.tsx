import {
  Button,
  createMessages,
  formatDate,
  type Locale,
  platformNames,
  Select,
  Table,
  Tag,
  TextField,
} from '@garance/web/view';
import { statesOf } from '../../../objects/lifecycle/lifecycle.ts';
import { qualificationLifecycle } from '../../../objects/qualification/lifecycle.ts';
import { type QueueFilters, queueHref } from '../../../objects/qualification/queue-query.ts';
import type { Qualification } from '../../../objects/qualification/tables/qualifications.ts';
import { promisedDays, usedWorkingDays } from '../../../objects/time/working-days.ts';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';
import { StateTag } from '../../../parts/qualification/parts.tsx';
import { qualificationTexts, stateName } from '../../../parts/qualification/texts.ts';

const messages = createMessages({
  fr: {
    names: 'Noms de services à accepter',
    title: 'Qualifications',
    service: 'Service',
    organisation: 'Organisme',
    platform: 'Plateforme',
    both: 'Les deux',
    state: 'État',
    since: 'Attend depuis le',
    left: 'Jours ouvrés restants',
    late: 'En retard',
    paused: 'En pause',
    search: 'Service, organisme ou SIRET',
    filter: 'Filtrer',
    empty: 'Rien n’attend ici.',
    next: 'Page suivante',
  },
  en: {
    names: 'Names of services to accept',
    title: 'Qualifications',
    service: 'Service',
    organisation: 'Organisation',
    platform: 'Platform',
    both: 'Both',
    state: 'State',
    since: 'Waits since',
    left: 'Working days left',
    late: 'Late',
    paused: 'Paused',
    search: 'Service, organisation or SIRET',
    filter: 'Filter',
    empty: 'Nothing waits here.',
    next: 'Next page',
  },
});

export interface QueueRow {
  readonly qualification: Qualification;
  readonly service: string;
  readonly organisation: string;
}

interface QueuePageProps {
  readonly context: PortalPageContext;
  readonly filters: QueueFilters;
  readonly rows: readonly QueueRow[];
  readonly hasMore: boolean;
  readonly nowMs: number;
}

/** What waits for a qualification officer, the longest first. */
export function QueuePage({ context, filters, rows, hasMore, nowMs }: QueuePageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const last = rows.at(-1)?.qualification;
  return (
    <PortalLayout context={context} title={texts.title} width="wide">
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <p class="govuk-body">
        <a class="govuk-link" href="/qualifications/names">
          {texts.names}
        </a>
      </p>
      <Filters filters={filters} locale={locale} />
      <Table
        caption={texts.title}
        captionHidden
        columns={[
          { header: texts.service },
          { header: texts.organisation },
          { header: texts.platform },
          { header: texts.state },
          { header: texts.since },
          { header: texts.left },
        ]}
        rows={rows.map(({ qualification, service, organisation }) => [
          <a class="govuk-link" href={`/qualifications/${qualification.id}`}>
            {service}
          </a>,
          organisation,
          platformNames[qualification.platform],
          <StateTag state={qualification.state} />,
          qualification.submittedAtMs === undefined ? '' : formatDate(locale, qualification.submittedAtMs),
          <DaysLeft qualification={qualification} nowMs={nowMs} locale={locale} />,
        ])}
        empty={texts.empty}
      />
      {hasMore && last !== undefined && (
        <p class="govuk-body">
          <a class="govuk-link" href={queueHref(filters, last)}>
            {texts.next}
          </a>
        </p>
      )}
    </PortalLayout>
  );
}

function DaysLeft({
  qualification,
  nowMs,
  locale,
}: {
  readonly qualification: Qualification;
  readonly nowMs: number;
  readonly locale: Locale;
}) {
  const texts = messages(locale);
  if (qualification.submittedAtMs === undefined) return null;
  if (qualification.clockStoppedAtMs !== undefined) return <Tag>{texts.paused}</Tag>;
  const left = promisedDays - usedWorkingDays(qualification, nowMs);
  return left < 0 ? <Tag tone="error">{texts.late}</Tag> : <Tag>{left}</Tag>;
}

function Filters({ filters, locale }: { readonly filters: QueueFilters; readonly locale: Locale }) {
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  return (
    <form method="get" action="/qualifications" class="garance-filters">
      <TextField id="text" name="text" type="search" label={texts.search} value={filters.text} />
      <Select
        id="state"
        name="state"
        label={texts.state}
        value={filters.state}
        options={statesOf(qualificationLifecycle).map((value) => ({
          value,
          label: stateName(shared, value),
        }))}
      />
      <Select
        id="platform"
        name="platform"
        label={texts.platform}
        value={filters.platform ?? ''}
        options={[
          { value: '', label: texts.both },
          { value: 'standard', label: platformNames.standard },
          { value: 'plus', label: platformNames.plus },
        ]}
      />
      <Button variant="secondary">{texts.filter}</Button>
    </form>
  );
}
