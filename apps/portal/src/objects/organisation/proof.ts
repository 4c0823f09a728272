/**
 * Proof that an organisation is the holder of its SIRET. Any account may name a SIRET, and several may name the same
 * one; until one of them is shown to act for it, nothing is granted or published (`organisation-proven` in the tables
 * of transitions). With a proof the SIRET belongs to one organisation, and every other organisation that named it loses
 * it, with its credentials. Nothing passes from them to the proven one: content and members of an unproven organisation
 * must not end up under a proven name (security.md 24).
 *
 * Every function works inside the transaction of the tables it is given.
 */
import { GaranceError } from '@garance/core';
import type { PortalDeps } from '../../deps.ts';
import type { Organisation, OrganisationProof } from '../account/tables/accounts.ts';
import type { PortalTables } from '../portal-store.ts';
import { endSecrets, suspendOrganisation } from '../registration/registrations.ts';
import { type Change, notify } from './people.ts';
import { peopleMails } from './people-mails.ts';
import type { Member } from './tables/memberships.ts';

/** Maximum of unproven organisations per account: each may name the SIRET of another organisation. */
export const maxUnproven = 5;

export type ProofDeps = Pick<PortalDeps, 'clock' | 'config'>;

export interface NewOrganisationOf {
  readonly siret: string;
  readonly name: string;
  readonly address: string;
  readonly ownerId: string;
}

/** An unproven organisation with its first owner. */
export async function createOrganisation(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  { siret, name, address, ownerId }: NewOrganisationOf,
): Promise<Organisation> {
  const made = await tables.organisations.create({ siret, name, address, createdBy: ownerId });
  await tables.memberships.put({ organisationId: made.id, personId: ownerId, role: 'owner' });
  await tables.audit.append({
    atMs: clock.now(),
    actor: ownerId,
    action: 'organisation.create',
    object: 'organisation',
    objectId: made.id,
    detail: { siret },
  });
  return made;
}

export interface PersonProof {
  readonly siret: string;
  /** Person proven to act for the SIRET. */
  readonly personId: string;
  readonly by: Extract<OrganisationProof, 'professional' | 'datapass'>;
  /** Person id, or `datapass`. */
  readonly actorId: string;
}

/**
 * The proven organisation of a SIRET, for a person shown to act for it: the existing one, else the unproven one that
 * the person created and still owns, else a new and empty one.
 * @param named name of the new one
 */
export async function proveForPerson(
  tables: PortalTables,
  deps: ProofDeps,
  { named, ...proof }: PersonProof & { readonly named: Pick<Organisation, 'name' | 'address'> },
): Promise<Organisation> {
  const { siret, personId, by, actorId } = proof;
  await tables.organisations.holdSiret(siret);
  const verified = await tables.organisations.findProven(siret);
  if (verified !== undefined) return verified;
  const own = await findOwn(tables, proof);
  const organisation =
    own ?? (await createOrganisation(tables, deps, { siret, ...named, ownerId: personId }));
  return settle(tables, deps, { organisation, siret, by, actorId });
}

/**
 * Like `proveForPerson`, without creating an organisation that the person did not ask for. @returns undefined when they
 * have none
 */
export async function proveOwn(
  tables: PortalTables,
  deps: ProofDeps,
  proof: PersonProof,
): Promise<Organisation | undefined> {
  const { siret, by, actorId } = proof;
  await tables.organisations.holdSiret(siret);
  if ((await tables.organisations.findProven(siret)) !== undefined) return undefined;
  const organisation = await findOwn(tables, proof);
  return organisation && settle(tables, deps, { organisation, siret, by, actorId });
}

/**
 * An unproven organisation that the person created and still owns. One created by another person, who invited them, is not
 * eligible: its creator would be proven too.
 */
async function findOwn(
  { organisations, memberships }: PortalTables,
  { siret, personId }: Pick<PersonProof, 'siret' | 'personId'>,
): Promise<Organisation | undefined> {
  const owned = (await memberships.ofPerson(personId)).filter(
    ({ role, isActive }) => role === 'owner' && isActive,
  );
  const claimants = await organisations.claimants(siret);
  return claimants.find(
    ({ id, createdBy }) =>
      createdBy === personId && owned.some(({ organisationId }) => organisationId === id),
  );
}

export interface OfficerProof {
  readonly organisationId: string;
  /** Person id of the officer. */
  readonly actorId: string;
  /** Evidence examined, as text for the audit log. */
  readonly reason: string;
}

/**
 * Proves the organisation by an officer's check of its people and of their right to act for its SIRET. The caller
 * checks the rights.
 * @throws GaranceError `general.not_found`, `portal.not_now`, `account.siret_lost`, `account.siret_proven`,
 * `portal.reason_missing`
 */
export async function proveByOfficer(
  tables: PortalTables,
  deps: ProofDeps,
  { organisationId, actorId, reason }: OfficerProof,
): Promise<Organisation> {
  if (reason.trim() === '') throw new GaranceError('portal.reason_missing');
  const siret = (await tables.organisations.find(organisationId))?.siret;
  if (siret !== undefined) await tables.organisations.holdSiret(siret);
  // Read under the lock: a concurrent proof may have taken the SIRET away.
  const organisation = await tables.organisations.find(organisationId);
  if (organisation === undefined) throw new GaranceError('general.not_found');
  if (organisation.siret === undefined) throw new GaranceError('account.siret_lost');
  const isOpen = organisation.removedAtMs === undefined && organisation.blocked === undefined;
  if (!isOpen || organisation.proof !== undefined) throw new GaranceError('portal.not_now');
  if ((await tables.organisations.findProven(organisation.siret)) !== undefined) {
    throw new GaranceError('account.siret_proven');
  }
  return settle(tables, deps, { organisation, siret: organisation.siret, by: 'officer', actorId, reason });
}

interface Settlement {
  readonly organisation: Organisation;
  readonly siret: string;
  readonly by: OrganisationProof;
  readonly actorId: string;
  readonly reason?: string;
}

/** Stores the proof, and removes the SIRET from every other organisation that named it. */
async function settle(tables: PortalTables, deps: ProofDeps, settlement: Settlement): Promise<Organisation> {
  const { organisation, siret, by, actorId, reason } = settlement;
  const atMs = deps.clock.now();
  await tables.organisations.prove(organisation.id, by, atMs);
  await tables.audit.append({
    atMs,
    actor: actorId,
    action: 'organisation.prove',
    object: 'organisation',
    objectId: organisation.id,
    detail: { siret, by, ...(reason !== undefined && { reason }) },
  });
  for (const claimant of await tables.organisations.claimants(siret)) {
    await standDown(tables, deps, { claimant, siret });
  }
  await notifyMembers(tables, deps, {
    organisation,
    write: (locale) => {
      const texts = peopleMails(locale);
      return { title: texts.provenTitle(organisation.name), text: [texts.proven(organisation.name, siret)] };
    },
  });
  return { ...organisation, proof: { by, atMs } };
}

/** Takes the SIRET and the credentials from an organisation that lost its claim; it keeps its drafts and members. */
async function standDown(
  tables: PortalTables,
  deps: ProofDeps,
  { claimant, siret }: { readonly claimant: Organisation; readonly siret: string },
): Promise<void> {
  const { id, name } = claimant;
  await tables.organisations.dropSiret(id);
  await tables.invitations.withdrawAll({ organisationId: id });
  await tables.audit.append({
    atMs: deps.clock.now(),
    actor: 'system',
    action: 'organisation.lose-siret',
    object: 'organisation',
    objectId: id,
    detail: { siret },
  });
  await takeCredentials(tables, deps, { organisationId: id, reason: reasons.lost });
  await notifyMembers(tables, deps, {
    organisation: claimant,
    write: (locale) => {
      const texts = peopleMails(locale);
      return { title: texts.lostTitle(name), text: [texts.lost(name, siret), texts.lostNext] };
    },
  });
}

/** Reasons, shown to partners, of suspensions that no person decided. */
export const reasons = {
  lost: 'Une autre organisation a été vérifiée pour ce SIRET. / Another organisation was verified for this SIRET.',
  moved:
    'Le service est passé à une autre organisation, qui pose ses propres identifiants. / The service passed to another organisation, which sets up credentials of its own.',
} as const;

/** Suspends every client of the organisation and ends its secrets. */
export async function takeCredentials(
  tables: PortalTables,
  deps: ProofDeps,
  { organisationId, reason }: { readonly organisationId: string; readonly reason: string },
): Promise<void> {
  await suspendOrganisation(tables, { deps, organisationId, actor: 'system', reason });
  for (const access of await tables.clientRegistrations.ofOrganisation(organisationId)) {
    await endSecrets(tables, deps, access);
  }
}

interface MembersNotice {
  readonly organisation: Pick<Organisation, 'id' | 'name'>;
  readonly write: (locale: Member['person']['locale']) => {
    readonly title: string;
    readonly text: readonly string[];
  };
}

/** One mail to each member, in their language. */
export async function notifyMembers(
  tables: PortalTables,
  { clock, config }: ProofDeps,
  { organisation, write }: MembersNotice,
): Promise<void> {
  const change: Change = { tables, clock, origin: config.origin, actorId: 'system', organisation };
  for (const { person } of await tables.memberships.list(organisation.id)) {
    await notify(change, person, write(person.locale));
  }
}
