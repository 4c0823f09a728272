import { createManualClock } from '@garance/core';
import type { TestAccount } from '@garance/portal';
import { describe, expect, it } from 'vitest';
import { createTestAccounts } from './test-accounts.ts';

const identity: TestAccount = {
  id: '0b6e1bb2-32bb-4d6c-a3f8-6e3b0d8a7f10',
  serviceId: 'own-service',
  organisationId: 'own-organisation',
  login: 'essai-00c0ffee',
  claims: {
    given_name: 'Noëlle',
    family_name: 'Essai',
    birthdate: '1990-07-01',
    gender: 'female',
    birthplace: '',
    birthcountry: '99217',
    email: 'noelle@essais.example',
  },
  createdAtMs: 0,
};

function world() {
  const clock = createManualClock(0);
  const state = { stored: [identity] as readonly TestAccount[], readings: 0, down: false };
  const list = async () => {
    state.readings += 1;
    if (state.down) throw new Error('no database');
    return state.stored;
  };
  return { clock, state, persons: createTestAccounts({ testAccounts: { list } }, clock) };
}

describe('test accounts of the partners', () => {
  it('are asserted by a provider, with the common password of the demonstration', async () => {
    const { persons } = world();
    const { login, claims } = identity;
    expect(await persons.list()).toEqual([{ login, password: 'garance', claims }]);
  });

  it('are read once for concurrent callers, and again well within two seconds', async () => {
    const { clock, state, persons } = world();
    await Promise.all([persons.list(), persons.list(), persons.list()]);
    expect(state.readings).toBe(1);
    state.stored = [];
    clock.advance(500);
    expect(await persons.list()).toEqual([]);
  });

  it('are read again after a failure', async () => {
    const { state, persons } = world();
    state.down = true;
    await expect(persons.list()).rejects.toThrow();
    state.down = false;
    expect(await persons.list()).toHaveLength(1);
  });

  it('are foreign at every service but their own, and only as an account of the demo providers', async () => {
    const { persons } = world();
    const at = (serviceId: string, providerId = 'low', providerSub = identity.login) =>
      persons.isForeign({ providerId, providerSub, serviceId });
    expect(await at('own-service')).toBe(false);
    expect(await at('other-service')).toBe(true);
    expect(await at('other-service', 'low', 'essai-11111111')).toBe(false);
    expect(await at('other-service', 'a-real-provider')).toBe(false);
  });
});
