import { request } from 'node:http';
import { join } from 'node:path';
import { connectRehearsal } from '@garance/garance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFederation, type TestFederation } from '../federation.ts';
import { createHttpBrowser } from '../http-browser.ts';

let federation: TestFederation;
beforeAll(async () => {
  federation = await startFederation();
});
afterAll(() => federation.close());

const clientId = 'montfleury-plus-high';
const connect = (changes: { readonly clientId?: string; readonly dataDir?: string } = {}) =>
  connectRehearsal({ dataDir: federation.dataDir, clientId, platform: 'plus', ...changes });

describe('rehearsals over the control socket', () => {
  it('describe the service as the hub knows it, its published keys looked at', async () => {
    const { service } = await connect();
    expect(service).toEqual((await federation.rehearsal(clientId, 'plus')).service);
    expect(service).toMatchObject({
      clientId,
      platform: 'plus',
      issuer: federation.run.hubs.plus.integration,
      authMethod: 'private_key_jwt',
      encrypted: true,
      hasSecondEncryptionKey: false,
      jwks: { reachable: true, findings: [] },
      rehearsalIssuer: `${federation.run.rehearsalIssuers.plus}/${clientId}`,
    });
  });

  it('give tickets, and tell what was seen', async () => {
    const rehearsal = await connect();
    const { id, cookie } = await rehearsal.ticket({ person: 'corsican' });
    const browser = createHttpBrowser();
    browser.cookies.set(new URL(cookie.url), `${cookie.name}=${cookie.value}; Path=/`);
    const page = await browser.open(`${federation.run.demoService}/sign-in/plus-high`);
    expect(page.text).toContain('Ghjulia');
    const seen = await rehearsal.observations(id);
    expect(seen.map(({ kind }) => kind)).toEqual(['authorize', 'callback', 'token', 'userinfo']);
    await rehearsal.close();
  });

  it('refuse by the catalogue’s codes: an unknown service, a wish that is none, a federation that is not there', async () => {
    await expect(connect({ clientId: 'nobody' })).rejects.toMatchObject({
      code: 'rehearsal.service_unknown',
    });
    const rehearsal = await connect();
    const wish = { person: 'plain', extraClaims: { sub: 'somebody' } } as const;
    await expect(rehearsal.ticket(wish)).rejects.toMatchObject({ code: 'rehearsal.wish_refused' });
    const dataDir = join(federation.dataDir, 'nowhere');
    await expect(connect({ dataDir })).rejects.toMatchObject({ code: 'rehearsal.unreachable' });
  });

  it('read no body of a size that nobody needs', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const socketPath = join(federation.dataDir, 'control.sock');
      request({ socketPath, path: '/rehearsal/ticket', method: 'POST' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end(JSON.stringify({ clientId, platform: 'plus', wish: 'x'.repeat(100_000) }));
    });
    expect(status).toBe(400);
  });
});
