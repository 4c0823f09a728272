import { randomBytes } from 'node:crypto';
import type { Clock } from '@garance/core';
import PostalMime, { type Address } from 'postal-mime';
import type { MailboxMessage } from './mailbox.ts';

/** Longer bodies are cut, because 200 mails are kept in memory. */
const maxBodyLength = 200_000;

interface Received {
  readonly raw: Uint8Array;
  /** Envelope recipients (RFC 5321 §4.1.1.3). */
  readonly recipients: readonly string[];
}

/** Parses a received mail. Attachments are dropped. */
export async function parseMail({ raw, recipients }: Received, clock: Clock): Promise<MailboxMessage> {
  const mail = await PostalMime.parse(raw);
  return {
    id: randomBytes(16).toString('hex'),
    messageId: mail.messageId ?? '',
    from: addressText(mail.from),
    to: recipients,
    subject: mail.subject ?? '',
    date: new Date(clock.now()).toISOString(),
    text: (mail.text ?? '').slice(0, maxBodyLength),
    html: (mail.html ?? '').slice(0, maxBodyLength),
  };
}

function addressText(address: Address | undefined): string {
  if (address === undefined) return '';
  const { name, address: mailbox } = address;
  if (mailbox === undefined || mailbox === '') return name;
  return name === '' ? mailbox : `${name} <${mailbox}>`;
}
