/** Mails of a thread, to partner and team. */
import { createMessages } from '@garance/web/view';
import type { PortalDeps } from '../../deps.ts';
import type { DiscussionMessage } from '../discussion/table.ts';
import { enqueueMails, type Recipient } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import type { SupportThread } from './tables/threads.ts';

const messages = createMessages({
  fr: {
    partner: {
      subject: (subject: string) => `Réponse de l’équipe : ${subject}`,
      intro: 'L’équipe vous a répondu :',
    },
    team: {
      subject: (subject: string) => `Question d’un partenaire : ${subject}`,
      intro: 'Un partenaire attend une réponse :',
    },
    open: 'Ouvrir l’échange',
  },
  en: {
    partner: { subject: (subject) => `Answer of the team: ${subject}`, intro: 'The team has answered you:' },
    team: {
      subject: (subject) => `Question of a partner: ${subject}`,
      intro: 'A partner waits for an answer:',
    },
    open: 'Open the thread',
  },
});

type MailDeps = Pick<PortalDeps, 'clock' | 'config'>;
type Mailed = Pick<SupportThread, 'id' | 'subject' | 'organisationId' | 'openedBy'>;

/** Members who opened the thread or wrote in it; when none of them is a member any more, the organisation's owners. */
async function partnersOf(tables: PortalTables, thread: Mailed): Promise<readonly Recipient[]> {
  if (thread.organisationId === undefined) {
    const person = await tables.people.find(thread.openedBy);
    return person === undefined || person.blockedAtMs !== undefined ? [] : [recipient(person)];
  }
  const wrote = new Set((await tables.discussion.list('thread', thread.id)).map(({ author }) => author));
  wrote.add(thread.openedBy);
  const members = await tables.memberships.list(thread.organisationId);
  const concerned = members.filter(({ person }) => wrote.has(person.id));
  const recipients = concerned.length > 0 ? concerned : members.filter(({ role }) => role === 'owner');
  return recipients
    .filter(({ person }) => person.blockedAtMs === undefined)
    .map(({ person }) => recipient(person));
}

/** Every support agent; the team's address when there is none. */
async function teamOf(tables: PortalTables, { config }: MailDeps): Promise<readonly Recipient[]> {
  const agents = await tables.platformRoles.list('support-agent');
  return agents.length === 0 ? [{ email: config.operatorMail, locale: 'fr' }] : agents.map(recipient);
}

const recipient = ({ email, locale }: Recipient): Recipient => ({ email, locale });

interface ThreadMail {
  readonly thread: Mailed;
  readonly message: Pick<DiscussionMessage, 'id' | 'text'>;
  readonly side: 'partner' | 'team';
}

/** Mails a message to the other side: the partner's to the team, the team's to the partner. */
export async function mailThread(
  tables: PortalTables,
  deps: MailDeps,
  { thread, message, side }: ThreadMail,
): Promise<void> {
  const path = side === 'partner' ? 'support' : 'threads';
  await enqueueMails(tables, {
    idPrefix: `thread-${thread.id}-message-${message.id}`,
    to: side === 'partner' ? await partnersOf(tables, thread) : await teamOf(tables, deps),
    write: (locale) => {
      const { [side]: texts, open } = messages(locale);
      return {
        subject: texts.subject(thread.subject),
        paragraphs: [texts.intro, message.text],
        link: { href: `${deps.config.origin}/${path}/${thread.id}`, label: open },
      };
    },
    nowMs: deps.clock.now(),
  });
}
