import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerFieldsSchema, registrationSchema } from '@garance/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { UsageError } from './options.ts';
import { readSeedFile } from './read-seed.ts';
import { registrationOf, seedClientsJsonSchema, seedClientsSchema } from './seed-clients.ts';
import { providerOn, seedProvidersJsonSchema, seedProvidersSchema } from './seed-providers.ts';

const client = {
  platform: 'standard',
  clientId: 'client',
  clientSecret: 'a-secret-that-only-tests-know',
  redirectUris: ['https://service.example/back'],
};
const provider = {
  id: 'tisane',
  platform: 'standard',
  name: 'Compte Tisane',
  discoveryUrl: 'https://tisane.example',
  clientId: 'garance',
  clientSecret: 'a-secret-of-the-hub-that-is-32-bytes-long',
  levels: ['eidas1'],
};
const endpoints = {
  issuer: 'https://tisane.example',
  authorization: 'https://tisane.example/authorize',
  token: 'https://tisane.example/token',
  userinfo: 'https://tisane.example/userinfo',
};
const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: '1' };
const hub = { platform: 'standard', environment: 'integration' } as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garance-seed-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The message about a file with this content; undefined when it is valid. */
async function complaint(schema: z.ZodType, content: unknown): Promise<string | undefined> {
  const file = join(folder, 'seeds.json');
  await writeFile(file, JSON.stringify(content));
  try {
    readSeedFile(file, schema);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

const clientOf = (changes: object) => {
  const [seed] = seedClientsSchema.parse([{ ...client, ...changes }]);
  if (seed === undefined) throw new Error('no client');
  return registrationOf(seed);
};
const providerOf = (changes: object, on: Parameters<typeof providerOn>[0] = hub) => {
  const [seed] = seedProvidersSchema.parse([{ ...provider, ...changes }]);
  return seed === undefined ? undefined : providerOn(on, seed);
};

describe('--seed-clients takes every field of a registration', () => {
  const plus = { platform: 'plus', jwks: { keys: [key] } };
  const variations: Readonly<Record<string, object>> = {
    id: { id: 'other' },
    serviceId: { serviceId: 'other' },
    organisationId: { organisationId: 'other' },
    platform: plus,
    environment: { environment: 'production' },
    clientId: { clientId: 'other' },
    status: { status: 'suspended' },
    type: { type: 'private' },
    displayName: { name: 'Autre' },
    siteUrl: { siteUrl: 'https://service.example' },
    redirectUris: { redirectUris: ['https://service.example/other'] },
    postLogoutRedirectUris: { postLogoutRedirectUris: ['https://service.example'] },
    auth: { assertionAudience: 'issuer-or-endpoints' },
    keys: { jwks_uri: 'https://service.example/jwks' },
    idToken: { id_token_signed_response_alg: 'RS256' },
    userinfo: { userinfo_signed_response_alg: 'RS256' },
    scopes: { scopes: ['openid', 'email'] },
    amrAllowed: { amrAllowed: true },
    pkce: { pkce: 'required' },
    par: { par: 'required' },
    profile: { profile: 'openid' },
    providerFilter: { providerFilter: { mode: 'deny', providerIds: ['low'] } },
    idpHintAllowed: { idpHintAllowed: false },
    sector: { sector: { algorithm: 'fc1', id: 'sector', entityId: 'entity' } },
    sectorIdentifierUri: { sectorIdentifierUri: 'https://service.example/sector.json' },
    sessionLengthSeconds: { sessionLengthSeconds: 60 },
  };
  // Versions come from the store, and sandbox clients from the partner space.
  const fields = Object.keys(registrationSchema.shape).filter(
    (field) => field !== 'version' && field !== 'kind',
  );

  it.each(fields)('%s', (field) => {
    const before: Readonly<Record<string, unknown>> = clientOf({});
    const after: Readonly<Record<string, unknown>> = clientOf(variations[field] ?? {});
    expect(after[field]).not.toEqual(before[field]);
  });

  it('with two secrets, the older one until its end', () => {
    const clientSecretHashes = [{ sha256: 'a'.repeat(64), expiresAtMs: 5 }];
    expect(clientOf({ clientSecretHashes }).auth.secretHashes).toEqual([
      { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ...clientSecretHashes,
    ]);
  });
});

describe('one algorithm registered', () => {
  it.each([
    [{}, 'ES256', 'ES256'],
    [{ id_token_signed_response_alg: 'RS256' }, 'RS256', 'RS256'],
    [{ id_token_signed_response_alg: 'RS256', userinfo_signed_response_alg: 'ES256' }, 'RS256', 'ES256'],
    [{ userinfo_signed_response_alg: 'RS256' }, 'ES256', 'RS256'],
    [{ profile: 'openid' }, 'RS256', undefined],
    [{ profile: 'openid', id_token_signed_response_alg: 'ES256' }, 'ES256', undefined],
    [{ profile: 'openid', userinfo_signed_response_alg: null }, 'RS256', undefined],
  ])('%j: id_token %s, userinfo %s', (changes, idToken, userinfo) => {
    const registration = clientOf(changes);
    expect([registration.idToken.signingAlg, registration.userinfo.signingAlg]).toEqual([idToken, userinfo]);
  });
});

describe('--seed-providers takes every field of a registration', () => {
  const nested = { userinfoFormat: 'nested', idTokenEncryptionAlg: 'ECDH-ES' };
  const variations: Readonly<Record<string, object>> = {
    id: { id: 'other' },
    name: { name: 'Autre' },
    logo: { logo: { mediaType: 'image/png', base64: 'AAAA' } },
    displayOrder: { displayOrder: 1 },
    display: { display: { hidden: true, beta: true, approval: { fr: 'Lisez', en: 'Read' } } },
    status: { status: 'maintenance' },
    maintenanceMessage: { maintenanceMessage: { fr: 'Ce soir', en: 'Tonight' } },
    source: { discoveryUrl: undefined, endpoints, keys: { keys: [key] } },
    clientId: { clientId: 'other' },
    clientSecret: { clientSecret: 'other' },
    authMethod: { authMethod: 'client_secret_basic' },
    levels: { levels: ['eidas2', 'eidas1'] },
    acrMap: { acrMap: { bas: 'eidas1' } },
    idTokenSigningAlg: { idTokenSigningAlg: 'HS256' },
    idTokenEncryption: { idTokenEncryptionAlg: 'ECDH-ES' },
    userinfoFormat: { userinfoFormat: 'signed' },
    userinfoSigningAlg: { userinfoSigningAlg: 'RS256' },
    userinfoEncryption: { ...nested, userinfoEncryptionAlg: 'RSA-OAEP' },
    pkce: { pkce: false },
    scopes: { scopes: ['openid'] },
    acrValues: { acrValues: [] },
    claims: { claims: { userinfo: { birthdate: null } } },
    extraParameters: { extraParameters: { hint: 'x' } },
    sendMaxAge: { sendMaxAge: false },
    sendUiLocales: { sendUiLocales: false },
    amr: { amr: 'fr' },
    amrPassedOn: { amrPassedOn: true },
    preferredUsernameIsUsageName: { preferredUsernameIsUsageName: true },
  };
  const fields = Object.keys(providerFieldsSchema.shape).filter(
    (field) => field !== 'platform' && field !== 'environment',
  );

  it.each(fields)('%s', (field) => {
    const before: Readonly<Record<string, unknown>> = providerOf({}) ?? {};
    const after: Readonly<Record<string, unknown>> = providerOf(variations[field] ?? {}) ?? {};
    expect(after[field]).not.toEqual(before[field]);
  });

  it('on the hubs that it names', () => {
    expect(providerOf({ platform: 'plus' })).toBeUndefined();
    expect(providerOf({ environment: 'production' })).toBeUndefined();
    const onPlus = providerOf({ platform: 'both' }, { platform: 'plus', environment: 'production' });
    // Plain JSON is allowed on standard only.
    expect([providerOf({ platform: 'both' })?.userinfoFormat, onPlus?.userinfoFormat]).toEqual([
      'json',
      'signed',
    ]);
  });
});

describe('a seed file with errors names every wrong field at once', () => {
  it('of clients', async () => {
    const problems = await complaint(seedClientsSchema, [
      {
        ...client,
        redirectUris: ['home'],
        siteUrl: 'x',
        scopes: ['profile', 'everything'],
        userinfo_signed_response_alg: null,
        id_token_encrypted_response_enc: 'A256GCM',
        clientSecrt: 'typo',
      },
      { ...client, platform: 'plus', id_token_signed_response_alg: 'RS256', sessionLengthSeconds: 0 },
      { platform: 'standard', redirectUris: [] },
      client,
      client,
    ]);
    for (const part of [
      '[0].redirectUris[0]',
      '[0].siteUrl',
      'unknown scopes on standard: everything',
      '[0].scopes',
      'plain JSON userinfo is of the openid profile only',
      '[0].userinfo_signed_response_alg',
      '[0].id_token_encrypted_response_enc',
      'clientSecrt',
      '[1].jwks',
      '[1].id_token_signed_response_alg',
      '[1].sessionLengthSeconds',
      '[2].clientId',
      '[2].redirectUris',
      'private_key_jwt needs jwks or jwks_uri',
      'clientId is there twice: client (standard, integration)',
    ]) {
      expect(problems).toContain(part);
    }
  });

  it('of providers', async () => {
    const problems = await complaint(seedProvidersSchema, [
      {
        ...provider,
        id: 'Tisane',
        scopes: ['profile', 'a b'],
        acrMap: { carte: 'eidas3' },
        extraParameters: { state: 'x' },
        display: { hiden: true },
        idTokenSigningAlg: 'HS256',
        clientSecret: 's'.repeat(31),
        userinfoFormat: 'json',
        userinfoSigningAlg: 'RS256',
      },
      {
        ...provider,
        platform: 'both',
        idTokenSigningAlg: 'HS256',
        userinfoFormat: 'json',
        sendMaxAge: false,
        endpoints,
        keys: { keys: [{ ...key, d: 'private' }] },
      },
      { ...provider, discoveryUrl: undefined },
      { ...provider, id: 'far', discoveryUrl: undefined, endpoints },
      { ...provider, id: 'twice' },
      { ...provider, id: 'twice', platform: 'both' },
    ]);
    for (const part of [
      '[0].id',
      '[0].scopes',
      '[0].scopes[1]',
      '[0].acrMap',
      '[0].extraParameters',
      '[0].display',
      'HS256 needs a secret of 32 bytes or more',
      '[0].clientSecret',
      '[0].userinfoSigningAlg',
      '[1].idTokenSigningAlg',
      '[1].userinfoFormat',
      '[1].sendMaxAge',
      '[1].keys',
      '[1].discoveryUrl',
      'give discoveryUrl or endpoints, one of them',
      'give jwks or keys: without them no signature can be verified',
      'id is there twice: ',
      'twice (standard, integration), twice (standard, production)',
    ]) {
      expect(problems).toContain(part);
    }
  });

  it.each([
    ['an object', {}],
    ['a list of texts', ['x']],
    ['a list with nothing', [null]],
  ])('is refused when it is %s', async (_what, content) => {
    expect(await complaint(seedClientsSchema, content)).toContain('cannot be used');
    expect(await complaint(seedProvidersSchema, content)).toContain('cannot be used');
  });
});

it.each([
  ['seed-clients', seedClientsJsonSchema()],
  ['seed-providers', seedProvidersJsonSchema()],
])('docs/schemas/%s.schema.json is the schema that reads the file', async (name, schema) => {
  const file = new URL(`../../../../docs/schemas/${name}.schema.json`, import.meta.url);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
});
