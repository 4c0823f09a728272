import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Platform } from '@garance/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFederation, type TestFederation } from '../federation.ts';
import { loginWithOauth4webapi } from './oauth4webapi.ts';
import { loginWithOpenidClient } from './openid-client.ts';
import { createThirdPartyClients, type ThirdPartyClients } from './third-party-seeds.ts';
import type { Person } from './walk-through.ts';

const encryptions = ['RSA-OAEP-256', 'ECDH-ES'] as const;
const libraries = [
  ['openid-client', loginWithOpenidClient],
  ['oauth4webapi', loginWithOauth4webapi],
] as const;

let federation: TestFederation;
let seedDir: string;
const clients = new Map<string, ThirdPartyClients>();

beforeAll(async () => {
  for (const alg of encryptions) clients.set(alg, await createThirdPartyClients(alg));
  seedDir = await mkdtemp(join(tmpdir(), 'garance-seeds-'));
  const seedClientsFile = join(seedDir, 'clients.json');
  await writeFile(seedClientsFile, JSON.stringify([...clients.values()].flatMap(({ seeds }) => seeds)));
  federation = await startFederation({ seedClientsFile });
});

afterAll(async () => {
  await federation?.close();
  await rm(seedDir, { recursive: true, force: true });
});

function clientsFor(alg: string): ThirdPartyClients {
  const found = clients.get(alg);
  if (found === undefined) throw new Error(alg);
  return found;
}

/** The first ordinary demo person with an account there. */
function personAt(provider: string): Person & { readonly person: string } {
  const account = federation.run.accounts.find((candidate) => candidate.provider === provider);
  if (account === undefined) throw new Error(`no account at ${provider}`);
  return account;
}

describe.each(libraries)('%s, unmodified and from discovery alone,', (_name, login) => {
  test('completes a login on the standard platform', async () => {
    const { idToken, userinfo, tokenResponse } = await login(
      federation.run,
      'standard',
      personAt('low'),
      clientsFor('RSA-OAEP-256'),
    );
    expect(idToken.acr).toBe('eidas1');
    expect(idToken.sub).toMatch(/^[0-9a-f]{64}v1$/);
    expectIdentity(userinfo, 'standard');
    expect(tokenResponse.token_type).toBe('bearer');
  });

  test.each(encryptions)('completes a login on plus with %s', async (alg) => {
    const { idToken, userinfo } = await login(
      federation.run,
      'plus',
      personAt('substantial'),
      clientsFor(alg),
    );
    expect(idToken.acr).toBe('eidas2');
    expect(idToken.sub).toMatch(/^[0-9a-f]{64}v1$/);
    expectIdentity(userinfo, 'plus');
  });
});

function expectIdentity(userinfo: Readonly<Record<string, unknown>>, platform: Platform): void {
  const { aud, iss, ...claims } = userinfo;
  expect(iss).toBe(federation.run.hubs[platform].integration);
  expect(aud).toMatch(/^third-party-/);
  for (const name of ['given_name', 'family_name', 'birthdate', 'gender', 'birthcountry', 'email']) {
    expect(claims[name], name).toEqual(expect.any(String));
  }
  expect(Object.keys(claims).filter((name) => name.startsWith('rnipp_'))).toEqual([]);
}
