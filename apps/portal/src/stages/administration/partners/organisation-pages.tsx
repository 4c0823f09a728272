/** `/administration/organisations`: every organisation, with its members; its acts are in `organisation-acts.ts`. */
import { GaranceError } from '@garance/core';
import { formatDate, SafeLink, Select, SummaryList, Table } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { Actor } from '../../../objects/account/actor.ts';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { offeredActs } from '../../../objects/organisation/organisation-acts.ts';
import type { Invitation } from '../../../objects/organisation/tables/invitations.ts';
import type { Member } from '../../../objects/organisation/tables/memberships.ts';
import { organisationState, organisationStates } from '../../../objects/organisation/tables/organisations.ts';
import { roleNames } from '../../../objects/organisation/texts.ts';
import { requireId } from '../../../objects/require-id.ts';
import type { Service } from '../../../objects/service/table.ts';
import type { PathParams } from '../../../parts/handler.ts';
import { organisationStateNames, StateTag } from '../../../parts/organisation/state-tag.tsx';
import { queryText } from '../../../parts/query-text.ts';
import { Filters, Queue, SearchField } from '../../../parts/queue/queue.tsx';
import { pageSizes, readPage, textCursor } from '../../../parts/queue/read-page.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { doneText, partnerTexts } from './texts.ts';

export const organisationsRoot = '/administration/organisations';

export interface OrganisationScene {
  readonly actor: Actor;
  readonly organisation: Organisation;
  /** Path of the organisation's page. */
  readonly path: string;
}

export function mountOrganisationPages(routes: Routes, deps: PortalDeps): void {
  routes.get(organisationsRoot, (visit) => showList(deps, visit));
  routes.get(`${organisationsRoot}/:id`, async (visit, params) =>
    showOne(deps, visit, await enterOrganisation(deps, visit, params)),
  );
}

/** The organisation of a path, for operators. */
export async function enterOrganisation(
  { store }: PortalDeps,
  visit: RequestContext,
  { id }: PathParams,
): Promise<OrganisationScene> {
  const actor = requireStaff(visit, 'partner.manage');
  const organisation = await store.portal.organisations.find(requireId(id));
  if (organisation === undefined) throw new GaranceError('general.not_found');
  return { actor, organisation, path: `${organisationsRoot}/${organisation.id}` };
}

async function showList({ store }: PortalDeps, visit: RequestContext): Promise<FastifyReply> {
  requireStaff(visit, 'partner.manage');
  const { organisations } = store.portal;
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const names = organisationStateNames(locale);
  const text = queryText(visit, 'text');
  const state = organisationStates.find((value) => value === queryText(visit, 'state'));
  const page = await readPage(visit, {
    path: organisationsRoot,
    kept: { text, state: state ?? '' },
    size: pageSizes.queue,
    direction: 'after',
    cursor: textCursor,
    read: async ({ limit, after: id }) => {
      const after = id === undefined ? undefined : await organisations.find(id);
      const filters = { ...(state !== undefined && { state }), ...(after !== undefined && { after }) };
      return organisations.search({ text, limit, ...filters });
    },
    placeOf: ({ id }) => id,
  });
  const done = doneText(texts, queryText(visit, 'did'));
  return visit.show(
    <AdminPage visit={visit} path={page.currentHref} title={texts.organisations} done={done}>
      <Filters action={organisationsRoot}>
        <SearchField hint={texts.searchOrganisations} value={text} />
        <Select
          id="state"
          name="state"
          label={texts.state}
          value={state ?? ''}
          options={[
            { value: '', label: texts.every },
            ...organisationStates.map((value) => ({ value: value, label: names[value] })),
          ]}
        />
      </Filters>
      <Queue
        caption={texts.organisations}
        page={page}
        columns={[texts.name, texts.siret, texts.state, texts.since]}
        cells={(organisation) => [
          <SafeLink href={`${organisationsRoot}/${organisation.id}`}>{organisation.name}</SafeLink>,
          organisation.siret ?? '—',
          <StateTag state={organisationState(organisation)} locale={locale} />,
          formatDate(locale, organisation.createdAtMs),
        ]}
        empty={texts.noOrganisation}
      />
    </AdminPage>,
  );
}

async function showOne(
  { store }: PortalDeps,
  visit: RequestContext,
  { organisation, path }: OrganisationScene,
): Promise<FastifyReply> {
  const { organisations, memberships, invitations, services } = store.portal;
  const { id, siret } = organisation;
  const proven = siret === undefined ? undefined : await organisations.findProven(siret);
  const claimants = siret === undefined ? [] : await organisations.claimants(siret);
  return visit.show(
    <OrganisationAdminPage
      visit={visit}
      path={path}
      organisation={organisation}
      members={await memberships.list(id)}
      invitations={await invitations.openOf(id)}
      services={await services.ofOrganisations([id], { limit: 50 })}
      proven={proven?.id === id ? undefined : proven}
      claimants={claimants.filter((claimant) => claimant.id !== id)}
      done={doneText(partnerTexts(visit.locale), queryText(visit, 'did'))}
    />,
  );
}

interface OrganisationView {
  readonly organisation: Organisation;
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
  /** The newest. */
  readonly services: readonly Service[];
  readonly proven: Organisation | undefined;
  readonly claimants: readonly Organisation[];
}

interface PageProps extends OrganisationView {
  readonly visit: RequestContext;
  readonly path: string;
  readonly done: string | undefined;
}

function OrganisationAdminPage(props: PageProps) {
  const { visit, path, organisation, invitations, services, done } = props;
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const roles = roleNames(locale);
  const acts = offeredActs(organisation);
  return (
    <AdminPage visit={visit} path={path} title={organisation.name} backHref={organisationsRoot} done={done}>
      <AuthorizationContext {...props} />
      {acts.length > 0 && (
        <>
          <h2 class="govuk-heading-m">{texts.acts}</h2>
          <ul class="govuk-list">
            {acts.map((act) => (
              <li key={act}>
                <SafeLink href={`${path}/${act}`}>{texts.organisationActs[act].title}</SafeLink>
              </li>
            ))}
          </ul>
        </>
      )}
      <MemberTable {...props} />
      {invitations.length > 0 && (
        <Table
          caption={texts.invitations}
          columns={[texts.email, texts.role]}
          rows={invitations.map(({ email, role }) => [email, roles[role]])}
        />
      )}
      <h2 class="govuk-heading-m">{texts.services}</h2>
      {services.length === 0 ? (
        <p class="govuk-body">{texts.noService}</p>
      ) : (
        <ul class="govuk-list">
          {services.map(({ id, name }) => (
            <li key={id}>
              <SafeLink href={`/services/${id}`}>{name}</SafeLink>
            </li>
          ))}
        </ul>
      )}
      <p class="govuk-body">
        <SafeLink href={`/administration/audit?object=${organisation.id}`}>{texts.audit}</SafeLink>
      </p>
    </AdminPage>
  );
}

function MemberTable({ visit, path, members }: PageProps) {
  const texts = partnerTexts(visit.locale);
  const roles = roleNames(visit.locale);
  return (
    <Table
      caption={texts.members}
      columns={[texts.name, texts.email, texts.role, texts.action]}
      rows={members.map(({ person, role }) => [
        <SafeLink href={`/administration/people/${person.id}`}>{person.name}</SafeLink>,
        person.email,
        roles[role],
        <SafeLink href={`${path}/members/${person.id}/remove`}>
          {texts.removeMember}
          <span class="govuk-visually-hidden"> {person.name}</span>
        </SafeLink>,
      ])}
      empty={texts.noMember}
    />
  );
}

function AuthorizationContext({ visit, organisation, proven, claimants }: PageProps) {
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const { siret, address, proof, blocked, removedAtMs, createdAtMs } = organisation;
  const linked = (item: Organisation) => (
    <>
      <SafeLink href={`${organisationsRoot}/${item.id}`}>{item.name}</SafeLink>
      <br />
    </>
  );
  return (
    <SummaryList
      rows={[
        { key: texts.state, value: <StateTag state={organisationState(organisation)} locale={locale} /> },
        { key: texts.siret, value: siret ?? texts.noSiret },
        {
          key: texts.proof,
          value:
            proof === undefined
              ? texts.noProof
              : texts.proofOn(texts.proofs[proof.by], formatDate(locale, proof.atMs)),
        },
        ...(proven === undefined ? [] : [{ key: texts.provenElsewhere, value: linked(proven) }]),
        ...(claimants.length === 0 ? [] : [{ key: texts.claimants, value: <>{claimants.map(linked)}</> }]),
        ...(blocked === undefined
          ? []
          : [
              {
                key: texts.blocked,
                value: texts.blockedSince(formatDate(locale, blocked.atMs), blocked.reason),
              },
            ]),
        ...(removedAtMs === undefined
          ? []
          : [{ key: texts.removedOn, value: formatDate(locale, removedAtMs) }]),
        ...(address === '' ? [] : [{ key: texts.address, value: address }]),
        { key: texts.since, value: formatDate(locale, createdAtMs) },
      ]}
    />
  );
}
