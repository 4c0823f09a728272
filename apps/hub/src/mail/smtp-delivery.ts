import { createTransport } from 'nodemailer';

/** One mail, as the outbox holds it. */
export interface Mail {
  /** Stable across attempts, so that a mail repeated after a crash can be recognised (RFC 5322 §3.6.4). */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailDelivery {
  /** Resolves once the server has accepted the mail; rejects otherwise, and the outbox tries again. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

export interface SmtpDeliveryOptions {
  /** `smtp://host:port` or `smtps://user:password@host:port`. */
  readonly url: string;
  /** Sender of every mail. */
  readonly from: string;
  /** Milliseconds, for the connection, for the greeting, and for each answer. */
  readonly timeoutMs: number;
}

/** Thrown instead of nodemailer's error, whose message quotes the recipient and the server's words. */
export class MailDeliveryError extends Error {
  /** SMTP reply code, or nodemailer's code (`ECONNECTION`, `ETIMEDOUT`, …). */
  readonly code: string;

  constructor(code: string) {
    super(`mail not delivered: ${code}`);
    this.name = 'MailDeliveryError';
    this.code = code;
  }
}

/** Delivers mails over SMTP. Contents come from the caller alone: no file, no URL is ever read into a mail. */
export function createSmtpDelivery({ url, from, timeoutMs }: SmtpDeliveryOptions): MailDelivery {
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ messageId, to, subject, text, html }) {
      try {
        await transport.sendMail({
          messageId,
          from,
          // Passed as an object, so that an address is never parsed into several recipients.
          to: { name: '', address: to },
          subject,
          text,
          html,
        });
      } catch (error) {
        throw new MailDeliveryError(codeOf(error));
      }
    },
    close: () => transport.close(),
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('responseCode' in error && typeof error.responseCode === 'number') return String(error.responseCode);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
