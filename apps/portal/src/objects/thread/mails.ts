/** Mails of a thread, both ways. */

import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import type { DiscussionMessage } from '../discussion/table.ts';
import { enqueueMail, type Recipient } from '../mail/transition-mail.ts';
import type { PortalTables } from '../portal-store.ts';
import type { SupportThread } from './tables/threads.ts';

const messages = createMessages({
  fr: {
    toPartner: (subject: string) => `Réponse de l’équipe : ${subject}`,
    answered: 'L’équipe vous a répondu :',
    toTeam: (subject: string) => `Question d’un partenaire : ${subject}`,
    asked: 'Un partenaire attend une réponse :',
    open: 'Ouvrir l’échange',
  },
  en: {
    toPartner: (subject) => `Answer of the team: ${subject}`,
    answered: 'The team has answered you:',
    toTeam: (subject) => `Question of a partner: ${subject}`,
    asked: 'A partner waits for an answer:',
    open: 'Open the thread',
  },
});

type MailDeps = Pick<PortalDeps, 'clock' | 'config'>;
type Mailed = Pick<SupportThread, 'id' | 'subject' | 'organisationId' | 'openedBy'>;

interface About {
  readonly thread: Mailed;
  readonly message: Pick<DiscussionMessage, 'id' | 'text'>;
}

/** Whoever opened the thread or wrote in it, as far as they still belong to it; else the organisation's owners. */
export async function partnersOf(tables: PortalTables, thread: Mailed): Promise<readonly Recipient[]> {
  if (thread.organisationId === undefined) {
    const person = await tables.people.find(thread.openedBy);
    return person === undefined || person.blockedAtMs !== undefined ? [] : [recipient(person)];
  }
  const wrote = new Set((await tables.discussion.list('thread', thread.id)).map(({ author }) => author));
  wrote.add(thread.openedBy);
  const members = await tables.memberships.list(thread.organisationId);
  const concerned = members.filter(({ person }) => wrote.has(person.id));
  const told = concerned.length > 0 ? concerned : members.filter(({ role }) => role === 'owner');
  return told.filter(({ person }) => person.blockedAtMs === undefined).map(({ person }) => recipient(person));
}

/** Every support agent; the team's address when there is none. */
async function teamOf(tables: PortalTables, { config }: MailDeps): Promise<readonly Recipient[]> {
  const agents = await tables.platformRoles.list('support-agent');
  return agents.length === 0 ? [{ email: config.operatorMail, locale: 'fr' }] : agents.map(recipient);
}

const recipient = ({ email, locale }: Recipient): Recipient => ({ email, locale });

export async function mailPartner(
  tables: PortalTables,
  deps: MailDeps,
  { thread, message }: About,
): Promise<void> {
  for (const to of await partnersOf(tables, thread)) {
    const { toPartner, answered, open } = messages(to.locale);
    const link = { href: `${deps.config.origin}/support/${thread.id}`, label: open };
    await enqueueMail(tables, {
      ...shared(deps, { thread, message }),
      to,
      subject: toPartner(thread.subject),
      paragraphs: [answered, message.text],
      link,
    });
  }
}

export async function mailTeam(
  tables: PortalTables,
  deps: MailDeps,
  { thread, message }: About,
): Promise<void> {
  for (const to of await teamOf(tables, deps)) {
    const { toTeam, asked, open } = messages(to.locale);
    const link = { href: `${deps.config.origin}/threads/${thread.id}`, label: open };
    await enqueueMail(tables, {
      ...shared(deps, { thread, message }),
      to,
      subject: toTeam(thread.subject),
      paragraphs: [asked, message.text],
      link,
    });
  }
}

/** The same message is the same mail. */
function shared({ clock }: MailDeps, { thread, message }: About) {
  return { idPrefix: `thread-${thread.id}-message-${message.id}`, nowMs: clock.now() };
}
