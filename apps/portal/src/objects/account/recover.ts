/** Recovery of a lost second factor: decided by an operator after an identity check, with a reason; recorded, and mailed to the person. */
import { randomUUID } from 'node:crypto';
import { type Clock, GaranceError } from '@garance/core';
import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import { enqueueMail } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import { dayMs } from '../time/day.ts';

const messages = createMessages({
  fr: {
    title: 'Vos seconds facteurs ont été réinitialisés',
    what: 'À votre demande, l’équipe de la plateforme a retiré vos clés d’accès et votre application de codes, et mis fin à vos sessions.',
    next: 'Connectez-vous avec un code reçu par courriel, puis ajoutez un nouveau second facteur dans votre compte.',
    notMe: 'Si vous n’avez rien demandé, écrivez sans attendre à l’équipe de la plateforme.',
    link: 'Se connecter',
  },
  en: {
    title: 'Your second factors were reset',
    what: 'At your request, the platform team removed your passkeys and your code app, and ended your sessions.',
    next: 'Sign in with a code sent by mail, then add a new second factor to your account.',
    notMe: 'If you did not ask for this, write to the platform team at once.',
    link: 'Sign in',
  },
});

export interface Recovery {
  /** The operator, or `command-line`. */
  readonly actorId: string;
  readonly personId: string;
  /** How the person's identity was checked; kept in the history. */
  readonly reason: string;
  /** Origin of the partner space, for the link in the mail. */
  readonly origin: string;
}

/**
 * Removes all second factors of a person and ends their sessions, in the transaction that `tables` belongs to. The
 * caller has checked the right (`staff.manage`).
 * @throws GaranceError `general.not_found`, `portal.not_allowed` for oneself, `portal.reason_missing`
 */
export async function resetSecondFactors(
  tables: PortalTables,
  clock: Clock,
  { actorId, personId, reason, origin }: Recovery,
): Promise<void> {
  // Operators cannot reset their own second factors: another operator has to.
  if (actorId === personId) throw new GaranceError('portal.not_allowed');
  if (reason.trim() === '') throw new GaranceError('portal.reason_missing');
  const person = await tables.people.find(personId);
  if (person === undefined) throw new GaranceError('general.not_found');
  await tables.totpFactors.remove(personId);
  await tables.passkeys.removeAll(personId);
  await tables.portalSessions.endAll(personId);
  const atMs = clock.now();
  await tables.history.append({
    object: 'person',
    objectId: personId,
    event: 'reset_second_factors',
    from: 'lost',
    to: 'none',
    actor: actorId,
    atMs,
    reason: reason.trim(),
  });
  await tables.audit.append({
    atMs,
    actor: actorId,
    action: 'second-factor.reset',
    object: 'person',
    objectId: personId,
  });
  const texts = messages(person.locale);
  await enqueueMail(tables, {
    id: `second-factor-reset-${randomUUID()}`,
    to: person,
    subject: texts.title,
    paragraphs: [texts.what, texts.next, texts.notMe],
    link: { href: `${origin}/sign-in`, label: texts.link },
    expiresAtMs: atMs + dayMs,
  });
}

/** Actor of commands run on the host, in history and audit. */
const commandLine = 'command-line';

/**
 * For platforms without a second operator: a command on the host, for administrators of the host.
 * @returns false when no account has this address
 * @throws GaranceError `portal.reason_missing`
 */
export function resetSecondFactorsOnMachine(
  { store, clock, config }: Pick<PortalDeps, 'store' | 'clock' | 'config'>,
  { email, reason }: { readonly email: string; readonly reason: string },
): Promise<boolean> {
  return store.portal.transaction(async (tables) => {
    const person = await tables.people.findByEmail(email);
    if (person === undefined) return false;
    const recovery = { actorId: commandLine, personId: person.id, reason, origin: config.origin };
    await resetSecondFactors(tables, clock, recovery);
    return true;
  });
}
