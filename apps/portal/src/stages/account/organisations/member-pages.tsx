import { Button, RadioGroup, TextField } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { partnerRoles } from '../../../objects/lifecycle/lifecycle.ts';
import { invitationDays } from '../../../objects/organisation/people.ts';
import type { Member } from '../../../objects/organisation/tables/memberships.ts';
import { organisationTexts, roleNames } from '../../../objects/organisation/texts.ts';
import { FormErrors, HiddenFields, hasErrors } from '../../../parts/form/form-parts.tsx';
import { PortalLayout } from '../../../parts/layout.tsx';
import type { FormPage } from '../page-props.ts';

interface RoleChoiceProps extends Pick<FormPage, 'context' | 'errors'> {
  readonly value: string | undefined;
}

function RoleChoice({ context, value, errors }: RoleChoiceProps) {
  const texts = organisationTexts(context.locale);
  const names = roleNames(context.locale);
  return (
    <RadioGroup
      id="role"
      name="role"
      legend={texts.role}
      value={value}
      error={errors?.role}
      options={partnerRoles.map((role) => ({ value: role, label: names[role], hint: texts.roleHints[role] }))}
    />
  );
}

type InvitePageProps = Omit<FormPage, 'next'> & { readonly organisation: Organisation };

export function InvitePage({ context, csrf, values, errors, organisation }: InvitePageProps) {
  const texts = organisationTexts(context.locale);
  const back = `/organisations/${organisation.id}`;
  return (
    <PortalLayout context={context} title={texts.inviteTitle} backHref={back} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{texts.inviteTitle}</h1>
      <p class="govuk-body">{texts.inviteIntro(invitationDays)}</p>
      <form method="post" action={`${back}/invitations`} novalidate>
        <HiddenFields csrf={csrf} />
        <TextField
          id="email"
          name="email"
          type="email"
          label={texts.inviteEmail}
          autoComplete="off"
          spellCheck={false}
          maxLength={254}
          value={values?.email ?? ''}
          error={errors?.email}
        />
        <RoleChoice context={context} value={values?.role} {...(errors !== undefined && { errors })} />
        <Button>{texts.inviteSubmit}</Button>
      </form>
    </PortalLayout>
  );
}

interface MemberPageProps extends Omit<FormPage, 'next'> {
  readonly organisation: Organisation;
  readonly member: Member;
  /** The page is about the person who looks at it. */
  readonly self: boolean;
  readonly removeCsrf: string;
  readonly handOverCsrf: string;
}

export function MemberPage(page: MemberPageProps) {
  const { context, csrf, errors, organisation, member, self } = page;
  const texts = organisationTexts(context.locale);
  const back = `/organisations/${organisation.id}`;
  const title = texts.memberTitle(member.person.name);
  return (
    <PortalLayout context={context} title={title} backHref={back} hasErrors={hasErrors(errors)}>
      <FormErrors errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <form method="post" action={`${back}/members/${member.person.id}/role`} novalidate>
        <HiddenFields csrf={csrf} />
        <RoleChoice context={context} value={member.role} {...(errors !== undefined && { errors })} />
        <Button>{texts.saveRole}</Button>
      </form>
      {!self && <OtherActions {...page} />}
    </PortalLayout>
  );
}

function OtherActions({ context, organisation, member, removeCsrf, handOverCsrf }: MemberPageProps) {
  const texts = organisationTexts(context.locale);
  const path = `/organisations/${organisation.id}/members/${member.person.id}`;
  return (
    <>
      <h2 class="govuk-heading-m">{texts.handOverTitle}</h2>
      <p class="govuk-body">{texts.handOverIntro}</p>
      <form method="post" action={`${path}/hand-over`}>
        <HiddenFields csrf={handOverCsrf} />
        <Button variant="secondary">{texts.handOver}</Button>
      </form>
      <h2 class="govuk-heading-m">{texts.removeTitle}</h2>
      <p class="govuk-body">{texts.removeIntro}</p>
      <form method="post" action={`${path}/remove`}>
        <HiddenFields csrf={removeCsrf} />
        <Button variant="warning">{texts.remove}</Button>
      </form>
    </>
  );
}
