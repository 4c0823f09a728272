import { GaranceError, systemClock } from '@garance/core';
import { type CivilRegisterSettings, openCivilRegister } from '@garance/hub';
import { createTestAuthority } from '@garance/store/testing';
import { describe, expect, it } from 'vitest';

const authority = createTestAuthority('Test Authority');
const { certificate, key } = authority.issue('hub');
const other = authority.issue('other hub');
const url = 'https://register.example/individus';

const person = {
  givenName: 'Angela',
  familyName: 'DUBOIS',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
} as const;

async function open(
  settings: CivilRegisterSettings,
  environment: 'integration' | 'production' = 'production',
) {
  const opened = openCivilRegister(settings, {
    environment,
    clock: systemClock,
    logger: { warn: () => undefined },
  });
  await opened.close();
  return opened;
}

describe('the settings of the civil register', () => {
  it.each<[string, CivilRegisterSettings]>([
    ['an address', { url }],
    ['certificate and key', { url, clientCertificate: certificate, clientKey: key }],
    [
      'a certificate with its chain',
      { url, clientCertificate: certificate + authority.certificate, clientKey: key },
    ],
    ['several authorities', { url, authorities: authority.certificate + other.certificate }],
    ['a proxy', { url, proxy: 'http://user:secret@proxy.example:3128' }],
  ])('may be %s', async (_what, settings) => {
    await expect(open(settings)).resolves.toBeDefined();
  });

  it.each<[string, CivilRegisterSettings, string]>([
    ['an address that is none', { url: 'register' }, 'url'],
    ['an address of another kind', { url: 'ftp://register.example/' }, 'url'],
    ['a certificate without key', { url, clientCertificate: certificate }, 'clientKey'],
    ['a key without certificate', { url, clientKey: key }, 'clientKey'],
    [
      'the key of another certificate',
      { url, clientCertificate: certificate, clientKey: other.key },
      'clientKey',
    ],
    ['a certificate that is none', { url, clientCertificate: 'x', clientKey: key }, 'clientCertificate'],
    ['a key that is none', { url, clientCertificate: certificate, clientKey: 'x' }, 'clientKey'],
    ['the key as the certificate', { url, clientCertificate: key, clientKey: key }, 'clientCertificate'],
    ['authorities that are none', { url, authorities: 'x' }, 'authorities'],
    ['a proxy that is none', { url, proxy: 'proxy' }, 'proxy'],
    ['a proxy of another kind', { url, proxy: 'socks5://proxy.example:1080' }, 'proxy'],
    ['no time at all', { url, timeoutMs: 0 }, 'timeoutMs'],
  ])('may not be %s: the hub does not start, and quotes no secret', async (_what, settings, name) => {
    const error = await open(settings).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ issues: [expect.objectContaining({ path: [name] })] });
    for (const secret of [key, other.key]) expect(String(error)).not.toContain(secret.slice(60, 100));
  });

  it('may disable the register, in integration only', async () => {
    const { register } = await open({ url: 'none' }, 'integration');
    expect(await register.lookUp(person)).toEqual({ kind: 'not-asked', identity: person });
    await expect(open({ url: 'none' })).rejects.toThrow(new GaranceError('register.required'));
  });
});

it('a register that fails repeatedly is not queried for a while, which is logged', async () => {
  const warned: unknown[] = [];
  const { register, close } = openCivilRegister(
    { url: 'http://127.0.0.1:1/' },
    {
      environment: 'production',
      clock: systemClock,
      logger: { warn: (...entry: unknown[]) => void warned.push(entry) },
      policy: { allowHttp: true, allowPrivateAddresses: true },
    },
  );
  const kinds = new Set<string>();
  for (let login = 0; login < 5; login += 1) kinds.add(JSON.stringify(await register.lookUp(person)));
  expect([...kinds]).toEqual([JSON.stringify({ kind: 'unavailable', reason: 'network ECONNREFUSED' })]);
  expect(await register.lookUp(person)).toEqual({ kind: 'unavailable', reason: 'circuit breaker open' });
  expect(warned).toEqual([[{ state: 'open' }, 'circuit breaker of the civil register']]);
  await close();
});
