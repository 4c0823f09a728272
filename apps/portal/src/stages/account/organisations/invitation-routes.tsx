/** `/invitations/:secret`: target of the link in the mail. GET changes nothing, so that mail scanners do not redeem it. */
import { GaranceError } from '@garance/core';
import { Button } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { joinByInvitation } from '../../../objects/organisation/people.ts';
import type { Invitation } from '../../../objects/organisation/tables/invitations.ts';
import { organisationState } from '../../../objects/organisation/tables/organisations.ts';
import { organisationTexts, roleNames } from '../../../objects/organisation/texts.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import { StateTag } from '../../../parts/organisation/state-tag.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import { requireActor } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';

const formId = (invitationId: string) => `account.join:${invitationId}`;

export function mountInvitations(routes: Routes, deps: PortalDeps): void {
  routes.get('/invitations/:secret', async (visit, { secret }) => {
    const actor = requireActor(visit);
    const { invitation, organisation } = await findInvitation(deps, actor, secret);
    const texts = organisationTexts(visit.locale);
    const title = texts.invitationTitle(organisation.name);
    const role = roleNames(visit.locale)[invitation.role];
    return visit.show(
      <PortalPage context={visit.context} title={title}>
        <p class="govuk-body-l">{texts.invitationIntro(organisation.name, role)}</p>
        {organisation.siret !== undefined && (
          <p class="govuk-body">
            {texts.siretLabel(organisation.siret)}{' '}
            <StateTag state={organisationState(organisation)} locale={visit.locale} />
          </p>
        )}
        <PortalForm action={visit.context.path} csrf={visit.token(formId(invitation.id))}>
          <Button>{texts.join}</Button>
        </PortalForm>
      </PortalPage>,
    );
  });
  routes.post('/invitations/:secret', async (visit, { secret }) => {
    const actor = requireActor(visit);
    const { invitation, organisation } = await findInvitation(deps, actor, secret);
    visit.form(formId(invitation.id));
    const { clock, config } = deps;
    await deps.store.portal.transaction((tables) =>
      joinByInvitation(
        { tables, clock, origin: config.origin, actorId: actor.personId, organisation },
        invitation,
      ),
    );
    return visit.goTo(`/organisations/${organisation.id}?done=joined`);
  });
}

/**
 * The link is accepted only from the account with the invited address, so that a forwarded link is useless.
 * @throws GaranceError `account.invitation_unknown`, `account.invitation_other_person`
 */
async function findInvitation(
  { store }: PortalDeps,
  actor: Actor,
  secret: string | undefined,
): Promise<{ readonly invitation: Invitation; readonly organisation: Organisation }> {
  const isSecret = /^[A-Za-z0-9_-]{43}$/.test(secret ?? '');
  const invitation = isSecret ? await store.portal.invitations.findOpen(secret ?? '') : undefined;
  const organisation = invitation && (await store.portal.organisations.find(invitation.organisationId));
  const isOpen = organisation?.blocked === undefined && organisation?.removedAtMs === undefined;
  if (invitation === undefined || organisation === undefined || !isOpen) {
    throw new GaranceError('account.invitation_unknown');
  }
  if (invitation.email !== actor.email) throw new GaranceError('account.invitation_other_person');
  return { invitation, organisation };
}
