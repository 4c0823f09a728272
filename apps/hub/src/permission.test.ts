/** Rules of what is still permitted; attacks/withdrawn.attack.test.ts tests them at every step of a sign-in. */
import type { Provider, Registration } from '@garance/core';
import { describe, expect, it } from 'vitest';
import type { Grant } from './grant.ts';
import { isUsableProvider, mayHaveAmr, narrowGrant, permittedClaims, permittedScopes } from './permission.ts';

const registration = (more: Partial<Registration> = {}) =>
  ({ scopes: ['openid', 'email'], amrAllowed: false, ...more }) as Registration;
const provider = (status: Provider['status']) => ({ id: 'alpha', status }) as Provider;
const withoutAlpha = registration({ providerFilter: { mode: 'deny', providerIds: ['alpha'] } });

describe('the present rights of a service (security.md 12)', () => {
  it('are the requested scopes that its habilitation covers, openid always', () => {
    expect(permittedScopes(['openid', 'email', 'birthdate'], registration())).toEqual(['openid', 'email']);
    expect(permittedScopes(['openid', 'email'], registration({ scopes: [] }))).toEqual(['openid']);
  });

  it('include amr by its own right, or by the scope of that name', () => {
    expect(mayHaveAmr(registration())).toBe(false);
    expect(mayHaveAmr(registration({ amrAllowed: true }))).toBe(true);
    expect(mayHaveAmr(registration({ scopes: ['openid', 'amr'] }))).toBe(true);
  });

  it('reduce a grant by what was withdrawn meanwhile', () => {
    const grant = { scopes: ['openid', 'email', 'birthdate'], sub: 'sub', amr: ['pwd'] } as unknown as Grant;
    expect(narrowGrant(grant, registration())).toStrictEqual({ scopes: ['openid', 'email'], sub: 'sub' });
    expect(narrowGrant(grant, registration({ amrAllowed: true }))).toStrictEqual({
      scopes: ['openid', 'email'],
      sub: 'sub',
      amr: ['pwd'],
    });
    const { amr: _amr, ...without } = grant;
    expect(narrowGrant(without, registration({ amrAllowed: true }))).toStrictEqual({
      scopes: ['openid', 'email'],
      sub: 'sub',
    });
  });

  it('include the claims whose scope it still has', () => {
    const grant = {
      scopes: ['openid', 'email', 'birthdate'],
      claims: { email: 'a@b.example', birthdate: '1980-01-01' },
    };
    expect(permittedClaims('standard', registration(), grant)).toEqual({ email: 'a@b.example' });
  });
});

describe('a sign-in of an earlier login', () => {
  it('is used unless its provider no longer exists, is disabled, or is no longer allowed for the service', () => {
    expect(isUsableProvider(provider('active'), registration())).toBe(true);
    expect(isUsableProvider(provider('maintenance'), registration())).toBe(true);
    expect(isUsableProvider(provider('disabled'), registration())).toBe(false);
    expect(isUsableProvider(undefined, registration())).toBe(false);
    expect(isUsableProvider(provider('active'), withoutAlpha)).toBe(false);
  });
});
