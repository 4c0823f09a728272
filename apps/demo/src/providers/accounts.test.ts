import { describe, expect, it } from 'vitest';
import { demoPersons } from '../persons/cast.ts';
import type { TestAccount } from '../persons/person.ts';
import { createAccountDirectory } from './accounts.ts';

const essai: TestAccount = {
  login: 'essai-00c0ffee',
  password: 'garance',
  claims: {
    given_name: 'Noëlle',
    family_name: 'Essai',
    birthdate: '1990-07-01',
    gender: 'female',
    birthplace: '75107',
    birthcountry: '99100',
    email: 'noelle@essais.example',
  },
};
const allowed = { testAccounts: true };

function directory(persons: readonly TestAccount[] = [essai]) {
  const state = { persons, lookups: 0 };
  const accounts = createAccountDirectory('high', demoPersons, async () => {
    state.lookups += 1;
    return state.persons;
  });
  return { accounts, state };
}

describe('test accounts at a provider', () => {
  it('sign in with login and password, when the client belongs to integration', async () => {
    const { accounts } = directory();
    const account = await accounts.authenticate(' ESSAI-00C0FFEE ', 'garance', allowed);
    expect(account).toMatchObject({ provider: 'high', sub: essai.login, claims: essai.claims });
    expect(await accounts.authenticate(essai.login, 'autre', allowed)).toBeUndefined();
    const elsewhere = { testAccounts: false };
    expect(await accounts.authenticate(essai.login, 'garance', elsewhere)).toBeUndefined();
  });

  it('are in no list, and have no button', () => {
    const { accounts } = directory();
    expect(accounts.all.map(({ login }) => login)).not.toContain(essai.login);
    expect(accounts.findByLogin(essai.login)).toBeUndefined();
  });

  it('are invalid as soon as they are removed, with the sign-ins under way', async () => {
    const { accounts, state } = directory();
    expect(await accounts.findBySub(essai.login)).toBeDefined();
    state.persons = [];
    expect(await accounts.findBySub(essai.login)).toBeUndefined();
    expect(await accounts.authenticate(essai.login, 'garance', allowed)).toBeUndefined();
  });

  it('are not queried for demo accounts, nor for a login of another form', async () => {
    const { accounts, state } = directory();
    const cast = await accounts.authenticate('basile', 'garance', allowed);
    expect(await accounts.findBySub(cast?.sub ?? '')).toMatchObject({ login: 'basile' });
    expect(await accounts.authenticate('personne', 'garance', allowed)).toBeUndefined();
    expect(state.lookups).toBe(0);
  });
});
