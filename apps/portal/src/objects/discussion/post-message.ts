import type { Locale } from '@garance/web/view';
import { enqueueMails, type MailText, type Recipient } from '../mail/mail.ts';
import type { PortalTables } from '../portal-store.ts';
import type { DiscussionMessage } from './table.ts';

/** Characters of one message. */
export const maxMessageLength = 10_000;

export interface MessageMail {
  recipients(): Promise<readonly Recipient[]>;
  readonly write: (locale: Locale) => MailText;
}

/**
 * Keeps a message and mails it, once for each id: the id comes from the form, so that a form sent twice is one message
 * and one mail, also when the first mail has left already. An internal note is not mailed.
 * @returns false when a message of this id was there
 */
export async function postMessage(
  tables: Pick<PortalTables, 'discussion' | 'outbox'>,
  message: DiscussionMessage,
  mail: MessageMail,
): Promise<boolean> {
  if (!(await tables.discussion.append(message))) return false;
  if (!message.internal) {
    await enqueueMails(tables, {
      idPrefix: `${message.object}-${message.objectId}-message-${message.id}`,
      to: await mail.recipients(),
      write: mail.write,
      nowMs: message.atMs,
    });
  }
  return true;
}
