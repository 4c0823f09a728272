import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';

/** Announced to senders (RFC 1870) and enforced. */
const maxMailBytes = 1_048_576;

export interface IncomingMail {
  readonly raw: Uint8Array;
  readonly recipients: readonly string[];
}

/** An SMTP server that accepts every mail up to 1 MB without authentication. It listens on loopback only. */
export function createSmtpServer(onMail: (mail: IncomingMail) => Promise<void>): SMTPServer {
  return new SMTPServer({
    name: 'garance-mailbox',
    banner: 'demo mailbox: nothing leaves this machine',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maxMailBytes,
    maxClients: 20,
    socketTimeout: 30_000,
    // Closing does not wait longer for senders that stay connected.
    closeTimeout: 200,
    logger: false,
    onData(stream, session, callback) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      readMail(stream)
        .then((raw) => onMail({ raw, recipients }))
        .then(
          () => callback(),
          (error: unknown) => callback(error instanceof TooLargeError ? error : new Error('not understood')),
        );
    },
  });
}

class TooLargeError extends Error {
  readonly responseCode = 552;
}

/** Reads the stream to its end even when the mail is refused; otherwise the connection hangs. */
async function readMail(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxMailBytes) chunks.push(chunk);
  }
  if (bytes > maxMailBytes) throw new TooLargeError('message exceeds 1 MB');
  return Buffer.concat(chunks);
}
