/** `/administration/people`: every account of the partner space, blocked, unblocked and removed with a reason. */
import { GaranceError } from '@garance/core';
import {
  Button,
  formatDate,
  Notice,
  SafeLink,
  Select,
  SummaryList,
  Table,
  Tag,
  TextField,
} from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import type {
  MembershipRole,
  Organisation,
  Person,
  StaffRole,
} from '../../../objects/account/tables/accounts.ts';
import type { FieldErrors } from '../../../objects/form.ts';
import { roleNames } from '../../../objects/organisation/messages.ts';
import {
  blockPerson,
  offeredPersonActs,
  type PersonAct,
  type PersonOrder,
  removePerson,
  unblockPerson,
} from '../../../objects/organisation/person-acts.ts';
import { requireId } from '../../../objects/require-id.ts';
import { formStatus, hasErrors } from '../../../parts/form/form-parts.tsx';
import type { PathParams, Routes } from '../../../parts/routes.ts';
import type { Visit } from '../../../parts/visit.ts';
import { queryOf, requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';
import { ActPage } from './act-page.tsx';
import { listHref, pageSize } from './lists.ts';
import { organisationsRoot } from './organisation-pages.tsx';
import { doneText, type PartnerDone, partnerTexts } from './texts.ts';

const root = '/administration/people';
const actForm = (act: PersonAct, id: string) => `administration.${act}-person:${id}`;

const acts: Readonly<
  Record<
    PersonAct,
    {
      readonly done: PartnerDone;
      readonly isFinal?: true;
      readonly tone?: 'warning';
      perform(order: PersonOrder): Promise<void>;
    }
  >
> = {
  block: { done: 'person-blocked', tone: 'warning', perform: blockPerson },
  unblock: { done: 'person-unblocked', perform: unblockPerson },
  remove: { done: 'person-removed', isFinal: true, tone: 'warning', perform: removePerson },
};
const actNames = Object.keys(acts) as readonly PersonAct[];

export function mountPeopleAdministration(routes: Routes, deps: PortalDeps): void {
  routes.get(root, (visit) => showList(deps, visit));
  routes.get(`${root}/:id`, async (visit, params) => showOne(deps, visit, await enter(deps, visit, params)));
  for (const act of actNames) {
    routes.get(`${root}/:id/${act}`, async (visit, params) => {
      const scene = await enter(deps, visit, params);
      if (!offeredPersonActs(scene.person).includes(act)) throw new GaranceError('portal.not_now');
      return showAct(visit, scene, act, { reason: '', errors: {} });
    });
    routes.post(`${root}/:id/${act}`, (visit, params) => performAct(deps, visit, params, act));
  }
}

async function showList({ store }: PortalDeps, visit: Visit): Promise<FastifyReply> {
  requireStaff(visit, 'partner.manage');
  const texts = partnerTexts(visit.locale);
  const text = queryOf(visit, 'text');
  const blockedOnly = queryOf(visit, 'state') === 'blocked';
  const after = queryOf(visit, 'after');
  const found = await store.portal.people.search({
    text,
    blockedOnly,
    limit: pageSize + 1,
    ...(after !== '' && { after }),
  });
  const rows = found.slice(0, pageSize);
  const last = found.length > pageSize ? rows.at(-1) : undefined;
  const kept = { text, state: blockedOnly ? 'blocked' : '' };
  const done = doneText(texts, queryOf(visit, 'did'));
  const page = (
    <AdminPage visit={visit} path={listHref(root, kept)} title={texts.people}>
      {done !== undefined && <Notice tone="success" title={done} />}
      <h1 class="govuk-heading-l">{texts.people}</h1>
      <form method="get" action={root} class="garance-filters">
        <TextField
          id="text"
          name="text"
          type="search"
          label={texts.search}
          hint={texts.searchPeople}
          value={text}
        />
        <Select
          id="state"
          name="state"
          label={texts.state}
          value={kept.state}
          options={[
            { value: '', label: texts.every },
            { value: 'blocked', label: texts.blockedOnly },
          ]}
        />
        <Button variant="secondary">{texts.filter}</Button>
      </form>
      <Table
        caption={texts.people}
        captionHidden
        columns={[
          { header: texts.name },
          { header: texts.email },
          { header: texts.status },
          { header: texts.accountSince },
        ]}
        rows={rows.map((person) => [
          <SafeLink href={`${root}/${person.id}`}>{person.name}</SafeLink>,
          person.email,
          <AccountTag visit={visit} person={person} />,
          formatDate(visit.locale, person.createdAtMs),
        ])}
        empty={texts.noPerson}
      />
      <p class="govuk-body">
        {last !== undefined && (
          <SafeLink href={listHref(root, { ...kept, after: last.email })}>{texts.next}</SafeLink>
        )}{' '}
        {after !== '' && <SafeLink href={listHref(root, kept)}>{texts.first}</SafeLink>}
      </p>
    </AdminPage>
  );
  return visit.show(page);
}

function AccountTag({ visit, person }: { readonly visit: Visit; readonly person: Person }) {
  const state = person.blockedAtMs === undefined ? 'active' : 'blocked';
  return (
    <Tag tone={state === 'active' ? 'success' : 'error'}>{partnerTexts(visit.locale).statuses[state]}</Tag>
  );
}

interface Scene {
  readonly actor: Actor;
  readonly person: Person;
  readonly path: string;
}

/** A removed account has no page: there is nobody to show. */
async function enter({ store }: PortalDeps, visit: Visit, { id = '' }: PathParams): Promise<Scene> {
  const actor = requireStaff(visit, 'partner.manage');
  const person = await store.portal.people.find(requireId(id));
  if (person === undefined || person.removedAtMs !== undefined) throw new GaranceError('general.not_found');
  return { actor, person, path: `${root}/${person.id}` };
}

async function showOne({ store }: PortalDeps, visit: Visit, { person, path }: Scene): Promise<FastifyReply> {
  const { memberships, organisations, platformRoles, portalSessions } = store.portal;
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const own = await memberships.ofPerson(person.id);
  const known = await organisations.findMany(own.map(({ organisationId }) => organisationId));
  const roles = await platformRoles.ofPerson(person.id);
  const done = doneText(texts, queryOf(visit, 'did'));
  const page = (
    <AdminPage visit={visit} path={path} title={person.name} backHref={root}>
      {done !== undefined && <Notice tone="success" title={done} />}
      <h1 class="govuk-heading-l">{person.name}</h1>
      <PersonSummary
        visit={visit}
        person={person}
        roles={roles}
        sessions={(await portalSessions.ofPerson(person.id)).length}
      />
      <h2 class="govuk-heading-m">{texts.acts}</h2>
      {roles.length > 0 ? (
        <p class="govuk-body">
          {texts.teamFirst} <SafeLink href="/administration/staff">{texts.team}</SafeLink>
        </p>
      ) : (
        <ul class="govuk-list">
          {offeredPersonActs(person).map((act) => (
            <li key={act}>
              <SafeLink href={`${path}/${act}`}>{texts.personActs[act].title}</SafeLink>
            </li>
          ))}
        </ul>
      )}
      <MembershipTable
        visit={visit}
        known={known}
        roleIn={(id) => own.find((one) => one.organisationId === id)?.role}
      />
      <p class="govuk-body">
        <SafeLink href={`/administration/audit?object=${person.id}`}>{texts.audit}</SafeLink>
      </p>
    </AdminPage>
  );
  return visit.show(page);
}

interface SummaryProps {
  readonly visit: Visit;
  readonly person: Person;
  readonly roles: readonly StaffRole[];
  readonly sessions: number;
}

function PersonSummary({ visit, person, roles, sessions }: SummaryProps) {
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const names = adminTexts(locale).roles;
  const { blockedAtMs, blockReason = '' } = person;
  return (
    <SummaryList
      rows={[
        { key: texts.email, value: person.email },
        { key: texts.status, value: <AccountTag visit={visit} person={person} /> },
        ...(blockedAtMs === undefined
          ? []
          : [
              { key: texts.blocked, value: texts.blockedSince(formatDate(locale, blockedAtMs), blockReason) },
            ]),
        { key: texts.accountSince, value: formatDate(locale, person.createdAtMs) },
        {
          key: texts.roles,
          value: roles.length === 0 ? texts.noRole : roles.map((role) => names[role]).join(', '),
        },
        { key: texts.sessions, value: sessions },
      ]}
    />
  );
}

interface MembershipProps {
  readonly visit: Visit;
  readonly known: readonly Organisation[];
  readonly roleIn: (organisationId: string) => MembershipRole | undefined;
}

function MembershipTable({ visit, known, roleIn }: MembershipProps) {
  const texts = partnerTexts(visit.locale);
  const names = roleNames(visit.locale);
  return (
    <Table
      caption={texts.memberships}
      columns={[{ header: texts.name }, { header: texts.role }]}
      rows={known.map(({ id, name }) => [
        <SafeLink href={`${organisationsRoot}/${id}`}>{name}</SafeLink>,
        names[roleIn(id) ?? 'reader'],
      ])}
      empty={texts.noMembership}
    />
  );
}

interface Typed {
  readonly reason: string;
  readonly errors: FieldErrors;
}

function showAct(visit: Visit, { person, path }: Scene, act: PersonAct, typed: Typed): FastifyReply {
  const { title, lines, submit } = partnerTexts(visit.locale).personActs[act];
  const { isFinal, tone } = acts[act];
  const page = (
    <ActPage
      visit={visit}
      path={`${path}/${act}`}
      backHref={path}
      title={`${title} : ${person.name}`}
      lines={lines}
      submit={submit}
      csrf={visit.token(actForm(act, person.id))}
      reason={typed.reason}
      errors={typed.errors}
      isTold={act !== 'unblock'}
      {...(isFinal !== undefined && { isFinal })}
      {...(tone !== undefined && { tone })}
    />
  );
  return visit.show(page, formStatus(typed.errors));
}

async function performAct(
  deps: PortalDeps,
  visit: Visit,
  params: PathParams,
  act: PersonAct,
): Promise<FastifyReply> {
  const scene = await enter(deps, visit, params);
  const { actor, person, path } = scene;
  const form = visit.form(actForm(act, person.id));
  const texts = partnerTexts(visit.locale);
  const reason = form.text('reason').slice(0, 2_000);
  const errors: FieldErrors = {
    ...(reason === '' && { reason: texts.reasonMissing }),
    ...(acts[act].isFinal && form.text('confirm') !== 'yes' && { confirm: texts.confirmMissing }),
  };
  if (hasErrors(errors)) return showAct(visit, scene, act, { reason, errors });
  await deps.store.portal.transaction(async (tables) => {
    const now = await tables.people.find(person.id);
    if (now === undefined || !offeredPersonActs(now).includes(act)) throw new GaranceError('portal.not_now');
    await acts[act].perform({ tables, deps, person: now, actor: actor.personId, reason });
  });
  return visit.goTo(`${act === 'remove' ? root : path}?did=${acts[act].done}`);
}
