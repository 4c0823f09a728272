/** A mail server that keeps the Message-ID of each mail, and can be away. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export interface MailServer {
  readonly port: number;
  /** How often each mail came, by its Message-ID. */
  readonly received: ReadonlyMap<string, number>;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
}

const host = '127.0.0.1';
const endOfMail = '\r\n.\r\n';

/** One SMTP session (RFC 5321): everybody may send to everybody. */
function serve(socket: Socket, keep: (mail: string) => void): void {
  let text = '';
  let isMail = false;
  const reply = (line: string) => socket.write(`${line}\r\n`);
  reply('220 mail of a test');
  socket.on('error', () => {});
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (;;) {
      const end = isMail ? endOfMail : '\r\n';
      const at = text.indexOf(end);
      if (at < 0) return;
      const part = text.slice(0, at);
      text = text.slice(at + end.length);
      if (isMail) {
        keep(part);
        reply('250 kept');
        isMail = false;
      } else if (/^data/i.test(part)) {
        isMail = true;
        reply('354 go on');
      } else reply(/^quit/i.test(part) ? '221 bye' : '250 good');
    }
  });
}

export async function startMailServer(stack: AsyncDisposableStack): Promise<MailServer> {
  const received = new Map<string, number>();
  const open = new Set<Socket>();
  const keep = (mail: string) => {
    const id = /^message-id:\s*(\S+)/im.exec(mail)?.[1] ?? '';
    received.set(id, (received.get(id) ?? 0) + 1);
  };
  const listen = async (at: number): Promise<Server> => {
    const server = createServer((socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      serve(socket, keep);
    });
    server.listen(at, host);
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const leave = async () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  stack.defer(leave);
  return {
    port,
    received,
    leave,
    comeBack: async () => {
      server = await listen(port);
    },
  };
}
