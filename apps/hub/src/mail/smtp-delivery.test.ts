import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { createSmtpDelivery, type Mail, MailDeliveryError } from './smtp-delivery.ts';

const mail: Mail = {
  messageId: '<outbox-1@garance.example>',
  to: 'angela@example.org',
  subject: 'Connexion à un service : été',
  text: 'Vous vous êtes connectée.',
  html: '<p>Vous vous êtes connectée.</p>',
};

interface Received {
  readonly recipients: readonly string[];
  readonly content: string;
}

async function startMailServer(refuse?: { readonly code: number }) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, callback) =>
      callback(
        refuse === undefined
          ? null
          : Object.assign(new Error('no such person'), { responseCode: refuse.code }),
      ),
    onData(stream, session, callback) {
      let content = '';
      stream.on('data', (chunk) => {
        content += chunk;
      });
      stream.on('end', () => {
        received.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), content });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    received,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function deliveryTo(url: string, timeoutMs = 5_000) {
  return createSmtpDelivery({ url, from: 'Garance <no-reply@garance.example>', timeoutMs });
}

async function failureOf(promise: Promise<unknown>): Promise<MailDeliveryError> {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof MailDeliveryError)) throw new Error('a MailDeliveryError was expected');
  return error;
}

describe('mail over SMTP', () => {
  it.each([
    [
      'a local part beyond ASCII (RFC 6531)',
      'éléonore@exämple.org',
      /^éléonore@(exämple|xn--exmple-cua)\.org$/,
    ],
    ['a host beyond ASCII (RFC 5891)', 'a@例え.example', /^a@(例え|xn--r8jz45g)\.example$/],
  ])('reaches %s', async (_what, to, arrived) => {
    await using server = await startMailServer();
    await deliveryTo(server.url).send({ ...mail, to });
    expect(server.received[0]?.recipients).toEqual([expect.stringMatching(arrived)]);
  });

  it('arrives with its two bodies, under the Message-ID it was queued with', async () => {
    await using server = await startMailServer();
    await deliveryTo(server.url).send(mail);
    const [arrived] = server.received;
    expect(arrived?.recipients).toEqual(['angela@example.org']);
    expect(arrived?.content).toContain('Message-ID: <outbox-1@garance.example>');
    expect(arrived?.content).toContain('From: Garance <no-reply@garance.example>');
    expect(arrived?.content).toContain('multipart/alternative');
  });

  it('is addressed to one person, whatever characters the address has', async () => {
    await using server = await startMailServer();
    await deliveryTo(server.url)
      .send({ ...mail, to: 'angela@example.org, eve@example.org' })
      .catch(() => undefined);
    await deliveryTo(server.url)
      .send({ ...mail, to: 'angela@example.org\r\nBcc: eve@example.org' })
      .catch(() => undefined);
    for (const { recipients, content } of server.received) {
      expect(recipients).not.toContain('eve@example.org');
      expect(content).not.toMatch(/^Bcc:/im);
    }
  });

  it('reports a refused recipient by its code, without quoting anything', async () => {
    await using server = await startMailServer({ code: 550 });
    const failure = await failureOf(deliveryTo(server.url).send(mail));
    expect(failure.code).toBe('550');
    expect(String(failure)).not.toContain('angela');
    expect(failure.cause).toBeUndefined();
  });

  it('reports a server that does not answer', async () => {
    const server = await startMailServer();
    await server[Symbol.asyncDispose]();
    const failure = await failureOf(deliveryTo(server.url).send(mail));
    expect(failure.code).toMatch(/ECONNREFUSED|ESOCKET|ECONNECTION/);
  });

  it('stops waiting for a server that never greets', async () => {
    const sockets: import('node:net').Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => {
      mute.listen(0, '127.0.0.1', resolve);
    });
    const url = `smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    expect((await failureOf(deliveryTo(url, 100).send(mail))).code).toBe('ETIMEDOUT');
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  });
});
