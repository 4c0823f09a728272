import { Button, platformNames, SafeLink, Tag } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { presentRequestState } from '../../../objects/request/request-states.ts';
import { platforms } from '../../../objects/service/platforms.ts';
import type { Service } from '../../../objects/service/table.ts';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { Filters, Queue, SearchField } from '../../../parts/queue/queue.tsx';
import type { Page } from '../../../parts/queue/read-page.ts';
import { serviceTexts } from '../texts.ts';

export interface ListedService {
  readonly service: Service;
  readonly organisation: Organisation | undefined;
  /** State of the request for each platform, where there is one. */
  readonly states: Readonly<Partial<Record<(typeof platforms)[number], string>>>;
}

interface ListPageProps {
  readonly context: PortalPageContext;
  readonly page: Page<ListedService>;
  readonly search: string;
  readonly mayCreate: boolean;
}

/** The services of the person's organisations. */
export function ServiceListPage({ context, page, search, mayCreate }: ListPageProps) {
  const { locale } = context;
  const texts = serviceTexts(locale);
  const nothing = page.rows.length === 0 && search === '';
  return (
    <PortalPage context={context} title={texts.title} width="wide">
      {nothing ? (
        <>
          <p class="govuk-body-l">{texts.none}</p>
          <p class="govuk-body">{texts.start}</p>
        </>
      ) : (
        <>
          <Filters action="/services">
            <SearchField name="q" label={texts.search} value={search} />
          </Filters>
          <Queue
            caption={texts.title}
            page={page}
            columns={[
              texts.name,
              texts.organisation,
              ...platforms.map((platform) => platformNames[platform]),
            ]}
            cells={({ service, organisation, states }) => [
              <a key="name" class="govuk-link" href={`/services/${service.id}`}>
                {service.name}
              </a>,
              organisation?.name ?? '',
              ...platforms.map((platform) => {
                const state = states[platform];
                if (state === undefined) return texts.notAsked;
                const { label, tone } = presentRequestState(state);
                return (
                  <Tag key={platform} tone={tone}>
                    {label[locale]}
                  </Tag>
                );
              }),
            ]}
            empty={texts.noneFound}
          />
        </>
      )}
      {mayCreate && <Button href="/eligibility">{texts.add}</Button>}
      <p class="govuk-body">
        <SafeLink href="/sandbox">{texts.sandbox}</SafeLink>
      </p>
    </PortalPage>
  );
}
