/** Attack 25: upload slots held by connections that send nothing, over real sockets. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { csrfToken } from '@garance/web/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPdf } from '../testing/documents.ts';
import { createTestPortal, type TestPerson, type TestPortal } from '../testing/portal-fixture.ts';

const boundary = 'limite';
const csrfPart = (csrf: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${csrf}\r\n`;
const filePart = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n`;
/** The parser holds back bytes that may be the beginning of the boundary. */
const firstBytes = '%PDF-1.7'.padEnd(500, ' ');
const end = `\r\n--${boundary}--\r\n`;

interface Thread {
  readonly who: TestPerson;
  readonly path: string;
  readonly csrf: string;
}

describe('attack 25: uploads that stall', () => {
  let portal: TestPortal;
  let port: number;
  const open = new Set<Socket>();
  const build = async (uploadStallSeconds: number) => {
    await close();
    portal = await createTestPortal({ config: { uploadStallSeconds } });
    await portal.app.listen({ host: '127.0.0.1', port: 0 });
    const address = portal.app.server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  };
  const close = async () => {
    for (const socket of open) socket.destroy();
    open.clear();
    await portal?.close();
  };
  beforeAll(() => build(0.3));
  afterAll(close);

  const aThread = async (): Promise<Thread> => {
    const who = await portal.as({ organisation: await portal.organisation() });
    const page = await who.browser.submit(await who.browser.get('/support/new'), {
      subject: 'Une question',
      text: 'Bonjour',
    });
    const id = /\/support\/([0-9a-f-]{36})/.exec(page.url)?.[1] ?? '';
    return { who, path: `/support/${id}/files`, csrf: csrfToken(who.sessionSecret, `support.attach:${id}`) };
  };
  /** Sends these bytes of a body whose `content-length` announces more, then nothing. */
  const begin = async ({ who, path }: Thread, body: string | Buffer, more = 1000) => {
    const socket = connect(port, '127.0.0.1');
    open.add(socket);
    socket.on('error', () => {});
    await once(socket, 'connect');
    const cookie = [...who.browser.cookies].map((pair) => pair.join('=')).join('; ');
    const length = Buffer.byteLength(body) + more;
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nCookie: ${cookie}\r\n` +
        `Content-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${length}\r\n\r\n`,
    );
    socket.write(body);
    return socket;
  };
  /** Status line and headers of the answer. */
  const answerOf = (socket: Socket): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += String(chunk);
        if (text.includes('\r\n\r\n')) resolve(text.slice(0, text.indexOf('\r\n\r\n')));
      });
      socket.on('close', () => resolve(text));
    });
  const whole = ({ csrf }: Thread) =>
    Buffer.concat([Buffer.from(csrfPart(csrf) + filePart), aPdf(), Buffer.from(end)]);

  it('are ended, and their connection is closed', async () => {
    const thread = await aThread();
    for (const body of [
      '',
      csrfPart(thread.csrf),
      csrfPart(thread.csrf) + filePart,
      `${csrfPart(thread.csrf)}${filePart}%PDF`,
    ]) {
      const socket = await begin(thread, body);
      expect(await answerOf(socket), JSON.stringify(body)).toMatch(/^HTTP\/1\.1 408 /);
    }
    // No upload slot stays taken.
    expect(await answerOf(await begin(thread, whole(thread), 0))).toMatch(/^HTTP\/1\.1 303 /);
  });

  it('occupy an upload slot only with a valid form token, and then only one of their own account', async () => {
    await build(30);
    const attacker = await aThread();
    const honest = await aThread();
    // Without a token: many uploads, half of them in the session of the honest person.
    for (let index = 0; index < 10; index += 1) await begin(honest, `--${boundary}\r\n`);
    for (let index = 0; index < 10; index += 1)
      await begin(attacker, csrfPart('wrong') + filePart + firstBytes);
    expect(await answerOf(await begin(honest, whole(honest), 0))).toMatch(/^HTTP\/1\.1 303 /);
    // Five uploads with a token: the last one exceeds the limit of this account, the four others wait.
    const five = await Promise.all(
      [1, 2, 3, 4, 5].map(() => begin(attacker, csrfPart(attacker.csrf) + filePart + firstBytes)),
    );
    const refused = await Promise.race(five.map(answerOf));
    expect(refused).toMatch(/^HTTP\/1\.1 503 /);
    expect(refused).toContain('retry-after: 60');
    expect(await answerOf(await begin(honest, whole(honest), 0))).toMatch(/^HTTP\/1\.1 303 /);
  });
});
