import type { Clock } from '@garance/core';
import type { createPino } from '@garance/web/server';

type Logger = ReturnType<typeof createPino>;

/** A mail in the mailbox. */
export interface MailboxMessage {
  /** Random id, part of the mail's address. */
  readonly id: string;
  /** The `Message-ID` header; empty when there is none. */
  readonly messageId: string;
  readonly from: string;
  /** Envelope recipients, blind copies included. */
  readonly to: readonly string[];
  readonly subject: string;
  /** Time of receipt, ISO 8601. */
  readonly date: string;
  readonly text: string;
  /** Empty when the mail had no HTML part. */
  readonly html: string;
}

export interface MailboxOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly smtpPort: number;
  /** 0 picks a free one. */
  readonly httpPort: number;
  /** Directory where mails survive a restart; absent: memory only. */
  readonly dataDir?: string;
  /** Host name in the page's address; absent: `host`. */
  readonly publicHost?: string;
  /** Absent: the system's clock. */
  readonly clock?: Clock;
  /** Absent: a silent logger. */
  readonly logger?: Logger;
}

export interface Mailbox {
  /** Address of the page; `{url}/api/messages` is the same as JSON. */
  readonly url: string;
  readonly httpPort: number;
  readonly smtpPort: number;
  close(): Promise<void>;
}
