/**
 * The operator role: granted and withdrawn by two operators in the partner space, or by a command on the host (for the
 * first two, and when no other operator is left). An administrator of the host could read its keys anyway; the action
 * is recorded and mailed.
 */
import { randomUUID } from 'node:crypto';
import { GaranceError } from '@garance/core';
import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import { enqueueMail } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';
import type { Person } from './tables/accounts.ts';
import type { RoleGrant } from './tables/platform-roles.ts';

/** @throws GaranceError `general.not_found` */
export async function giveOperatorRole(
  tables: Pick<PortalTables, 'people' | 'platformRoles'>,
  personId: string,
  by: Omit<RoleGrant, 'sinceMs'>,
): Promise<void> {
  const person = await tables.people.find(personId);
  if (person === undefined || person.blockedAtMs !== undefined) throw new GaranceError('general.not_found');
  await tables.platformRoles.put(personId, 'operator', by);
}

/** @throws GaranceError `support.last_operator` */
export async function takeOperatorRole(
  tables: Pick<PortalTables, 'platformRoles'>,
  personId: string,
): Promise<void> {
  const operators = await tables.platformRoles.list('operator');
  if (!operators.some(({ id }) => id !== personId)) throw new GaranceError('support.last_operator');
  await tables.platformRoles.remove(personId, 'operator');
}

const messages = createMessages({
  fr: {
    given: 'Le rôle d’exploitant a été donné sur la machine',
    taken: 'Le rôle d’exploitant a été retiré sur la machine',
    who: (email: string) => `Personne concernée : ${email}.`,
    how: 'Ce changement a été fait par la commande « garance accounts », et non dans l’espace partenaires. Il figure dans le journal d’audit.',
    notYou: 'Si l’équipe ne l’a pas décidé, traitez-le comme une intrusion sur la machine.',
    link: 'Voir l’équipe',
  },
  en: {
    given: 'The operator role was given on the machine',
    taken: 'The operator role was taken away on the machine',
    who: (email) => `Person concerned: ${email}.`,
    how: 'This was done by the command “garance accounts” and not in the partner space. It is in the audit log.',
    notYou: 'If the team did not decide it, treat it as an intrusion on the machine.',
    link: 'See the team',
  },
});

const commandLine = 'command-line';

export interface MachineOrder {
  readonly verb: 'grant' | 'remove';
  readonly email: string;
  /** Kept in the history. */
  readonly reason: string;
}

/** `unchanged`: the person already had the role, or already did not have it. */
export type MachineOutcome = 'done' | 'unchanged' | 'unknown';

/** @throws GaranceError `portal.reason_missing`, `support.last_operator`, `account.blocked` */
export function changeOperatorOnMachine(
  deps: Pick<PortalDeps, 'store' | 'clock' | 'config'>,
  { verb, email, reason }: MachineOrder,
): Promise<MachineOutcome> {
  if (reason.trim() === '') throw new GaranceError('portal.reason_missing');
  return deps.store.portal.transaction(async (tables) => {
    const person = await tables.people.findByEmail(email);
    if (person === undefined) return 'unknown';
    if (verb === 'grant' && person.blockedAtMs !== undefined) throw new GaranceError('account.blocked');
    const has = (await tables.platformRoles.find(person.id, 'operator')) !== undefined;
    if (has === (verb === 'grant')) return 'unchanged';
    const notified = new Map(
      (await tables.platformRoles.list('operator')).map((operator) => [operator.id, operator]),
    );
    if (verb === 'grant') await giveOperatorRole(tables, person.id, {});
    else await takeOperatorRole(tables, person.id);
    await note(tables, deps, { verb, person, reason: reason.trim() });
    for (const operator of notified.set(person.id, person).values())
      await notify(tables, deps, { verb, person, to: operator });
    return 'done';
  });
}

interface Change {
  readonly verb: MachineOrder['verb'];
  readonly person: Person;
}

async function note(
  tables: PortalTables,
  { clock }: Pick<PortalDeps, 'clock'>,
  { verb, person, reason }: Change & { readonly reason: string },
): Promise<void> {
  const atMs = clock.now();
  const [from, to] = verb === 'grant' ? ['none', 'operator'] : ['operator', 'none'];
  const about = { object: 'person', objectId: person.id, actor: commandLine, atMs };
  await tables.history.append({ ...about, event: `${verb}_operator`, from, to, reason });
  const action = verb === 'grant' ? 'staff.add' : 'staff.remove';
  await tables.audit.append({ ...about, action, detail: { role: 'operator' } });
}

async function notify(
  tables: PortalTables,
  { clock, config }: Pick<PortalDeps, 'clock' | 'config'>,
  { verb, person, to }: Change & { readonly to: Person },
): Promise<void> {
  const texts = messages(to.locale);
  await enqueueMail(tables, {
    id: `operator-${verb}-${randomUUID()}`,
    to,
    subject: verb === 'grant' ? texts.given : texts.taken,
    paragraphs: [texts.who(person.email), texts.how, texts.notYou],
    link: { href: `${config.origin}/administration/staff`, label: texts.link },
    expiresAtMs: clock.now() + dayMs,
  });
}
