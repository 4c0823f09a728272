import { Button, formatDateTime, Notice, SummaryList, Table } from '@garance/web/view';
import type { Actor } from '../../../objects/account/actor.ts';
import type { Organisation, Person } from '../../../objects/account/tables/accounts.ts';
import type { PortalSession } from '../../../objects/account/tables/portal-sessions.ts';
import { roleNames } from '../../../objects/organisation/texts.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { FormErrors, HiddenFields, hasErrors, PortalForm } from '../../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';
import { profileFields } from '../fields.ts';
import type { FormPageProps } from '../page-props.ts';
import { type ProfileDone, profileTexts } from './texts.ts';

export interface ProfilePageProps extends Omit<FormPageProps, 'next'> {
  readonly actor: Actor;
  readonly person: Person;
  readonly sessions: readonly PortalSession[];
  readonly organisations: readonly Organisation[];
  readonly factorCount: number;
  readonly endCsrf: (sessionId: string) => string;
  readonly endOthersCsrf: string;
  readonly done?: ProfileDone;
}

export function ProfilePage(page: ProfilePageProps) {
  const { context, errors, done, factorCount } = page;
  const texts = profileTexts(context.locale);
  return (
    <PortalLayout context={context} title={texts.title} width="wide" hasErrors={hasErrors(errors)}>
      {done !== undefined && <Notice tone="success" title={texts.done[done]} />}
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.title}</h1>
      <DetailsForm {...page} />
      <h2 class="govuk-heading-m">{texts.security}</h2>
      <p class="govuk-body">{texts.factorCount(factorCount)}</p>
      <p class="govuk-body">
        <a class="govuk-link" href="/account/second-factors">
          {texts.factors}
        </a>
      </p>
      <Sessions {...page} />
      <OwnOrganisations {...page} />
    </PortalLayout>
  );
}

function DetailsForm({ context, csrf, values, errors, person }: ProfilePageProps) {
  const texts = profileTexts(context.locale);
  return (
    <PortalForm action="/account" csrf={csrf}>
      <SummaryList rows={[{ key: texts.email, value: person.email }]} />
      <Fields
        fields={profileFields}
        locale={context.locale}
        values={values ?? { name: person.name, locale: person.locale }}
        errors={errors ?? {}}
      />
      <Button>{texts.save}</Button>
    </PortalForm>
  );
}

function Sessions({ context, actor, sessions, endCsrf, endOthersCsrf }: ProfilePageProps) {
  const texts = profileTexts(context.locale);
  const { columns } = texts;
  return (
    <>
      <h2 class="govuk-heading-m">{texts.sessions}</h2>
      <p class="govuk-body">{texts.sessionsIntro}</p>
      <Table
        caption={texts.sessions}
        captionHidden
        columns={[columns.device, columns.since, columns.seen, columns.action].map((header) => ({ header }))}
        rows={sessions.map((session) => [
          deviceText(session, context),
          formatDateTime(context.locale, session.createdAtMs),
          formatDateTime(context.locale, session.lastSeenAtMs),
          session.id === actor.sessionId ? (
            texts.thisOne
          ) : (
            <EndSession key={session.id} session={session} context={context} csrf={endCsrf(session.id)} />
          ),
        ])}
      />
      {sessions.length > 1 && (
        <form method="post" action="/account/sessions/end-others">
          <HiddenFields csrf={endOthersCsrf} />
          <Button variant="secondary">{texts.endOthers}</Button>
        </form>
      )}
    </>
  );
}

function deviceText({ device, method }: PortalSession, { locale }: PortalPageContext): string {
  const texts = profileTexts(locale);
  return `${device === '' ? texts.unknownDevice : device} (${texts.methods[method]})`;
}

interface EndSessionProps {
  readonly session: PortalSession;
  readonly context: PortalPageContext;
  readonly csrf: string;
}

function EndSession({ session, context, csrf }: EndSessionProps) {
  const texts = profileTexts(context.locale);
  const since = formatDateTime(context.locale, session.createdAtMs);
  return (
    <form method="post" action={`/account/sessions/${session.id}/end`}>
      <HiddenFields csrf={csrf} />
      <Button variant="quiet">
        <span aria-hidden="true">{texts.end}</span>
        <span class="govuk-visually-hidden">{texts.endNamed(deviceText(session, context), since)}</span>
      </Button>
    </form>
  );
}

function OwnOrganisations({ context, actor, organisations }: ProfilePageProps) {
  const texts = profileTexts(context.locale);
  const roleIn = (id: string) =>
    actor.memberships.find((membership) => membership.organisationId === id)?.role;
  return (
    <>
      <h2 class="govuk-heading-m">{texts.organisations}</h2>
      {organisations.length === 0 ? (
        <p class="govuk-body">{texts.noOrganisation}</p>
      ) : (
        <ul class="govuk-list">
          {organisations.map(({ id, name }) => (
            <li key={id}>
              <a class="govuk-link" href={`/organisations/${id}`}>
                {name}
              </a>{' '}
              ({roleNames(context.locale)[roleIn(id) ?? 'reader']})
            </li>
          ))}
        </ul>
      )}
      <p class="govuk-body">
        <a class="govuk-link" href="/organisations">
          {texts.manageOrganisations}
        </a>
      </p>
    </>
  );
}
