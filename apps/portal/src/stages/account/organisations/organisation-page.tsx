import { Button, formatDate, Notice, Table } from '@garance/web/view';
import type { Actor } from '../../../objects/account/actor.ts';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import type { Invitation } from '../../../objects/organisation/tables/invitations.ts';
import type { Member } from '../../../objects/organisation/tables/memberships.ts';
import { organisationState } from '../../../objects/organisation/tables/organisations.ts';
import { type OrganisationDone, organisationTexts, roleNames } from '../../../objects/organisation/texts.ts';
import { HiddenFields, PortalForm } from '../../../parts/form/form-parts.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { StateTag } from '../../../parts/organisation/state-tag.tsx';
import { PortalPage } from '../../../parts/page.tsx';

interface OrganisationPageProps {
  readonly context: PortalPageContext;
  readonly actor: Actor;
  readonly organisation: Organisation;
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
  /** May manage members. */
  readonly manages: boolean;
  readonly withdrawCsrf: (invitationId: string) => string;
  readonly leaveCsrf: string;
  /** Ways that this installation supports. */
  readonly waysOfProof: readonly ('professional' | 'datapass' | 'officer')[];
  readonly done?: OrganisationDone;
}

export function OrganisationPage(page: OrganisationPageProps) {
  const { context, actor, organisation, members, manages, done, leaveCsrf } = page;
  const texts = organisationTexts(context.locale);
  const belongs = members.some(({ person }) => person.id === actor.personId);
  return (
    <PortalPage
      context={context}
      title={organisation.name}
      backHref="/organisations"
      width="wide"
      done={done && texts.done[done]}
    >
      <p class="govuk-body">
        {organisation.siret === undefined ? texts.noSiret : texts.siretLabel(organisation.siret)}{' '}
        <StateTag state={organisationState(organisation)} locale={context.locale} />
        <br />
        {organisation.address}
        {organisation.proof !== undefined && (
          <>
            <br />
            {texts.provenBy[organisation.proof.by]}
          </>
        )}
      </p>
      <ProofNotice {...page} />
      <MemberTable {...page} />
      {manages && <Button href={`/organisations/${organisation.id}/invite`}>{texts.invite}</Button>}
      {manages && page.invitations.length > 0 && <InvitationTable {...page} />}
      {belongs && (
        <PortalForm action={`/organisations/${organisation.id}/leave`} csrf={leaveCsrf}>
          <Button variant="quiet">{texts.leave}</Button>
        </PortalForm>
      )}
    </PortalPage>
  );
}

/** Restrictions of an unproven organisation, and how to lift them. */
function ProofNotice({ context, organisation, waysOfProof }: OrganisationPageProps) {
  const texts = organisationTexts(context.locale);
  if (organisation.proof !== undefined) return null;
  if (organisation.siret === undefined) {
    return (
      <Notice title={texts.lostTitle}>
        <p>{texts.lostMeaning}</p>
      </Notice>
    );
  }
  return (
    <Notice title={texts.proofTitle}>
      <p>{texts.proofMeaning}</p>
      <ul class="govuk-list govuk-list--bullet">
        {waysOfProof.map((way) => (
          <li key={way}>{texts.proofWays[way]}</li>
        ))}
      </ul>
    </Notice>
  );
}

function MemberTable({ context, actor, organisation, members, manages }: OrganisationPageProps) {
  const texts = organisationTexts(context.locale);
  const { columns } = texts;
  const headers = [columns.name, columns.email, columns.role, ...(manages ? [columns.action] : [])];
  return (
    <Table
      caption={texts.members}
      columns={headers}
      rows={members.map(({ person, role }) => [
        person.id === actor.personId ? `${person.name} (${texts.you})` : person.name,
        person.email,
        roleNames(context.locale)[role],
        ...(manages
          ? [
              <a
                key={person.id}
                class="govuk-link"
                href={`/organisations/${organisation.id}/members/${person.id}`}
              >
                <span aria-hidden="true">{texts.manage}</span>
                <span class="govuk-visually-hidden">{texts.manageNamed(person.name)}</span>
              </a>,
            ]
          : []),
      ])}
    />
  );
}

function InvitationTable({ context, organisation, invitations, withdrawCsrf }: OrganisationPageProps) {
  const texts = organisationTexts(context.locale);
  const { email, role, until, action } = texts.invitationColumns;
  return (
    <Table
      caption={texts.invitations}
      columns={[email, role, until, action]}
      rows={invitations.map((invitation) => [
        invitation.email,
        roleNames(context.locale)[invitation.role],
        formatDate(context.locale, invitation.expiresAtMs),
        <form
          key={invitation.id}
          method="post"
          action={`/organisations/${organisation.id}/invitations/${invitation.id}/withdraw`}
        >
          <HiddenFields csrf={withdrawCsrf(invitation.id)} />
          <Button variant="quiet">
            <span aria-hidden="true">{texts.withdraw}</span>
            <span class="govuk-visually-hidden">{texts.withdrawNamed(invitation.email)}</span>
          </Button>
        </form>,
      ])}
    />
  );
}
