/**
 * Membership of an organisation: invite, join, change role, leave. Every function works inside the transaction of the
 * tables it is given, so that the change, its record and its mails are one. The caller checks the rights.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { type Clock, GaranceError } from '@garance/core';
import type { MembershipRole, Organisation, Person } from '../account/tables/accounts.ts';
import { partnerRoles } from '../lifecycle/lifecycle.ts';
import { enqueueMail } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';
import { peopleMails } from './people-mails.ts';
import type { Invitation } from './tables/invitations.ts';
import { roleNames } from './texts.ts';

export const invitationDays = 7;

/** Common input of every change. */
export interface Change {
  readonly tables: PortalTables;
  readonly clock: Clock;
  /** Of the partner space, for links in mails. */
  readonly origin: string;
  /** Person id, or `system`. */
  readonly actorId: string;
  readonly organisation: Pick<Organisation, 'id' | 'name'>;
  /** Given by an operator: kept in the audit log, and part of the mail. */
  readonly reason?: string;
}

interface Invitee {
  readonly email: string;
  readonly role: MembershipRole;
  readonly locale: 'fr' | 'en';
}

/** Sends a personal link; an earlier open invitation of the same address no longer works. */
export async function inviteMember(change: Change, { email, role, locale }: Invitee): Promise<Invitation> {
  const { tables, clock, origin, actorId, organisation } = change;
  const secret = randomBytes(32).toString('base64url');
  const invitation = await tables.invitations.create({
    secret,
    organisationId: organisation.id,
    email,
    role,
    invitedBy: actorId,
    lifetimeMs: invitationDays * dayMs,
  });
  await record(change, 'invitation.create', { role });
  const texts = peopleMails(locale);
  await enqueueMail(tables, {
    id: `invitation-${invitation.id}-sent`,
    to: { email: invitation.email, locale },
    subject: texts.invitedTitle(organisation.name),
    paragraphs: [texts.invited(organisation.name, roleNames(locale)[role], invitationDays)],
    link: { href: `${origin}/invitations/${secret}`, label: texts.join },
    expiresAtMs: clock.now() + dayMs,
  });
  return invitation;
}

/**
 * Redeems an invitation. A member keeps the higher of both roles: a link that
 * was sent to a member would otherwise silently lower their rights.
 * @throws GaranceError `account.invitation_unknown` when another request used it first, or the inviter is no longer an owner
 */
export async function joinByInvitation(change: Change, invitation: Invitation): Promise<void> {
  const { tables, actorId: personId } = change;
  const { organisationId, role, invitedBy } = invitation;
  const mayInvite = invitedBy === 'system' || (await roleIn(tables, organisationId, invitedBy)) === 'owner';
  if (!mayInvite || !(await tables.invitations.accept(invitation.id, personId))) {
    throw new GaranceError('account.invitation_unknown');
  }
  const existing = await roleIn(tables, organisationId, personId);
  const isMore = existing === undefined || partnerRoles.indexOf(role) < partnerRoles.indexOf(existing);
  if (isMore) await tables.memberships.put({ organisationId, personId, role });
  await record(change, 'membership.join', { role: isMore ? role : existing });
}

async function roleIn(
  { memberships }: Pick<PortalTables, 'memberships'>,
  organisationId: string,
  personId: string,
): Promise<MembershipRole | undefined> {
  const all = await memberships.ofPerson(personId);
  return all.find((membership) => membership.organisationId === organisationId)?.role;
}

/** @throws GaranceError `general.not_found` when the person is not a member, `account.last_owner` */
export async function changeRole(
  change: Change,
  { personId, role }: { readonly personId: string; readonly role: MembershipRole },
): Promise<void> {
  const { tables, organisation } = change;
  const person = await requireMember(change, personId);
  const done = await tables.memberships.put({ organisationId: organisation.id, personId, role });
  if (!done) throw new GaranceError('account.last_owner');
  if (role !== 'owner') await closeInvitationsOf(change, personId);
  await record(change, 'membership.role', { person: personId, role });
  const texts = peopleMails(person.locale);
  await notify(change, person, {
    title: texts.changedTitle(organisation.name),
    text: texts.changed(organisation.name, roleNames(person.locale)[role]),
  });
}

/**
 * Makes another member the owner and the former owner a contributor in one transaction, so that there is always an
 * owner.
 */
export async function handOver(change: Change, personId: string): Promise<void> {
  await changeRole(change, { personId, role: 'owner' });
  await changeRole(change, { personId: change.actorId, role: 'contributor' });
}

/** Removes a member, or oneself. @throws GaranceError `general.not_found`, `account.last_owner` */
export async function removeMember(change: Change, personId: string): Promise<void> {
  const { tables, organisation, actorId } = change;
  const person = await requireMember(change, personId);
  if (!(await tables.memberships.remove(organisation.id, personId))) {
    throw new GaranceError('account.last_owner');
  }
  await closeInvitationsOf(change, personId);
  await record(change, personId === actorId ? 'membership.leave' : 'membership.remove', { person: personId });
  if (personId === actorId) return;
  const texts = peopleMails(person.locale);
  await notify(change, person, {
    title: texts.removedTitle(organisation.name),
    text:
      change.reason === undefined
        ? texts.removed(organisation.name)
        : texts.removedByTeam(organisation.name, change.reason),
  });
}

/** Withdraws the open invitations of a person who may no longer invite. */
async function closeInvitationsOf({ tables, organisation }: Change, personId: string): Promise<void> {
  await tables.invitations.withdrawAll({ organisationId: organisation.id, invitedBy: personId });
}

/**
 * Hands an organisation without a reachable owner to another person, who becomes its owner; former owners
 * become contributors.
 */
export async function handOverTo(change: Change, person: Person): Promise<void> {
  const { tables, organisation } = change;
  const former = (await tables.memberships.list(organisation.id)).filter(
    (member) => member.role === 'owner' && member.person.id !== person.id,
  );
  await tables.memberships.put({ organisationId: organisation.id, personId: person.id, role: 'owner' });
  await changeRole(change, { personId: person.id, role: 'owner' });
  for (const { person: owner } of former) {
    await changeRole(change, { personId: owner.id, role: 'contributor' });
  }
}

/** Adds a person whose professional account names the organisation as employer: as reader, with a mail to the owners. */
export async function joinByEmployer(change: Change, person: Person): Promise<void> {
  const { tables, organisation } = change;
  const members = await tables.memberships.list(organisation.id);
  if (members.some((member) => member.person.id === person.id)) return;
  await tables.memberships.put({ organisationId: organisation.id, personId: person.id, role: 'reader' });
  await record(change, 'membership.join', { role: 'reader' });
  for (const { person: owner, role } of members) {
    if (role !== 'owner') continue;
    const texts = peopleMails(owner.locale);
    await notify(change, owner, {
      title: texts.joinedTitle(organisation.name),
      text: texts.joined(person.name, roleNames(owner.locale).reader),
    });
  }
}

async function requireMember({ tables, organisation }: Change, personId: string): Promise<Person> {
  const role = await roleIn(tables, organisation.id, personId);
  const person = role === undefined ? undefined : await tables.people.find(personId);
  if (person === undefined) throw new GaranceError('general.not_found');
  return person;
}

async function record(
  { tables, clock, actorId, organisation, reason }: Change,
  action: string,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  await tables.audit.append({
    atMs: clock.now(),
    actor: actorId,
    action,
    object: 'organisation',
    objectId: organisation.id,
    detail: { ...detail, ...(reason !== undefined && { reason }) },
  });
}

/** A mail to one person about the organisation. */
export async function notify(
  { tables, clock, origin, organisation }: Change,
  person: Person,
  { title, text }: { readonly title: string; readonly text: string | readonly string[] },
): Promise<void> {
  await enqueueMail(tables, {
    id: `organisation-${organisation.id}-${randomUUID()}`,
    to: person,
    subject: title,
    paragraphs: [text].flat(),
    link: { href: `${origin}/organisations`, label: peopleMails(person.locale).open },
    expiresAtMs: clock.now() + dayMs,
  });
}
