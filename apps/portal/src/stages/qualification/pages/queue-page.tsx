import {
  createMessages,
  formatDate,
  type Locale,
  platformNames,
  SafeLink,
  Select,
  Tag,
} from '@garance/web/view';
import { statesOf } from '../../../objects/lifecycle/lifecycle.ts';
import { qualificationLifecycle } from '../../../objects/qualification/lifecycle.ts';
import type { Qualification } from '../../../objects/qualification/tables/qualifications.ts';
import { promisedDays, usedWorkingDays } from '../../../objects/time/working-days.ts';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { StateTag } from '../../../parts/qualification/parts.tsx';
import { qualificationTexts, stateName } from '../../../parts/qualification/texts.ts';
import { Filters, PlatformFilter, Queue, SearchField } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';

const messages = createMessages({
  fr: {
    names: 'Noms de services à accepter',
    title: 'Qualifications',
    service: 'Service',
    organisation: 'Organisme',
    platform: 'Plateforme',
    state: 'État',
    since: 'Attend depuis le',
    left: 'Jours ouvrés restants',
    late: 'En retard',
    paused: 'En pause',
    searchHint: 'Service, organisme ou SIRET',
    empty: 'Rien n’attend ici.',
  },
  en: {
    names: 'Names of services to accept',
    title: 'Qualifications',
    service: 'Service',
    organisation: 'Organisation',
    platform: 'Platform',
    state: 'State',
    since: 'Waits since',
    left: 'Working days left',
    late: 'Late',
    paused: 'Paused',
    searchHint: 'Service, organisation or SIRET',
    empty: 'Nothing waits here.',
  },
});

export interface QueueRow {
  readonly qualification: Qualification;
  readonly service: string;
  readonly organisation: string;
}

interface QueuePageProps {
  readonly context: PortalPageContext;
  readonly filters: { readonly state: string; readonly platform: string; readonly text: string };
  readonly page: Page<QueueRow>;
  readonly nowMs: number;
}

/** Qualifications that wait for an officer, longest wait first. */
export function QueuePage({ context, filters, page, nowMs }: QueuePageProps) {
  const { locale } = context;
  const texts = messages(locale);
  const shared = qualificationTexts(locale);
  return (
    <PortalPage context={context} title={texts.title} width="wide">
      <p class="govuk-body">
        <SafeLink href="/qualifications/names">{texts.names}</SafeLink>
      </p>
      <Filters action="/qualifications">
        <SearchField hint={texts.searchHint} value={filters.text} />
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
        <PlatformFilter value={filters.platform} />
      </Filters>
      <Queue
        caption={texts.title}
        page={page}
        columns={[texts.service, texts.organisation, texts.platform, texts.state, texts.since, texts.left]}
        cells={({ qualification, service, organisation }) => [
          <SafeLink href={`/qualifications/${qualification.id}`}>{service}</SafeLink>,
          organisation,
          platformNames[qualification.platform],
          <StateTag state={qualification.state} />,
          qualification.submittedAtMs === undefined ? '' : formatDate(locale, qualification.submittedAtMs),
          <DaysLeft qualification={qualification} nowMs={nowMs} locale={locale} />,
        ]}
        empty={texts.empty}
      />
    </PortalPage>
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
