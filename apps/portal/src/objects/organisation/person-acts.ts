/** Operator actions on an account, each with a reason. The caller checks rights. */
import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import type { Person } from '../account/tables/accounts.ts';
import { enqueueMail } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import { removeSandboxClientsOf } from '../sandbox/clients.ts';
import { dayMs } from '../time/day.ts';

export type PersonAct = 'block' | 'unblock' | 'remove';

export interface PersonOrder {
  readonly tables: PortalTables;
  readonly deps: Pick<PortalDeps, 'clock' | 'config'>;
  readonly person: Person;
  /** Person id of the operator. */
  readonly actor: string;
  readonly reason: string;
}

const mails = createMessages({
  fr: {
    block: 'Votre compte de l’espace partenaires est bloqué',
    unblock: 'Votre compte de l’espace partenaires n’est plus bloqué',
    remove: 'Votre compte de l’espace partenaires est supprimé',
    texts: {
      block: 'L’équipe de la plateforme a bloqué votre compte et mis fin à vos sessions.',
      unblock: 'L’équipe de la plateforme a débloqué votre compte. Vous pouvez de nouveau vous connecter.',
      remove:
        'L’équipe de la plateforme a supprimé votre compte. Votre nom et votre adresse n’y sont plus gardés.',
    },
    reason: (reason: string) => `Raison donnée : ${reason}`,
    contact: (address: string) => `Pour toute question, écrivez à ${address}.`,
  },
  en: {
    block: 'Your partner space account is blocked',
    unblock: 'Your partner space account is no longer blocked',
    remove: 'Your partner space account was removed',
    texts: {
      block: 'The platform team blocked your account and ended your sessions.',
      unblock: 'The platform team unblocked your account. You can sign in again.',
      remove: 'The platform team removed your account. Your name and address are no longer kept.',
    },
    reason: (reason) => `Reason given: ${reason}`,
    contact: (address) => `With any question, write to ${address}.`,
  },
});

/** Actions available in the current state. */
export function offeredPersonActs({ blockedAtMs, removedAtMs }: Person): readonly PersonAct[] {
  if (removedAtMs !== undefined) return [];
  return blockedAtMs === undefined ? ['block', 'remove'] : ['unblock', 'remove'];
}

/**
 * Ends the person's sessions too, so that none is usable after an unblocking. @throws GaranceError
 * `account.team_person`
 */
export async function blockPerson(order: PersonOrder): Promise<void> {
  const { tables, deps, person, reason } = order;
  await refuseTeam(order);
  await tables.people.setBlocked(person.id, deps.clock.now(), reason);
  await endEverything(order);
  await record(order, 'person.block');
  await notify(order, 'block');
}

export async function unblockPerson(order: PersonOrder): Promise<void> {
  const { tables, person } = order;
  await tables.people.setBlocked(person.id, undefined);
  await record(order, 'person.unblock');
  await notify(order, 'unblock');
}

/**
 * Erases the person's identity; the history of their actions stays.
 * @throws GaranceError `account.team_person`; `account.last_owner` while an organisation would be left without an owner
 */
export async function removePerson(order: PersonOrder): Promise<void> {
  const { tables, deps, person, reason } = order;
  await refuseTeam(order);
  for (const { organisationId } of await tables.memberships.ofPerson(person.id)) {
    if (await isAloneAmong(order, organisationId)) throw new GaranceError('account.last_owner');
  }
  await notify(order, 'remove');
  await endEverything(order);
  await tables.memberships.removePerson(person.id);
  await tables.totpFactors.remove(person.id);
  await tables.passkeys.removeAll(person.id);
  await tables.professionalIdentities.removePerson(person.id);
  await tables.people.remove(person.id, deps.clock.now(), reason);
  await record(order, 'person.remove');
}

/** Last owner of an organisation with other members, none of whom could manage it. */
async function isAloneAmong({ tables, person }: PersonOrder, organisationId: string): Promise<boolean> {
  const members = await tables.memberships.list(organisationId);
  const owners = members.filter(({ role }) => role === 'owner');
  return members.length > 1 && owners.length === 1 && owners[0]?.person.id === person.id;
}

async function refuseTeam({ tables, person }: PersonOrder): Promise<void> {
  const roles = await tables.platformRoles.ofPerson(person.id);
  if (roles.length > 0) throw new GaranceError('account.team_person');
}

async function endEverything({ tables, deps, person, actor }: PersonOrder): Promise<void> {
  await tables.portalSessions.endAll(person.id);
  await tables.invitations.withdrawAll({ invitedBy: person.id });
  const holder = { kind: 'person', personId: person.id } as const;
  await removeSandboxClientsOf(tables, { deps, actor, holder });
}

function record({ tables, deps, person, actor, reason }: PersonOrder, action: string): Promise<void> {
  return tables.audit.append({
    atMs: deps.clock.now(),
    actor,
    action,
    object: 'person',
    objectId: person.id,
    detail: { reason },
  });
}

async function notify({ tables, deps, person, reason }: PersonOrder, act: PersonAct): Promise<void> {
  const texts = mails(person.locale);
  await enqueueMail(tables, {
    id: `person-${act}-${randomUUID()}`,
    to: person,
    subject: texts[act],
    paragraphs: [
      texts.texts[act],
      ...(act === 'unblock' ? [] : [texts.reason(reason)]),
      texts.contact(deps.config.operatorMail),
    ],
    expiresAtMs: deps.clock.now() + dayMs,
  });
}
