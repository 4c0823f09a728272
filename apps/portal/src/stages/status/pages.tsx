import { Button, formatDateTime, type Locale, Notice, SafeLink, Table, Tag } from '@garance/web/view';
import type { ServiceState } from '../../deps.ts';
import type { FormValues } from '../../objects/form/field.ts';
import type { FieldErrors } from '../../objects/form.ts';
import { hubLabel } from '../../objects/hubs.ts';
import type { Incident } from '../../objects/thread/tables/incidents.ts';
import { Fields } from '../../parts/form/field-view.tsx';
import { PortalForm } from '../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { incidentFields } from './fields.ts';
import { statusTexts } from './texts.ts';

interface StatusProps {
  readonly context: PortalPageContext;
  readonly incidents: readonly Incident[];
  readonly nowMs: number;
}

interface StatusPageProps extends StatusProps {
  /** Absent when no measurement of the hubs is available: the page then shows announcements only. */
  readonly measured: ServiceState | undefined;
}

/** Public status of the platform. */
export function StatusPage({ context, incidents, nowMs, measured }: StatusPageProps) {
  const { locale } = context;
  const texts = statusTexts(locale);
  const isOver = ({ endsAtMs }: Incident) => endsAtMs !== undefined && endsAtMs <= nowMs;
  const past = incidents.filter(isOver);
  const open = incidents.filter((incident) => !isOver(incident));
  const current = open.filter(({ beginsAtMs }) => beginsAtMs <= nowMs);
  const planned = open.filter(({ beginsAtMs }) => beginsAtMs > nowMs).reverse();
  return (
    <PortalPage context={context} title={texts.title}>
      {current.length === 0 && <NoneAnnounced measured={measured} locale={locale} />}
      {current.length > 0 && <h2 class="govuk-heading-m">{texts.now}</h2>}
      {current.map((incident) => (
        <Notice
          key={incident.id}
          tone={incident.kind === 'incident' ? 'error' : 'warning'}
          title={incident.title[locale]}
        >
          <p class="garance-answer">{incident.text[locale]}</p>
          <p>{when(incident, locale)}</p>
        </Notice>
      ))}
      {measured !== undefined && <Measured state={measured} locale={locale} />}
      {planned.length > 0 && <h2 class="govuk-heading-m">{texts.planned}</h2>}
      {planned.map((incident) => (
        <Entry key={incident.id} incident={incident} locale={locale} />
      ))}
      <h2 class="govuk-heading-m">{texts.past}</h2>
      {past.length === 0 && <p class="govuk-body">{texts.nonePast}</p>}
      {past.map((incident) => (
        <Entry key={incident.id} incident={incident} locale={locale} />
      ))}
    </PortalPage>
  );
}

/** Says that everything works, unless a measurement says otherwise or failed. */
function NoneAnnounced({
  measured,
  locale,
}: Pick<StatusPageProps, 'measured'> & { readonly locale: Locale }) {
  const texts = statusTexts(locale);
  const isWell =
    measured === undefined || (measured.kind === 'known' && measured.hubs.every((hub) => !isDisturbed(hub)));
  if (!isWell) return <p class="govuk-body">{texts.noneAnnounced}</p>;
  return (
    <Notice tone="success" title={texts.allWell}>
      <p>{texts.allWellText}</p>
    </Notice>
  );
}

const isDisturbed = ({ disturbedSinceMs }: { readonly disturbedSinceMs?: number }) =>
  disturbedSinceMs !== undefined;

function Measured({ state, locale }: { readonly state: ServiceState; readonly locale: Locale }) {
  const texts = statusTexts(locale);
  if (state.kind === 'unknown') return <Notice tone="warning" title={texts.measuredUnknown} />;
  return (
    <>
      <Table
        caption={texts.measured}
        columns={[texts.hub, texts.state]}
        rows={state.hubs.map(({ hub, disturbedSinceMs }) => [
          hubLabel(hub, locale),
          disturbedSinceMs === undefined ? (
            <Tag tone="success">{texts.well}</Tag>
          ) : (
            <>
              <Tag tone="error">{texts.disturbed}</Tag>{' '}
              {texts.disturbedSince(formatDateTime(locale, disturbedSinceMs))}
            </>
          ),
        ])}
      />
      <p class="govuk-hint">{texts.measuredIntro}</p>
    </>
  );
}

function Entry({ incident, locale }: { readonly incident: Incident; readonly locale: Locale }) {
  const texts = statusTexts(locale);
  return (
    <article class="garance-message">
      <h3 class="govuk-heading-s">
        {incident.title[locale]} <Tag>{texts.kinds[incident.kind]}</Tag>
      </h3>
      <p class="garance-answer govuk-body">{incident.text[locale]}</p>
      <p class="govuk-hint">{when(incident, locale)}</p>
    </article>
  );
}

function when({ beginsAtMs, endsAtMs }: Incident, locale: Locale): string {
  const texts = statusTexts(locale);
  const from = formatDateTime(locale, beginsAtMs);
  return endsAtMs === undefined ? texts.since(from) : texts.between(from, formatDateTime(locale, endsAtMs));
}

interface ListProps extends StatusProps {
  readonly endCsrf: (id: string) => string;
  readonly done: 'published' | 'ended' | undefined;
}

/** Announcements, for operators. */
export function IncidentListPage({ context, incidents, nowMs, endCsrf, done }: ListProps) {
  const { locale } = context;
  const texts = statusTexts(locale);
  return (
    <PortalPage
      context={context}
      title={texts.list}
      width="wide"
      backHref="/administration"
      done={done && texts.done[done]}
    >
      <p class="govuk-body">{texts.listIntro}</p>
      <Button href="/administration/incidents/new">{texts.announce}</Button>
      <Table
        caption={texts.list}
        captionHidden
        columns={[texts.list, texts.kind, texts.begins, texts.ends]}
        rows={incidents.map((incident) => [
          <SafeLink href={`/administration/incidents/${incident.id}`}>{incident.title[locale]}</SafeLink>,
          texts.kinds[incident.kind],
          formatDateTime(locale, incident.beginsAtMs),
          incident.endsAtMs !== undefined ? (
            formatDateTime(locale, incident.endsAtMs)
          ) : incident.beginsAtMs > nowMs ? (
            ''
          ) : (
            <PortalForm action={`/administration/incidents/${incident.id}/end`} csrf={endCsrf(incident.id)}>
              <Button variant="quiet" about={incident.title[locale]}>
                {texts.over}
              </Button>
            </PortalForm>
          ),
        ])}
        empty={texts.none}
      />
      <p class="govuk-body">
        <SafeLink href="/status">{texts.seePublic}</SafeLink>
      </p>
    </PortalPage>
  );
}

interface FormProps {
  readonly context: PortalPageContext;
  readonly id: string;
  readonly isNew: boolean;
  readonly csrf: string;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

export function IncidentPage({ context, id, isNew, csrf, values, errors }: FormProps) {
  const texts = statusTexts(context.locale);
  const title = isNew ? texts.announceTitle : texts.editTitle;
  return (
    <PortalPage context={context} title={title} backHref="/administration/incidents" errors={errors}>
      <PortalForm action={`/administration/incidents/${id}`} csrf={csrf}>
        <Fields fields={incidentFields} locale={context.locale} values={values} errors={errors} />
        <Button>{texts.save}</Button>
      </PortalForm>
    </PortalPage>
  );
}
