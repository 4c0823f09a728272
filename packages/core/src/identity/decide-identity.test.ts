import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorCatalogue } from '../errors/catalogue.ts';
import { angela, angelaAtProvider } from '../testing/identity-fixtures.ts';
import type { RegisterAnswer } from './civil-register.ts';
import { decideIdentity } from './decide-identity.ts';

const atRegister = { ...angela, givenName: 'Angela Claire', familyName: 'DUBOIS-LEROY' };

describe.each(['found', 'rectified'] as const)('%s by the civil register', (kind) => {
  test('on standard releases the register’s identity, and the provider’s e-mail and usage name', () => {
    expect(decideIdentity('standard', { kind, identity: atRegister }, angelaAtProvider)).toEqual({
      ok: true,
      identity: { ...angelaAtProvider, pivot: atRegister, register: atRegister, source: 'civil-register' },
    });
  });

  test('on plus releases the provider’s identity, and the register’s beside it', () => {
    expect(decideIdentity('plus', { kind, identity: atRegister }, angelaAtProvider)).toEqual({
      ok: true,
      identity: { ...angelaAtProvider, register: atRegister, source: 'civil-register' },
    });
  });
});

describe('a presumed birth date', () => {
  const provider = {
    ...angelaAtProvider,
    pivot: { ...angela, birthdate: '1962-00-00' },
    idpBirthdate: '1962-00-00',
  };

  test.each(['1962-00-00', '1962-01-01'])(
    'is in the register’s form on standard, even if it said %s',
    (birthdate) => {
      const decision = decideIdentity(
        'standard',
        { kind: 'found', identity: { ...angela, birthdate } },
        provider,
      );
      expect(decision).toMatchObject({
        ok: true,
        identity: {
          pivot: { birthdate: '1962-01-01' },
          register: { birthdate: '1962-01-01' },
          idpBirthdate: '1962-00-00',
        },
      });
    },
  );

  test('stays the provider’s on plus, beside the register’s', () => {
    const decision = decideIdentity('plus', { kind: 'found', identity: provider.pivot }, provider);
    expect(decision).toMatchObject({
      ok: true,
      identity: { pivot: { birthdate: '1962-00-00' }, register: { birthdate: '1962-01-01' } },
    });
  });
});

describe.each(['standard', 'plus'] as const)('a hub without a register, on %s', (platform) => {
  test('releases the provider’s identity, and states that nothing else confirms it', () => {
    const queried = { ...angela, birthdate: '1962-08-00' };
    expect(
      decideIdentity(platform, { kind: 'not-asked', identity: queried }, angelaAtProvider),
    ).toMatchObject({
      ok: true,
      identity: { register: { ...angela, birthdate: '1962-08-01' }, source: 'provider-alone' },
    });
  });
});

const refusals: readonly (readonly [
  Exclude<RegisterAnswer['kind'], 'found' | 'rectified' | 'not-asked'>,
  ErrorCode,
  string,
])[] = [
  ['not-found', 'register.not_found', 'access_denied'],
  ['several', 'register.several', 'access_denied'],
  ['usage-name-only', 'register.usage_name_only', 'access_denied'],
  ['deceased', 'register.refused', 'access_denied'],
  ['invalid-request', 'register.invalid_request', 'server_error'],
  ['unavailable', 'register.unavailable', 'temporarily_unavailable'],
];

describe.each(refusals)('%s', (kind, error, oauth) => {
  test.each(['standard', 'plus'] as const)('ends the login on %s', (platform) => {
    expect(decideIdentity(platform, { kind }, angelaAtProvider)).toEqual({ ok: false, error });
    expect(errorCatalogue[error].oauth).toBe(oauth);
    const reason = 'answer code 4';
    expect(decideIdentity(platform, { kind, reason }, angelaAtProvider)).toEqual({
      ok: false,
      error,
      reason,
    });
  });
});

test('the citizen’s text for a deceased person does not mention a death', () => {
  const { fr, en } = errorCatalogue['register.refused'].citizen;
  expect(`${fr} ${en}`).not.toMatch(/décès|décéd|mort|death|dead|deceased/i);
});
