import { Button, Notice, TextField } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import type { MembershipOfPerson } from '../../../objects/organisation/tables/memberships.ts';
import { organisationState } from '../../../objects/organisation/tables/organisations.ts';
import { type OrganisationDone, organisationTexts, roleNames } from '../../../objects/organisation/texts.ts';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import { PortalLayout, type PortalPageContext } from '../../../parts/layout.tsx';
import { StateTag } from '../../../parts/organisation/state-tag.tsx';
import type { FormPage } from '../page-props.ts';

interface OrganisationListProps {
  readonly context: PortalPageContext;
  readonly memberships: readonly MembershipOfPerson[];
  readonly organisations: readonly Organisation[];
  readonly done?: OrganisationDone;
}

export function OrganisationList({ context, memberships, organisations, done }: OrganisationListProps) {
  const texts = organisationTexts(context.locale);
  const roles = roleNames(context.locale);
  const roleIn = (id: string) => memberships.find((each) => each.organisationId === id)?.role;
  return (
    <PortalLayout context={context} title={texts.listTitle} backHref="/account">
      {done !== undefined && <Notice tone="success" title={texts.done[done]} />}
      <h1 class="govuk-heading-l">{texts.listTitle}</h1>
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
    </PortalLayout>
  );
}

interface EntryProps {
  readonly context: PortalPageContext;
  readonly organisation: Organisation;
  readonly role: string;
}

/** Of one that is blocked there is no page for its members: why stands here. */
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
        {texts.blockedBecause(blocked.reason)}{' '}
        <a class="govuk-link" href="/support/new">
          {texts.askHelp}
        </a>
      </li>
    );
  }
  return (
    <li>
      <a class="govuk-link" href={`/organisations/${id}`}>
        {name}
      </a>{' '}
      ({role}, {which}) <StateTag state={state} locale={context.locale} />
    </li>
  );
}

export function NewOrganisationPage({ context, csrf, next, values, errors }: FormPage) {
  const texts = organisationTexts(context.locale);
  return (
    <PortalLayout
      context={context}
      title={texts.newTitle}
      backHref="/organisations"
      hasErrors={hasErrors(errors)}
    >
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.newTitle}</h1>
      <p class="govuk-body">{texts.newIntro}</p>
      <p class="govuk-body">{texts.newProof}</p>
      <form method="post" action="/organisations" novalidate>
        <HiddenFields csrf={csrf} next={next} />
        <TextField
          id="siret"
          name="siret"
          label={texts.siret}
          hint={texts.siretHint}
          inputMode="numeric"
          width={20}
          maxLength={20}
          value={values?.siret ?? ''}
          error={errors?.siret}
        />
        <TextField
          id="name"
          name="name"
          label={texts.name}
          autoComplete="organization"
          maxLength={150}
          value={values?.name ?? ''}
          error={errors?.name}
        />
        <TextField
          id="address"
          name="address"
          label={texts.address}
          autoComplete="street-address"
          rows={3}
          maxLength={300}
          value={values?.address ?? ''}
          error={errors?.address}
        />
        <Button>{texts.newSubmit}</Button>
      </form>
    </PortalLayout>
  );
}
