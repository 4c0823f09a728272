import { createMessages, formatDate, platformNames, SummaryList } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import type { Described } from '../../../objects/request/questions/describe.ts';
import { presentRequestState } from '../../../objects/request/request-states.ts';
import type { HabilitationRequest } from '../../../objects/request/tables/requests.ts';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { AnswersList } from './answers-list.tsx';

interface PrintPageProps {
  readonly context: PortalPageContext;
  readonly request: HabilitationRequest;
  readonly organisation: Organisation;
  readonly described: Described;
  readonly nowMs: number;
}

const messages = createMessages({
  fr: {
    title: 'Demande d’habilitation',
    printed: (date: string) => `État au ${date}. Imprimez cette page, ou enregistrez-la en PDF.`,
    number: 'Numéro',
    platform: 'Plateforme',
    state: 'État',
    organisation: 'Organisation',
  },
  en: {
    title: 'Habilitation request',
    printed: (date) => `As of ${date}. Print this page, or save it as PDF.`,
    number: 'Number',
    platform: 'Platform',
    state: 'State',
    organisation: 'Organisation',
  },
});

/** Everything on one page, to be printed or saved. */
export function PrintPage({ context, request, organisation, described, nowMs }: PrintPageProps) {
  const { locale } = context;
  const texts = messages(locale);
  return (
    <PortalPage
      context={context}
      title={`${texts.title} – ${request.title}`}
      backHref={`/requests/${request.id}`}
    >
      <p class="govuk-body">{texts.printed(formatDate(locale, nowMs))}</p>
      <SummaryList
        rows={[
          { key: texts.number, value: request.id },
          { key: texts.platform, value: platformNames[request.platform] },
          { key: texts.state, value: presentRequestState(request.state).label[locale] },
          {
            key: texts.organisation,
            value: [organisation.name, organisation.siret].filter(Boolean).join(' · '),
          },
        ]}
      />
      <AnswersList {...described} locale={locale} />
    </PortalPage>
  );
}
