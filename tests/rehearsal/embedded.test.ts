import { request } from 'node:http';
import { join } from 'node:path';
import type { Platform } from '@garance/core';
import { connectRehearsal } from '@garance/garance';
import { createHttpBrowser } from '@garance/http-browser';
import type { Rehearsal, RehearsalInput } from '@garance/qualification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFederation, type TestFederation } from '../federation.ts';

let federation: TestFederation;
beforeAll(async () => {
  federation = await startFederation({ rehearsalScale: 0.01 });
});
afterAll(() => federation.close());

const entries = [
  ['standard', 'montfleury-franceconnect', 'franceconnect'],
  ['plus', 'montfleury-plus-substantial', 'plus-substantial'],
  ['plus', 'montfleury-plus-high', 'plus-high'],
] as const satisfies readonly (readonly [Platform, string, string])[];

/** Signs in at an entry of the demo service with a rehearsal token. */
async function signIn(rehearsal: Rehearsal, door: string, input: RehearsalInput) {
  const token = await rehearsal.token(input);
  const browser = createHttpBrowser();
  const { url, name, value } = token.cookie;
  browser.cookies.set(new URL(url), `${name}=${value}; Path=/`);
  const page = await browser.open(`${federation.run.demoService}/sign-in/${door}`);
  return { page, browser, observations: await rehearsal.observations(token.id) };
}

describe.each(entries)('on %s, a rehearsed login of %s', (platform, clientId, entry) => {
  it('signs the person in without a page, and the hub observed every request', async () => {
    const rehearsal = await federation.rehearsal(clientId, platform);
    const { page, observations } = await signIn(rehearsal, entry, { person: 'plain' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Camille Jeanne');
    expect(observations.map(({ kind }) => kind)).toEqual(['authorize', 'callback', 'token', 'userinfo']);
    expect(observations.some((seen) => 'faulty' in seen && seen.faulty)).toBe(false);
  });

  it('leaves no rehearsal token behind: the next login of this browser is not a rehearsal', async () => {
    const rehearsal = await federation.rehearsal(clientId, platform);
    const { browser } = await signIn(rehearsal, entry, { person: 'plain' });
    expect(browser.cookies.find('localhost', /-rehearsal$/)).toBeUndefined();
    await browser.open(`${federation.run.demoService}/sign-out`);
    const page = await browser.open(`${federation.run.demoService}/sign-in/${entry}`);
    expect(page.url.hostname).toBe('localhost');
    expect(page.text).toContain('Choisissez');
  });

  it('has the fault, and the hub observed the request for it', async () => {
    const rehearsal = await federation.rehearsal(clientId, platform);
    const fault = { at: 'id_token', claims: { set: { nonce: { json: 'another' } } } } as const;
    const { page, observations } = await signIn(rehearsal, entry, { person: 'plain', fault });
    expect(page.text).not.toContain('Camille Jeanne');
    expect(observations).toContainEqual(expect.objectContaining({ kind: 'token', faulty: true }));
  });
});

const clientId = 'montfleury-plus-high';
const connect = (changes: { readonly clientId?: string; readonly dataDir?: string } = {}) =>
  connectRehearsal({ dataDir: federation.dataDir, clientId, platform: 'plus', ...changes });

describe('rehearsals over the control socket', () => {
  it('describe the service’s registration, and check its published keys', async () => {
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

  it('give rehearsal tokens, and return the observations', async () => {
    const rehearsal = await connect();
    const { id, cookie } = await rehearsal.token({ person: 'corsican' });
    const browser = createHttpBrowser();
    browser.cookies.set(new URL(cookie.url), `${cookie.name}=${cookie.value}; Path=/`);
    const page = await browser.open(`${federation.run.demoService}/sign-in/plus-high`);
    expect(page.text).toContain('Ghjulia');
    const seen = await rehearsal.observations(id);
    expect(seen.map(({ kind }) => kind)).toEqual(['authorize', 'callback', 'token', 'userinfo']);
    await rehearsal.close();
  });

  it('refuse with the catalogue’s codes: an unknown service, an invalid input, no running federation', async () => {
    await expect(connect({ clientId: 'unknown-client' })).rejects.toMatchObject({
      code: 'rehearsal.service_unknown',
    });
    const rehearsal = await connect();
    const input = { person: 'plain', extraClaims: { sub: 'other-person' } } as const;
    await expect(rehearsal.token(input)).rejects.toMatchObject({ code: 'rehearsal.wish_refused' });
    const dataDir = join(federation.dataDir, 'nowhere');
    await expect(connect({ dataDir })).rejects.toMatchObject({ code: 'rehearsal.unreachable' });
  });

  it('refuse a large body', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const socketPath = join(federation.dataDir, 'control.sock');
      request({ socketPath, path: '/rehearsal/token', method: 'POST' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end(JSON.stringify({ clientId, platform: 'plus', input: 'x'.repeat(100_000) }));
    });
    expect(status).toBe(400);
  });
});
