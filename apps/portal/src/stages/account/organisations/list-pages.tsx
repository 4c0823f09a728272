import type { Organisation } from '@garance/store';
import { Button, Notice, TextField } from '@garance/web/view';
import type { Actor } from '../../../kit/actor.ts';
import { PortalLayout, type PortalPageContext } from '../../../kit/layout.tsx';
import { FormErrors, HiddenFields, hasErrors } from '../form-parts.tsx';
import type { FormPage } from '../page-props.ts';
import { type OrganisationDone, organisationMessages, roleNames } from './messages.ts';

interface OrganisationListProps {
  readonly context: PortalPageContext;
  readonly actor: Actor;
  readonly organisations: readonly Organisation[];
  readonly done?: OrganisationDone;
}

export function OrganisationList({ context, actor, organisations, done }: OrganisationListProps) {
  const texts = organisationMessages(context.locale);
  const roles = roleNames(context.locale);
  const roleIn = (id: string) => actor.memberships.find((each) => each.organisationId === id)?.role;
  return (
    <PortalLayout context={context} title={texts.listTitle} backHref="/account">
      {done !== undefined && <Notice tone="success" title={texts.done[done]} />}
      <h1 class="govuk-heading-l">{texts.listTitle}</h1>
      {organisations.length === 0 ? (
        <p class="govuk-body">{texts.empty}</p>
      ) : (
        <ul class="govuk-list">
          {organisations.map(({ id, name, siret }) => (
            <li key={id}>
              <a class="govuk-link" href={`/organisations/${id}`}>
                {name}
              </a>{' '}
              ({roles[roleIn(id) ?? 'reader']}, {texts.siretLabel(siret)})
            </li>
          ))}
        </ul>
      )}
      <Button href="/organisations/new">{texts.create}</Button>
    </PortalLayout>
  );
}

export function NewOrganisationPage({ context, csrf, next, values, errors }: FormPage) {
  const texts = organisationMessages(context.locale);
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
