import {
  Button,
  formatDate,
  Notice,
  SafeLink,
  Select,
  SummaryList,
  Table,
  TextField,
} from '@garance/web/view';
import type { Organisation } from '../../../objects/account/tables/accounts.ts';
import { roleNames } from '../../../objects/organisation/messages.ts';
import { offeredActs } from '../../../objects/organisation/organisation-acts.ts';
import type { Invitation } from '../../../objects/organisation/tables/invitations.ts';
import type { Member } from '../../../objects/organisation/tables/memberships.ts';
import {
  type OrganisationState,
  organisationState,
  organisationStates,
} from '../../../objects/organisation/tables/organisations.ts';
import type { Service } from '../../../objects/service/table.ts';
import { organisationStateNames, StateTag } from '../../../parts/organisation/state-tag.tsx';
import type { Visit } from '../../../parts/visit.ts';
import { AdminPage } from '../page.tsx';
import { partnerTexts } from './texts.ts';

export const organisationsRoot = '/administration/organisations';

interface ListProps {
  readonly visit: Visit;
  readonly path: string;
  readonly text: string;
  readonly state: OrganisationState | undefined;
  readonly rows: readonly Organisation[];
  readonly done: string | undefined;
  readonly nextHref: string | undefined;
  readonly firstHref: string | undefined;
}

export function OrganisationListPage(props: ListProps) {
  const { visit, path, text, state, rows, done, nextHref, firstHref } = props;
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const names = organisationStateNames(locale);
  return (
    <AdminPage visit={visit} path={path} title={texts.organisations}>
      {done !== undefined && <Notice tone="success" title={done} />}
      <h1 class="govuk-heading-l">{texts.organisations}</h1>
      <form method="get" action={organisationsRoot} class="garance-filters">
        <TextField
          id="text"
          name="text"
          type="search"
          label={texts.search}
          hint={texts.searchOrganisations}
          value={text}
        />
        <Select
          id="state"
          name="state"
          label={texts.state}
          value={state ?? ''}
          options={[
            { value: '', label: texts.every },
            ...organisationStates.map((each) => ({ value: each, label: names[each] })),
          ]}
        />
        <Button variant="secondary">{texts.filter}</Button>
      </form>
      <Table
        caption={texts.organisations}
        captionHidden
        columns={[
          { header: texts.name },
          { header: texts.siret },
          { header: texts.state },
          { header: texts.since },
        ]}
        rows={rows.map((organisation) => [
          <SafeLink href={`${organisationsRoot}/${organisation.id}`}>{organisation.name}</SafeLink>,
          organisation.siret ?? '—',
          <StateTag state={organisationState(organisation)} locale={locale} />,
          formatDate(locale, organisation.createdAtMs),
        ])}
        empty={texts.noOrganisation}
      />
      <p class="govuk-body">
        {nextHref !== undefined && <SafeLink href={nextHref}>{texts.next}</SafeLink>}{' '}
        {firstHref !== undefined && <SafeLink href={firstHref}>{texts.first}</SafeLink>}
      </p>
    </AdminPage>
  );
}

export interface OrganisationView {
  readonly organisation: Organisation;
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
  /** The newest. */
  readonly services: readonly Service[];
  readonly proven: Organisation | undefined;
  readonly claimants: readonly Organisation[];
}

interface PageProps extends OrganisationView {
  readonly visit: Visit;
  readonly path: string;
  readonly done: string | undefined;
}

export function OrganisationAdminPage(props: PageProps) {
  const { visit, path, organisation, members, invitations, services, done } = props;
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const roles = roleNames(locale);
  const acts = offeredActs(organisation);
  return (
    <AdminPage visit={visit} path={path} title={organisation.name} backHref={organisationsRoot}>
      {done !== undefined && <Notice tone="success" title={done} />}
      <h1 class="govuk-heading-l">{organisation.name}</h1>
      <Standing {...props} />
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
      <Table
        caption={texts.members}
        columns={[
          { header: texts.name },
          { header: texts.email },
          { header: texts.role },
          { header: texts.action },
        ]}
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
      {invitations.length > 0 && (
        <Table
          caption={texts.invitations}
          columns={[{ header: texts.email }, { header: texts.role }]}
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

function Standing({ visit, organisation, proven, claimants }: PageProps) {
  const { locale } = visit;
  const texts = partnerTexts(locale);
  const { siret, address, proof, blocked, removedAtMs, createdAtMs } = organisation;
  const linked = (each: Organisation) => (
    <>
      <SafeLink href={`${organisationsRoot}/${each.id}`}>{each.name}</SafeLink>
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
