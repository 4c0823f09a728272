import type { Clock } from '@garance/core';
import type { createPino } from '@garance/web/server';

type Logger = ReturnType<typeof createPino>;

/** A mail as kept by the mailbox. */
export interface MailboxMessage {
  /** The mailbox's own, random; in addresses. */
  readonly id: string;
  /** The `Message-ID` header; empty when the sender gave none. */
  readonly messageId: string;
  readonly from: string;
  /** Envelope recipients: a blind copy shows too. */
  readonly to: readonly string[];
  readonly subject: string;
  /** ISO 8601, when it was received. */
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
  /** When given, messages survive a restart there. */
  readonly dataDir?: string;
  /** Host name under which the page is addressed; absent: `host`. */
  readonly publicHost?: string;
  /** Absent: the system's. */
  readonly clock?: Clock;
  /** Absent: a silent one. */
  readonly logger?: Logger;
}

export interface Mailbox {
  /** Address of the page; `{url}/api/messages` is the same as JSON. */
  readonly url: string;
  readonly httpPort: number;
  readonly smtpPort: number;
  close(): Promise<void>;
}
