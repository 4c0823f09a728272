import { registrationSchema } from '@garance/core';
import { expect, test } from 'vitest';
import { demoServiceRegistrations } from './registrations.ts';
import { signInEntries } from './sign-in-entries.ts';

const registrations = demoServiceRegistrations({
  origin: 'http://127.0.0.1:3011',
  environment: 'integration',
  organisationId: 'montfleury',
  clients: {
    franceconnect: { clientId: 'a', clientSecret: 'secret-a' },
    plusSubstantial: { clientId: 'b' },
    plusHigh: { clientId: 'c' },
  },
});

test('each sign-in entry is a registration that the hub’s schema accepts', () => {
  for (const registration of registrations) {
    expect(registrationSchema.parse({ ...registration, version: 1 })).toMatchObject(registration);
  }
  expect(new Set(registrations.map(({ id }) => id)).size).toBe(3);
});

test('both kinds of page occur: a public entry on each platform, and one that asks for consent', () => {
  expect(registrations.map(({ type }) => type)).toEqual(['public', 'public', 'private']);
});

test('plus entries register encryption, one RSA and one elliptic; standard none', () => {
  const algs = registrations.map(({ idToken, userinfo }) => [
    idToken.encryption?.alg,
    userinfo.encryption?.alg,
  ]);
  expect(algs).toEqual([
    [undefined, undefined],
    ['RSA-OAEP-256', 'RSA-OAEP-256'],
    ['ECDH-ES', 'ECDH-ES'],
  ]);
});

test('a secret is registered as its hash only', () => {
  expect(JSON.stringify(registrations)).not.toContain('secret-a');
});

test('every scope that an entry requests is registered', () => {
  for (const registration of registrations) {
    const entry = Object.values(signInEntries).find(({ path }) => registration.id.endsWith(path));
    expect(registration.scopes).toEqual(expect.arrayContaining([...(entry?.scopes ?? ['missing'])]));
  }
});
