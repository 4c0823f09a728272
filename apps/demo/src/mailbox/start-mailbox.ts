/** The demo's mailbox: receives every mail of Garance by SMTP and shows it on a page. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@garance/core';
import {
  buildServer,
  createPino,
  type FastifyInstance,
  registerAssets,
  sendError,
} from '@garance/web/server';
import type { SMTPServer } from 'smtp-server';
import type { Mailbox, MailboxOptions } from './mailbox.ts';
import { openMessageStore } from './message-store.ts';
import { parseMail } from './parse-mail.ts';
import { addMailboxRoutes, languageCookie, rememberLanguage } from './routes.tsx';
import { createSmtpServer } from './smtp.ts';

/** Starts the SMTP server and the page. Rejects when a port is in use, with neither left running. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const { host, clock = systemClock, publicHost = host } = options;
  const store = await openMessageStore(options.dataDir);
  const smtp = createSmtpServer(async (mail) => store.add(await parseMail(mail, clock)));
  const app = buildServer({
    name: 'mailbox',
    logger: options.logger ?? createPino({ name: 'mailbox', level: 'silent' }),
    issuerOrigin: `http://${publicHost}:${options.httpPort}`,
    site: { band: 'demonstration', brand: { name: 'Garance', tone: 'neutral', homeHref: '/' } },
    languageCookie,
  });
  refuseOtherHosts(app, new Set([publicHost, host, 'localhost']));
  registerAssets(app);
  rememberLanguage(app);
  addMailboxRoutes(app, store);

  const smtpPort = await listenSmtp(smtp, host, options.smtpPort);
  try {
    await app.listen({ host, port: options.httpPort });
  } catch (error) {
    await closeSmtp(smtp);
    throw error;
  }
  const { port: httpPort } = app.server.address() as AddressInfo;
  return {
    url: `http://${publicHost}:${httpPort}`,
    httpPort,
    smtpPort,
    async close() {
      app.server.closeAllConnections();
      await Promise.all([app.close(), closeSmtp(smtp)]);
    },
  };
}

/** Refuses other host names: a foreign page whose name resolves to this machine (DNS rebinding) must not read mails. */
function refuseOtherHosts(app: FastifyInstance, hosts: ReadonlySet<string>): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!hosts.has(request.hostname)) return sendError(reply, 'general.bad_request', { status: 421 });
    return undefined;
  });
}

async function listenSmtp(smtp: SMTPServer, host: string, port: number): Promise<number> {
  // An error before the server listens means that the port is in use; later ones concern single connections.
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(port, host, () => {
      smtp.off('error', reject);
      smtp.on('error', () => undefined);
      resolve();
    });
  });
  return (smtp.server.address() as AddressInfo).port;
}

async function closeSmtp(smtp: SMTPServer): Promise<void> {
  const closed = once(smtp.server, 'close');
  smtp.close();
  await closed;
}
