import { Button, SafeLink } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import type { MembershipOfPerson } from '../../../objects/organisation/tables/memberships.ts';
import { organisationState } from '../../../objects/organisation/tables/organisations.ts';
import { type OrganisationDone, organisationTexts, roleNames } from '../../../objects/organisation/texts.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { StateTag } from '../../../parts/organisation/state-tag.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { organisationFields } from '../fields.ts';
import type { FormPageProps } from '../page-props.ts';

interface OrganisationListProps {
  readonly context: PortalPageContext;
  readonly memberships: readonly MembershipOfPerson[];
  readonly organisations: readonly Organisation[];
  readonly done?: OrganisationDone;
}

export function OrganisationList({ context, memberships, organisations, done }: OrganisationListProps) {
  const texts = organisationTexts(context.locale);
  const roles = roleNames(context.locale);
  const roleIn = (id: string) => memberships.find((membership) => membership.organisationId === id)?.role;
  return (
    <PortalPage context={context} title={texts.listTitle} backHref="/account" done={done && texts.done[done]}>
      {organisations.length === 0 ? (
        <p class="govuk-body">{texts.empty}</p>
      ) : (
        <ul class="govuk-list">
          {organisations.map((organisation) => (
            <OrganisationEntry
              key={organisation.id}
              context={context}
              organisation={organisation}
              role={roles[roleIn(organisation.id) ?? 'reader']}
            />
          ))}
        </ul>
      )}
      <Button href="/organisations/new">{texts.create}</Button>
    </PortalPage>
  );
}

interface EntryProps {
  readonly context: PortalPageContext;
  readonly organisation: Organisation;
  readonly role: string;
}

/** Members have no page of a blocked organisation, so the reason is shown here. */
function OrganisationEntry({ context, organisation, role }: EntryProps) {
  const texts = organisationTexts(context.locale);
  const state = organisationState(organisation);
  const { id, name, siret, blocked } = organisation;
  const which = siret === undefined ? texts.noSiret : texts.siretLabel(siret);
  if (blocked !== undefined) {
    return (
      <li>
        {name} ({which}) <StateTag state={state} locale={context.locale} />
        <br />
        {texts.blockedBecause(blocked.reason)} <SafeLink href="/support/new">{texts.askHelp}</SafeLink>
      </li>
    );
  }
  return (
    <li>
      <SafeLink href={`/organisations/${id}`}>{name}</SafeLink> ({role}, {which}){' '}
      <StateTag state={state} locale={context.locale} />
    </li>
  );
}

export function NewOrganisationPage({ context, csrf, next, values, errors }: FormPageProps) {
  const texts = organisationTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.newTitle} backHref="/organisations" errors={errors}>
      <p class="govuk-body">{texts.newIntro}</p>
      <p class="govuk-body">{texts.newProof}</p>
      <PortalForm action="/organisations" csrf={csrf} next={next}>
        <Fields
          fields={organisationFields}
          locale={context.locale}
          values={values ?? {}}
          errors={errors ?? {}}
        />
        <Button>{texts.newSubmit}</Button>
      </PortalForm>
    </PortalPage>
  );
}
