import { connect } from 'node:net';

interface SmtpMail {
  readonly port: number;
  readonly to: string;
  /** The whole mail, lines terminated by CRLF. */
  readonly raw: string;
}

/** Sends one mail (RFC 5321). Resolves with the server's last answer; rejects with the first that is not 2xx or 3xx. */
export async function sendOverSmtp({ port, to, raw }: SmtpMail): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const lines = socket.setEncoding('utf8')[Symbol.asyncIterator]();
  let pending = '';
  const answer = async (): Promise<string> => {
    while (!/^\d{3} .*\r\n$/m.test(pending)) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('connection closed');
      pending += value;
    }
    const text = pending;
    pending = '';
    if (!/^[23]/.test(text)) throw new Error(text.trim());
    return text;
  };
  try {
    await answer();
    const commands = ['EHLO test', 'MAIL FROM:<bounce@garance.example>', `RCPT TO:<${to}>`, 'DATA'];
    for (const command of commands) {
      socket.write(`${command}\r\n`);
      await answer();
    }
    socket.write(`${raw.replaceAll(/^\./gm, '..')}\r\n.\r\n`);
    return await answer();
  } finally {
    socket.destroy();
  }
}
