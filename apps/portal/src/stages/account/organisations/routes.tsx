/** `/organisations/:id…`: an organisation's people, seen by its members and the platform, managed by its owners. */
import { GaranceError } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { type Actor, requireAction, rolesTowards } from '../../../objects/account/actor.ts';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { readForm } from '../../../objects/form/read-form.ts';
import { type Action, mayDo } from '../../../objects/lifecycle/rights.ts';
import {
  type Change,
  changeRole,
  handOver,
  inviteMember,
  removeMember,
} from '../../../objects/organisation/people.ts';
import { type OrganisationDone, organisationTexts } from '../../../objects/organisation/texts.ts';
import type { PortalTables } from '../../../objects/portal-store.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import { queryText } from '../../../parts/query-text.ts';
import { type RequestContext, requireActor } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireWithinLimits } from '../../../parts/session/limits.ts';
import { inviteFields, roleFields } from '../fields.ts';
import type { FormPageProps } from '../page-props.ts';
import { InvitePage, MemberPage } from './member-pages.tsx';
import { OrganisationPage } from './organisation-page.tsx';

const forms = {
  invite: (organisationId: string) => `account.invite:${organisationId}`,
  withdraw: (invitationId: string) => `account.withdraw-invitation:${invitationId}`,
  leave: (organisationId: string) => `account.leave:${organisationId}`,
  role: (organisationId: string, personId: string) => `account.change-role:${organisationId}:${personId}`,
  remove: (organisationId: string, personId: string) => `account.remove-member:${organisationId}:${personId}`,
  handOver: (organisationId: string, personId: string) => `account.hand-over:${organisationId}:${personId}`,
} as const;
const dones = ['created', 'invited', 'withdrawn', 'changed', 'removed', 'handed-over', 'joined'] as const;

interface Scene {
  readonly visit: RequestContext;
  readonly actor: Actor;
  readonly organisation: Organisation;
}

/** The organisation of the path, after a check of the person's right. */
async function enterOrganisation(
  { store }: PortalDeps,
  visit: RequestContext,
  { id, action }: { readonly id: string | undefined; readonly action: Action },
): Promise<Scene> {
  const actor = requireActor(visit);
  const organisationId = requireId(id);
  requireAction(actor, action, organisationId);
  const organisation = await store.portal.organisations.find(organisationId);
  if (organisation === undefined) throw new GaranceError('general.not_found');
  return { visit, actor, organisation };
}

export function mountOrganisations(routes: Routes, deps: PortalDeps): void {
  routes.get('/organisations/:id', async (visit, { id }) =>
    showOrganisation(deps, await enterOrganisation(deps, visit, { id, action: 'organisation.view' })),
  );
  routes.post('/organisations/:id/leave', async (visit, { id }) => {
    const scene = await enterOrganisation(deps, visit, { id, action: 'organisation.view' });
    visit.form(forms.leave(scene.organisation.id));
    await within(deps, scene, (change) => removeMember(change, scene.actor.personId));
    return visit.goTo('/organisations?done=left');
  });
  mountInviting(routes, deps);
  mountMembers(routes, deps);
}

function mountInviting(routes: Routes, deps: PortalDeps): void {
  const manage = (visit: RequestContext, id: string | undefined) =>
    enterOrganisation(deps, visit, { id, action: 'organisation.manage' });
  routes.get('/organisations/:id/invite', async (visit, { id }) =>
    showInvite(await manage(visit, id), { values: { role: 'contributor' } }),
  );
  routes.post('/organisations/:id/invitations', async (visit, { id }) =>
    sendInvitation(deps, await manage(visit, id)),
  );
  routes.post(
    '/organisations/:id/invitations/:invitationId/withdraw',
    async (visit, { id, invitationId = '' }) => {
      const { organisation } = await manage(visit, id);
      visit.form(forms.withdraw(requireId(invitationId)));
      const done = await deps.store.portal.invitations.withdraw(invitationId, organisation.id);
      if (!done) throw new GaranceError('general.not_found');
      return backTo(visit, organisation, 'withdrawn');
    },
  );
}

function mountMembers(routes: Routes, deps: PortalDeps): void {
  const manage = (visit: RequestContext, id: string | undefined) =>
    enterOrganisation(deps, visit, { id, action: 'organisation.manage' });
  const member = '/organisations/:id/members/:personId';
  routes.get(member, async (visit, { id, personId = '' }) =>
    showMember(deps, await manage(visit, id), { personId: requireId(personId) }),
  );
  routes.post(`${member}/role`, async (visit, { id, personId = '' }) => {
    const scene = await manage(visit, id);
    const form = visit.form(forms.role(scene.organisation.id, requireId(personId)));
    const sent = readForm(roleFields, form, visit);
    if (!sent.ok) return showMember(deps, scene, { personId, errors: sent.errors });
    const { role } = sent.data;
    await within(deps, scene, (change) => changeRole(change, { personId, role }));
    return backTo(visit, scene.organisation, 'changed');
  });
  routes.post(`${member}/remove`, async (visit, { id, personId = '' }) => {
    const scene = await manage(visit, id);
    visit.form(forms.remove(scene.organisation.id, requireId(personId)));
    await within(deps, scene, (change) => removeMember(change, personId));
    return backTo(visit, scene.organisation, 'removed');
  });
  routes.post(`${member}/hand-over`, async (visit, { id, personId = '' }) => {
    const scene = await manage(visit, id);
    visit.form(forms.handOver(scene.organisation.id, requireId(personId)));
    await within(deps, scene, (change) => handOver(change, personId));
    return backTo(visit, scene.organisation, 'handed-over');
  });
}

function within(
  deps: PortalDeps,
  { actor, organisation }: Scene,
  work: (change: Change) => Promise<unknown>,
) {
  const { store, clock, config } = deps;
  return store.portal.transaction((tables: PortalTables) =>
    work({ tables, clock, origin: config.origin, actorId: actor.personId, organisation }),
  );
}

function backTo(visit: RequestContext, { id }: Organisation, done: OrganisationDone): FastifyReply {
  return visit.goTo(`/organisations/${id}?done=${done}`);
}

async function showOrganisation(
  { store, config }: PortalDeps,
  { visit, actor, organisation }: Scene,
): Promise<FastifyReply> {
  const manages = mayDo('organisation.manage', rolesTowards(actor, organisation.id));
  const doneParam = queryText(visit, 'done');
  const done = dones.find((value) => value === doneParam);
  return visit.show(
    <OrganisationPage
      context={visit.context}
      actor={actor}
      organisation={organisation}
      members={await store.portal.memberships.list(organisation.id)}
      invitations={manages ? await store.portal.invitations.openOf(organisation.id) : []}
      manages={manages}
      withdrawCsrf={(id) => visit.token(forms.withdraw(id))}
      leaveCsrf={visit.token(forms.leave(organisation.id))}
      waysOfProof={[
        ...(config.professionals === undefined ? [] : (['professional'] as const)),
        ...(config.datapassSecret === undefined ? [] : (['datapass'] as const)),
        'officer',
      ]}
      {...(done !== undefined && { done })}
    />,
  );
}

function showInvite(
  { visit, organisation }: Scene,
  { values, errors }: Pick<FormPageProps, 'values' | 'errors'>,
): FastifyReply {
  const page = (
    <InvitePage
      context={{ ...visit.context, path: `/organisations/${organisation.id}/invite` }}
      csrf={visit.token(forms.invite(organisation.id))}
      organisation={organisation}
      {...(values !== undefined && { values })}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}

async function sendInvitation(deps: PortalDeps, scene: Scene): Promise<FastifyReply> {
  const { visit, actor, organisation } = scene;
  const form = visit.form(forms.invite(organisation.id));
  const sent = readForm(inviteFields, form, visit);
  if (!sent.ok) return showInvite(scene, sent);
  const { email, role } = sent.data;
  const members = await deps.store.portal.memberships.list(organisation.id);
  if (members.some(({ person }) => person.email === email)) {
    const errors = { email: organisationTexts(visit.locale).inviteMember };
    return showInvite(scene, { ...sent, errors });
  }
  await requireWithinLimits(deps, visit, { operation: 'invite', account: actor.personId });
  const { locale } = visit;
  await within(deps, scene, (change) => inviteMember(change, { email, role, locale }));
  return backTo(visit, organisation, 'invited');
}

async function showMember(
  { store }: PortalDeps,
  { visit, actor, organisation }: Scene,
  { personId, errors }: { readonly personId: string; readonly errors?: FormPageProps['errors'] },
): Promise<FastifyReply> {
  const members = await store.portal.memberships.list(organisation.id);
  const member = members.find(({ person }) => person.id === personId);
  if (member === undefined) throw new GaranceError('general.not_found');
  const ids = [organisation.id, personId] as const;
  const page = (
    <MemberPage
      context={{ ...visit.context, path: `/organisations/${organisation.id}/members/${personId}` }}
      csrf={visit.token(forms.role(...ids))}
      removeCsrf={visit.token(forms.remove(...ids))}
      handOverCsrf={visit.token(forms.handOver(...ids))}
      organisation={organisation}
      member={member}
      self={personId === actor.personId}
      {...(errors !== undefined && { errors })}
    />
  );
  return visit.show(page, formStatus(errors));
}
