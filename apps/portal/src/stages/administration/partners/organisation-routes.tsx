/** `/administration/organisations`: every organisation, with its people; verified, blocked, handed over and removed with a reason. */
import { GaranceError } from '@garance/core';
import { Checkbox, TextField } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { type Actor, standingTowards } from '../../../objects/account/actor.ts';
import type { Organisation, Person } from '../../../objects/account/tables/accounts.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import {
  blockOrganisation,
  handOverOrganisation,
  type OperatorOrder,
  type OrganisationAct,
  offeredActs,
  proveOrganisation,
  removeMemberOf,
  removeOrganisation,
  unblockOrganisation,
} from '../../../objects/organisation/organisation-acts.ts';
import { organisationStates } from '../../../objects/organisation/tables/organisations.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus, hasErrors } from '../../../parts/form/form-parts.tsx';
import type { PathParams, Routes } from '../../../parts/routes.ts';
import { parseEmail } from '../../../parts/session/sign-in-code.ts';
import type { Visit } from '../../../parts/visit.ts';
import { queryOf, requireStaff } from '../operator.ts';
import { ActPage } from './act-page.tsx';
import { listHref, pageSize } from './lists.ts';
import {
  OrganisationAdminPage,
  OrganisationListPage,
  organisationsRoot as root,
} from './organisation-pages.tsx';
import { doneText, type PartnerDone, partnerTexts } from './texts.ts';

const actForm = (act: string, id: string) => `administration.${act}-organisation:${id}`;
const memberForm = (id: string, personId: string) => `administration.remove-member:${id}/${personId}`;

interface Typed {
  readonly reason: string;
  readonly email: string;
  readonly errors: FieldErrors;
}

const blank: Typed = { reason: '', email: '', errors: {} };

/** What each act does, and the word that says it is done. */
const acts: Readonly<
  Record<
    OrganisationAct,
    {
      readonly done: PartnerDone;
      readonly isFinal?: true;
      readonly tone?: 'warning';
      perform(order: OperatorOrder, to: Person | undefined): Promise<void>;
    }
  >
> = {
  prove: { done: 'org-proven', perform: proveOrganisation },
  block: { done: 'org-blocked', tone: 'warning', perform: blockOrganisation },
  unblock: { done: 'org-unblocked', perform: unblockOrganisation },
  'hand-over': {
    done: 'org-handed-over',
    perform: async (order, to) => {
      if (to === undefined) throw new GaranceError('general.bad_request');
      await handOverOrganisation(order, to);
    },
  },
  remove: { done: 'org-removed', isFinal: true, tone: 'warning', perform: removeOrganisation },
};
const actNames = Object.keys(acts) as readonly OrganisationAct[];

export function mountOrganisationAdministration(routes: Routes, deps: PortalDeps): void {
  routes.get(root, (visit) => showList(deps, visit));
  routes.get(`${root}/:id`, async (visit, params) => showOne(deps, visit, await enter(deps, visit, params)));
  for (const act of actNames) {
    routes.get(`${root}/:id/${act}`, async (visit, params) =>
      showAct(visit, await enterAct(deps, visit, params, act), blank),
    );
    routes.post(`${root}/:id/${act}`, (visit, params) => performAct(deps, visit, params, act));
  }
  routes.get(`${root}/:id/members/:personId/remove`, async (visit, params) =>
    showRemoval(visit, await enterMember(deps, visit, params), blank),
  );
  routes.post(`${root}/:id/members/:personId/remove`, (visit, params) => remove(deps, visit, params));
}

async function showList({ store }: PortalDeps, visit: Visit): Promise<FastifyReply> {
  requireStaff(visit, 'partner.manage');
  const text = queryOf(visit, 'text');
  const state = organisationStates.find((each) => each === queryOf(visit, 'state'));
  const afterId = queryOf(visit, 'after');
  const after = afterId === '' ? undefined : await store.portal.organisations.find(afterId);
  const found = await store.portal.organisations.search({
    text,
    limit: pageSize + 1,
    ...(state !== undefined && { state }),
    ...(after !== undefined && { after }),
  });
  const rows = found.slice(0, pageSize);
  const last = found.length > pageSize ? rows.at(-1) : undefined;
  const kept = { text, state: state ?? '' };
  const page = (
    <OrganisationListPage
      visit={visit}
      path={listHref(root, kept)}
      text={text}
      state={state}
      rows={rows}
      done={doneText(partnerTexts(visit.locale), queryOf(visit, 'did'))}
      nextHref={last && listHref(root, { ...kept, after: last.id })}
      firstHref={after === undefined ? undefined : listHref(root, kept)}
    />
  );
  return visit.show(page);
}

interface Scene {
  readonly actor: Actor;
  readonly organisation: Organisation;
  /** Path of the organisation's page. */
  readonly path: string;
}

async function enter({ store }: PortalDeps, visit: Visit, { id = '' }: PathParams): Promise<Scene> {
  const actor = requireStaff(visit, 'partner.manage');
  const organisation = await store.portal.organisations.find(requireId(id));
  if (organisation === undefined) throw new GaranceError('general.not_found');
  return { actor, organisation, path: `${root}/${organisation.id}` };
}

async function showOne(
  { store }: PortalDeps,
  visit: Visit,
  { organisation, path }: Scene,
): Promise<FastifyReply> {
  const { organisations, memberships, invitations, services } = store.portal;
  const { id, siret } = organisation;
  const proven = siret === undefined ? undefined : await organisations.findProven(siret);
  const claimants = siret === undefined ? [] : await organisations.claimants(siret);
  const page = (
    <OrganisationAdminPage
      visit={visit}
      path={path}
      organisation={organisation}
      members={await memberships.list(id)}
      invitations={await invitations.openOf(id)}
      services={await services.ofOrganisations([id], { limit: 50 })}
      proven={proven?.id === id ? undefined : proven}
      claimants={claimants.filter((each) => each.id !== id)}
      done={doneText(partnerTexts(visit.locale), queryOf(visit, 'did'))}
    />
  );
  return visit.show(page);
}

interface ActScene extends Scene {
  readonly act: OrganisationAct;
}

/** Acts are for colleagues of another organisation. @throws GaranceError `portal.own_organisation`, `portal.not_now` */
async function enterAct(
  deps: PortalDeps,
  visit: Visit,
  params: PathParams,
  act: OrganisationAct,
): Promise<ActScene> {
  const scene = await enter(deps, visit, params);
  const { organisation } = scene;
  requireStaff(visit, 'partner.manage', concernOf(organisation));
  if (!offeredActs(organisation).includes(act)) throw new GaranceError('portal.not_now');
  return { ...scene, act };
}

function concernOf({ id, createdBy }: Organisation) {
  return { organisationId: id, handedInBy: createdBy === undefined ? [] : [createdBy] };
}

function showAct(visit: Visit, { organisation, path, act }: ActScene, typed: Typed): FastifyReply {
  const texts = partnerTexts(visit.locale);
  const { title, lines, submit } = texts.organisationActs[act];
  const { isFinal, tone } = acts[act];
  const page = (
    <ActPage
      visit={visit}
      path={`${path}/${act}`}
      backHref={path}
      title={`${title} : ${organisation.name}`}
      lines={lines}
      submit={submit}
      csrf={visit.token(actForm(act, organisation.id))}
      reason={typed.reason}
      errors={typed.errors}
      isTold={act !== 'prove' && act !== 'unblock'}
      {...(isFinal !== undefined && { isFinal })}
      {...(tone !== undefined && { tone })}
    >
      {act === 'hand-over' && (
        <TextField
          id="email"
          name="email"
          type="email"
          label={texts.newOwner}
          hint={texts.newOwnerHint}
          maxLength={254}
          value={typed.email}
          error={typed.errors.email}
        />
      )}
      {act === 'prove' && (
        <Checkbox
          id="looked"
          name="looked"
          label={texts.looked(organisation.name, organisation.siret ?? '')}
          error={typed.errors.looked}
        />
      )}
    </ActPage>
  );
  return visit.show(page, formStatus(typed.errors));
}

async function performAct(
  deps: PortalDeps,
  visit: Visit,
  params: PathParams,
  act: OrganisationAct,
): Promise<FastifyReply> {
  const scene = await enterAct(deps, visit, params, act);
  const { organisation, path } = scene;
  const form = visit.form(actForm(act, organisation.id));
  const texts = partnerTexts(visit.locale);
  const reason = form.text('reason').slice(0, 2_000);
  const email = form.text('email').slice(0, 320);
  const to = act === 'hand-over' ? await findActive(deps, email) : undefined;
  const errors: FieldErrors = {
    ...(act === 'hand-over' && to === undefined && { email: texts.newOwnerUnknown }),
    ...(act === 'prove' && form.text('looked') !== 'yes' && { looked: texts.lookedMissing }),
    ...(reason === '' && { reason: texts.reasonMissing }),
    ...(acts[act].isFinal && form.text('confirm') !== 'yes' && { confirm: texts.confirmMissing }),
  };
  if (hasErrors(errors)) return showAct(visit, scene, { reason, email, errors });
  await within(deps, scene, reason, async (order) => {
    if (!offeredActs(order.organisation).includes(act)) throw new GaranceError('portal.not_now');
    await acts[act].perform(order, to);
  });
  return visit.goTo(`${path}?did=${acts[act].done}`);
}

async function findActive({ store }: PortalDeps, text: string): Promise<Person | undefined> {
  const email = parseEmail(text);
  const person = email === undefined ? undefined : await store.portal.people.findByEmail(email);
  return person?.blockedAtMs === undefined ? person : undefined;
}

/** In one transaction, on the organisation as it is then. */
function within(
  deps: PortalDeps,
  { actor, organisation: { id } }: Scene,
  reason: string,
  work: (order: OperatorOrder) => Promise<void>,
): Promise<void> {
  return deps.store.portal.transaction(async (tables) => {
    const organisation = await tables.organisations.find(id);
    if (organisation === undefined) throw new GaranceError('general.not_found');
    const standing = standingTowards(actor, concernOf(organisation));
    await work({ tables, deps, organisation, actor: actor.personId, standing, reason });
  });
}

interface MemberScene extends Scene {
  readonly person: Person;
}

async function enterMember(deps: PortalDeps, visit: Visit, params: PathParams): Promise<MemberScene> {
  const scene = await enter(deps, visit, params);
  requireStaff(visit, 'partner.manage', concernOf(scene.organisation));
  const personId = requireId(params.personId);
  const members = await deps.store.portal.memberships.list(scene.organisation.id);
  const member = members.find(({ person }) => person.id === personId);
  if (member === undefined) throw new GaranceError('general.not_found');
  return { ...scene, person: member.person };
}

function showRemoval(visit: Visit, { organisation, path, person }: MemberScene, typed: Typed): FastifyReply {
  const { title, lines, submit } = partnerTexts(visit.locale).memberAct;
  const page = (
    <ActPage
      visit={visit}
      path={`${path}/members/${person.id}/remove`}
      backHref={path}
      title={title(person.name)}
      lines={lines}
      submit={submit}
      tone="warning"
      csrf={visit.token(memberForm(organisation.id, person.id))}
      reason={typed.reason}
      errors={typed.errors}
    />
  );
  return visit.show(page, formStatus(typed.errors));
}

async function remove(deps: PortalDeps, visit: Visit, params: PathParams): Promise<FastifyReply> {
  const scene = await enterMember(deps, visit, params);
  const { organisation, path, person } = scene;
  const form = visit.form(memberForm(organisation.id, person.id));
  const reason = form.text('reason').slice(0, 2_000);
  if (reason === '') {
    const errors = { reason: partnerTexts(visit.locale).reasonMissing };
    return showRemoval(visit, scene, { ...blank, errors });
  }
  await within(deps, scene, reason, (order) => removeMemberOf(order, person.id));
  return visit.goTo(`${path}?did=member-removed` satisfies `${string}?did=${PartnerDone}`);
}
