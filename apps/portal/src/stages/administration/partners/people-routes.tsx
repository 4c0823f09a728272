/** `/administration/people`: every account of the partner space, blocked, unblocked and removed with a reason. */
import { GaranceError } from '@garance/core';
import { formatDate, SafeLink, Select, SummaryList, Table, Tag } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import type {
  MembershipRole,
  Organisation,
  Person,
  StaffRole,
} from '../../../objects/account/tables/accounts.ts';
import {
  blockPerson,
  offeredPersonActs,
  type PersonAct,
  type PersonOrder,
  removePerson,
  unblockPerson,
} from '../../../objects/organisation/person-acts.ts';
import { roleNames } from '../../../objects/organisation/texts.ts';
import { requireId } from '../../../objects/require-id.ts';
import type { PathParams } from '../../../parts/handler.ts';
import { queryText } from '../../../parts/query-text.ts';
import { Filters, Queue, SearchField } from '../../../parts/queue/queue.tsx';
import { pageSizes, readPage, textCursor } from '../../../parts/queue/read-page.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';
import { type Act, mountAct } from './act.tsx';
import { organisationsRoot } from './organisation-pages.tsx';
import { doneText, type PartnerDone, partnerTexts } from './texts.ts';

const root = '/administration/people';
export function mountPeopleAdministration(routes: Routes, deps: PortalDeps): void {
  routes.get(root, (visit) => showList(deps, visit));
  routes.get(`${root}/:id`, async (visit, params) => showOne(deps, visit, await enter(deps, visit, params)));
  for (const act of Object.keys(acts) as readonly PersonAct[]) mountPersonAct(routes, deps, act);
}

interface PersonActRow extends Pick<Act<Scene>, 'isNotified' | 'isFinal' | 'tone'> {
  readonly done: PartnerDone;
  perform(order: PersonOrder): Promise<void>;
}

const acts: Readonly<Record<PersonAct, PersonActRow>> = {
  block: { done: 'person-blocked', isNotified: true, tone: 'warning', perform: blockPerson },
  unblock: { done: 'person-unblocked', isNotified: false, perform: unblockPerson },
  remove: { done: 'person-removed', isNotified: true, isFinal: true, tone: 'warning', perform: removePerson },
};

function mountPersonAct(routes: Routes, deps: PortalDeps, name: PersonAct): void {
  const { done, perform, ...row } = acts[name];
  mountAct(routes, {
    ...row,
    route: `${root}/:id/${name}`,
    enter: async (visit, params) => {
      const scene = await enter(deps, visit, params);
      requireOffered(scene.person, name);
      return scene;
    },
    texts: ({ personActs }, { person }) => {
      const own = personActs[name];
      return { ...own, title: `${own.title} : ${person.name}` };
    },
    formId: ({ person }) => `administration.${name}-person:${person.id}`,
    backHref: ({ path }) => path,
    slug: () => name,
    perform: async ({ actor, person, path }, { reason }) => {
      await deps.store.portal.transaction(async (tables) => {
        const now = await tables.people.find(person.id);
        requireOffered(now, name);
        await perform({ tables, deps, person: now, actor: actor.personId, reason });
      });
      return `${name === 'remove' ? root : path}?did=${done}`;
    },
  });
}

/** @throws GaranceError `portal.not_now` */
function requireOffered(person: Person | undefined, act: PersonAct): asserts person is Person {
  if (person === undefined || !offeredPersonActs(person).includes(act))
    throw new GaranceError('portal.not_now');
}

async function showList({ store }: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  requireStaff(visit, 'partner.manage');
  const texts = partnerTexts(visit.locale);
  const text = queryText(visit, 'text');
  const blockedOnly = queryText(visit, 'state') === 'blocked';
  const state = blockedOnly ? 'blocked' : '';
  const page = await readPage(visit, {
    path: root,
    kept: { text, state },
    size: pageSizes.queue,
    direction: 'after',
    cursor: textCursor,
    read: (at) => store.portal.people.search({ text, blockedOnly, ...at }),
    placeOf: ({ email }) => email,
  });
  const done = doneText(texts, queryText(visit, 'did'));
  return visit.show(
    <AdminPage visit={visit} path={page.currentHref} title={texts.people} done={done}>
      <Filters action={root}>
        <SearchField hint={texts.searchPeople} value={text} />
        <Select
          id="state"
          name="state"
          label={texts.state}
          value={state}
          options={[
            { value: '', label: texts.every },
            { value: 'blocked', label: texts.blockedOnly },
          ]}
        />
      </Filters>
      <Queue
        caption={texts.people}
        page={page}
        columns={[texts.name, texts.email, texts.status, texts.accountSince]}
        cells={(person) => [
          <SafeLink href={`${root}/${person.id}`}>{person.name}</SafeLink>,
          person.email,
          <AccountTag visit={visit} person={person} />,
          formatDate(visit.locale, person.createdAtMs),
        ]}
        empty={texts.noPerson}
      />
    </AdminPage>,
  );
}

function AccountTag({ visit, person }: { readonly visit: RequestContext; readonly person: Person }) {
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

/** A removed account has no page. */
async function enter({ store }: PortalDeps, visit: RequestContext, { id = '' }: PathParams): Promise<Scene> {
  const actor = requireStaff(visit, 'partner.manage');
  const person = await store.portal.people.find(requireId(id));
  if (person === undefined || person.removedAtMs !== undefined) throw new GaranceError('general.not_found');
  return { actor, person, path: `${root}/${person.id}` };
}

async function showOne(
  { store }: PortalDeps,
  visit: RequestContext,
  { person, path }: Scene,
): Promise<FastifyReply> {
  const { memberships, organisations, platformRoles, portalSessions } = store.portal;
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const own = await memberships.ofPerson(person.id);
  const memberOrganisations = await organisations.findMany(own.map(({ organisationId }) => organisationId));
  const roles = await platformRoles.ofPerson(person.id);
  const done = doneText(texts, queryText(visit, 'did'));
  const page = (
    <AdminPage visit={visit} path={path} title={person.name} backHref={root} done={done}>
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
        organisations={memberOrganisations}
        roleIn={(id) => own.find((membership) => membership.organisationId === id)?.role}
      />
      <p class="govuk-body">
        <SafeLink href={`/administration/audit?object=${person.id}`}>{texts.audit}</SafeLink>
      </p>
    </AdminPage>
  );
  return visit.show(page);
}

interface SummaryProps {
  readonly visit: RequestContext;
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
  readonly visit: RequestContext;
  readonly organisations: readonly Organisation[];
  readonly roleIn: (organisationId: string) => MembershipRole | undefined;
}

function MembershipTable({ visit, organisations, roleIn }: MembershipProps) {
  const texts = partnerTexts(visit.locale);
  const names = roleNames(visit.locale);
  return (
    <Table
      caption={texts.memberships}
      columns={[texts.name, texts.role]}
      rows={organisations.map(({ id, name }) => [
        <SafeLink href={`${organisationsRoot}/${id}`}>{name}</SafeLink>,
        names[roleIn(id) ?? 'reader'],
      ])}
      empty={texts.noMembership}
    />
  );
}
