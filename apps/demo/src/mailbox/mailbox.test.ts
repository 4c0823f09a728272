import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createManualClock } from '@garance/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mailbox, MailboxMessage } from './mailbox.ts';
import { startMailbox } from './start-mailbox.ts';
import { sendOverSmtp } from './test-smtp-client.ts';

const ports = { host: '127.0.0.1', smtpPort: 0, httpPort: 0 } as const;

describe('the mailbox', () => {
  const clock = createManualClock(Date.parse('2026-03-02T09:05:00Z'));
  let mailbox: Mailbox;

  beforeEach(async () => {
    mailbox = await startMailbox({ ...ports, clock });
  });
  afterEach(() => mailbox.close());

  const mail = (fields: { to?: string; subject?: string; body?: string; type?: string }): string =>
    [
      'From: =?utf-8?B?R2FyYW5jZSDDqXRhdA==?= <ne-pas-repondre@garance.example>',
      `To: ${fields.to ?? 'amarante@courriel.example'}`,
      `Subject: ${fields.subject ?? 'Hello'}`,
      `Message-ID: <${randomBytes(6).toString('hex')}@garance.example>`,
      'MIME-Version: 1.0',
      `Content-Type: ${fields.type ?? 'text/plain'}; charset=utf-8`,
      '',
      fields.body ?? 'Good morning',
    ].join('\r\n');
  const deliver = (raw: string, to = 'amarante@courriel.example'): Promise<string> =>
    sendOverSmtp({ port: mailbox.smtpPort, to, raw });
  const inbox = async (path = '/api/messages'): Promise<readonly MailboxMessage[]> =>
    (await (await fetch(`${mailbox.url}${path}`)).json()) as MailboxMessage[];
  const page = async (path: string): Promise<string> => (await fetch(`${mailbox.url}${path}`)).text();

  it('shows what to do while it is empty, in both languages', async () => {
    expect(await page('/')).toContain('Aucun courriel pour l’instant');
    expect(await page('/?lang=en')).toContain('No mail yet');
    expect(await inbox()).toEqual([]);
  });

  it('receives a mail by SMTP and returns it as JSON', async () => {
    await deliver(
      mail({ subject: '=?utf-8?Q?Connexion_=C3=A0_la_d=C3=A9mo?=', body: 'Vous vous êtes connecté.' }),
    );
    const [message] = await inbox();
    expect(message).toMatchObject({
      from: 'Garance état <ne-pas-repondre@garance.example>',
      to: ['amarante@courriel.example'],
      subject: 'Connexion à la démo',
      date: '2026-03-02T09:05:00.000Z',
      html: '',
    });
    expect(message?.text).toContain('Vous vous êtes connecté.');
    expect(message?.messageId).toMatch(/@garance\.example>$/);
    expect(message?.id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('lists the newest first and searches words without regard to case or diacritics', async () => {
    await deliver(mail({ subject: 'First' }));
    await deliver(mail({ subject: 'Second', body: 'Déconnexion' }), 'basile@courriel.example');
    expect((await inbox()).map(({ subject }) => subject)).toEqual(['Second', 'First']);
    expect((await inbox('/api/messages?q=DECONNEXION')).map(({ subject }) => subject)).toEqual(['Second']);
    const found = await page('/?q=basile&lang=en');
    expect(found).toContain('Second');
    expect(found).not.toContain('First');
    expect(await page('/?q=nowhere&lang=en')).toContain('No mail contains “nowhere”.');
  });

  it('shows a text mail with links, and never as markup', async () => {
    await deliver(mail({ body: 'See http://localhost:3000/go?a=1\r\n\r\n<script>alert(1)</script>' }));
    const [message] = await inbox();
    const html = await page(`/messages/${message?.id}`);
    expect(html).toContain('href="http://localhost:3000/go?a=1"');
    expect(html).toContain('&lt;script');
    expect(html).not.toContain('<script>alert');
  });

  it('shows an HTML mail in a frame that can neither run scripts nor load anything', async () => {
    await deliver(mail({ type: 'text/html', body: '<p>Hello <script>alert(1)</script></p>' }));
    const [message] = await inbox();
    const html = await page(`/messages/${message?.id}`);
    expect(html).toMatch(/<iframe[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const framing = await fetch(`${mailbox.url}/messages/${message?.id}`);
    expect(framing.headers.get('content-security-policy')).toContain("frame-src 'self'");

    const frame = await fetch(`${mailbox.url}/messages/${message?.id}/html`);
    expect(await frame.text()).toContain('<p>Hello');
    const policy = frame.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toMatch(/sandbox allow-popups allow-popups-to-escape-sandbox$/);
    expect(policy).not.toContain('script-src');
    expect(frame.headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('answers 404 for a mail that is not there', async () => {
    expect((await fetch(`${mailbox.url}/messages/${'0'.repeat(32)}`)).status).toBe(404);
  });

  it('shows 25 mails per page', async () => {
    await deliver(mail({ subject: 'The oldest' }));
    for (const batch of [13, 12]) {
      await Promise.all(Array.from({ length: batch }, () => deliver(mail({ subject: 'A later one' }))));
    }
    const first = await page('/?lang=en');
    expect(first).toContain('26 mails');
    expect(first).not.toContain('The oldest');
    expect(first).toContain('href="/?page=2"');
    const last = await page('/?page=2&lang=en');
    expect(last).toContain('The oldest');
    expect(last).toContain('Newer');
    expect(last).not.toContain('Older');
  });

  it('empties on DELETE and from the page', async () => {
    await deliver(mail({}));
    expect((await fetch(`${mailbox.url}/api/messages`, { method: 'DELETE' })).status).toBe(204);
    expect(await inbox()).toEqual([]);
    await deliver(mail({}));
    const gone = await fetch(`${mailbox.url}/messages/delete`, { method: 'POST', redirect: 'manual' });
    expect(gone.status).toBe(303);
    expect(await inbox()).toEqual([]);
  });

  it.each([
    ['DELETE', '/api/messages'],
    ['POST', '/messages/delete'],
  ])('is not emptied by %s from another site', async (method, path) => {
    await deliver(mail({}));
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await fetch(`${mailbox.url}${path}`, { method, headers })).status).toBe(400);
    expect(await inbox()).toHaveLength(1);
  });

  it('is refused under another host name', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${mailbox.url}/api/messages`, { headers: { host: 'attacker.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });

  it('refuses a mail of more than 1 MB', async () => {
    await expect(deliver(mail({ body: `${'x'.repeat(70)}\r\n`.repeat(16_000) }))).rejects.toThrow('552');
    expect(await inbox()).toEqual([]);
  });

  it('keeps mails over a restart when it has a folder, and ignores other files in it', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mailbox-'));
    await writeFile(join(dataDir, 'broken.json'), '{');
    await mailbox.close();
    mailbox = await startMailbox({ ...ports, dataDir, clock });
    await deliver(mail({ subject: 'Kept' }));
    await mailbox.close();
    mailbox = await startMailbox({ ...ports, dataDir, clock });
    expect((await inbox()).map(({ subject }) => subject)).toEqual(['Kept']);
    await fetch(`${mailbox.url}/api/messages`, { method: 'DELETE' });
    expect(await readdir(dataDir)).toEqual(['broken.json']);
    await rm(dataDir, { recursive: true });
  });

  it('reports its health, and leaves no server running when a port is taken', async () => {
    expect((await fetch(`${mailbox.url}/healthz`)).status).toBe(200);
    await expect(startMailbox({ ...ports, smtpPort: mailbox.smtpPort })).rejects.toThrow('EADDRINUSE');
    await expect(startMailbox({ ...ports, httpPort: mailbox.httpPort })).rejects.toThrow('EADDRINUSE');
  });

  it('stops even when a client is still connected', async () => {
    const socket = connect(mailbox.smtpPort, '127.0.0.1');
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('data', resolve));
    await mailbox.close();
    socket.destroy();
    mailbox = await startMailbox({ ...ports, clock });
  });
});
