import { Button } from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { invitationDays } from '../../../objects/organisation/people.ts';
import type { Member } from '../../../objects/organisation/tables/memberships.ts';
import { organisationTexts } from '../../../objects/organisation/texts.ts';
import { Fields } from '../../../parts/form/field-view.tsx';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { inviteFields, roleFields } from '../fields.ts';
import type { FormPageProps } from '../page-props.ts';

type InvitePageProps = Omit<FormPageProps, 'next'> & { readonly organisation: Organisation };

export function InvitePage({ context, csrf, values, errors, organisation }: InvitePageProps) {
  const texts = organisationTexts(context.locale);
  const back = `/organisations/${organisation.id}`;
  return (
    <PortalPage context={context} title={texts.inviteTitle} backHref={back} errors={errors}>
      <p class="govuk-body">{texts.inviteIntro(invitationDays)}</p>
      <PortalForm action={`${back}/invitations`} csrf={csrf}>
        <Fields fields={inviteFields} locale={context.locale} values={values ?? {}} errors={errors ?? {}} />
        <Button>{texts.inviteSubmit}</Button>
      </PortalForm>
    </PortalPage>
  );
}

interface MemberPageProps extends Omit<FormPageProps, 'next'> {
  readonly organisation: Organisation;
  readonly member: Member;
  /** The member is the signed-in person. */
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
    <PortalPage context={context} title={title} backHref={back} errors={errors}>
      <PortalForm action={`${back}/members/${member.person.id}/role`} csrf={csrf}>
        <Fields
          fields={roleFields}
          locale={context.locale}
          values={{ role: member.role }}
          errors={errors ?? {}}
        />
        <Button>{texts.saveRole}</Button>
      </PortalForm>
      {!self && <OtherActions {...page} />}
    </PortalPage>
  );
}

function OtherActions({ context, organisation, member, removeCsrf, handOverCsrf }: MemberPageProps) {
  const texts = organisationTexts(context.locale);
  const path = `/organisations/${organisation.id}/members/${member.person.id}`;
  return (
    <>
      <h2 class="govuk-heading-m">{texts.handOverTitle}</h2>
      <p class="govuk-body">{texts.handOverIntro}</p>
      <PortalForm action={`${path}/hand-over`} csrf={handOverCsrf}>
        <Button variant="secondary">{texts.handOver}</Button>
      </PortalForm>
      <h2 class="govuk-heading-m">{texts.removeTitle}</h2>
      <p class="govuk-body">{texts.removeIntro}</p>
      <PortalForm action={`${path}/remove`} csrf={removeCsrf}>
        <Button variant="warning">{texts.remove}</Button>
      </PortalForm>
    </>
  );
}
