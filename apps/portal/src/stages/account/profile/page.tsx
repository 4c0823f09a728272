import { Button, formatDateTime, SafeLink, SummaryList, Table } from '@garance/web/view';
import type { Actor } from '../../../objects/account/actor.ts';
import type { Organisation, Person } from '../../../objects/account/tables/accounts.ts';
import type { PortalSession } from '../../../objects/account/tables/portal-sessions.ts';
import { roleNames } from '../../../objects/organisation/texts.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { PortalPage } from '../../../parts/page.tsx';
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
    <PortalPage
      context={context}
      title={texts.title}
      width="wide"
      errors={errors}
      done={done && texts.done[done]}
    >
      <DetailsForm {...page} />
      <h2 class="govuk-heading-m">{texts.security}</h2>
      <p class="govuk-body">{texts.factorCount(factorCount)}</p>
      <p class="govuk-body">
        <SafeLink href="/account/second-factors">{texts.factors}</SafeLink>
      </p>
      <Sessions {...page} />
      <OwnOrganisations {...page} />
    </PortalPage>
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
        columns={[columns.device, columns.since, columns.seen, columns.action]}
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
        <PortalForm action="/account/sessions/end-others" csrf={endOthersCsrf}>
          <Button variant="secondary">{texts.endOthers}</Button>
        </PortalForm>
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
    <PortalForm action={`/account/sessions/${session.id}/end`} csrf={csrf}>
      <Button variant="quiet">
        <span aria-hidden="true">{texts.end}</span>
        <span class="govuk-visually-hidden">{texts.endNamed(deviceText(session, context), since)}</span>
      </Button>
    </PortalForm>
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
              <SafeLink href={`/organisations/${id}`}>{name}</SafeLink> (
              {roleNames(context.locale)[roleIn(id) ?? 'reader']})
            </li>
          ))}
        </ul>
      )}
      <p class="govuk-body">
        <SafeLink href="/organisations">{texts.manageOrganisations}</SafeLink>
      </p>
    </>
  );
}
