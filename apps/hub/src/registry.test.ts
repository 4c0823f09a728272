import { type Provider, plainChoicePage, type Registration } from '@garance/core';
import type { DurableStore } from '@garance/store';
import { describe, expect, it } from 'vitest';
import { canReach, createFixedRegistry, isAllowedProvider, loadRegistry } from './registry.ts';
import { providersFor, registrationsFor } from './testing/services.ts';

const hub = { platform: 'standard', environment: 'integration' } as const;
const registrations = registrationsFor(hub);
const providers = providersFor(hub);

function registration(name: 'public' | 'filtered' | 'excluding'): Registration {
  const found = registrations.get(name);
  if (found === undefined) throw new Error(name);
  return found;
}

describe('which providers a service may use', () => {
  it.each([
    ['public', 'alpha', true],
    ['filtered', 'beta', true],
    ['filtered', 'alpha', false],
    ['excluding', 'beta', false],
    ['excluding', 'alpha', true],
  ] as const)('%s, %s: %s', (name, provider, allowed) => {
    expect(isAllowedProvider(registration(name), provider)).toBe(allowed);
  });

  it('they come in display order, then by name', () => {
    const registry = createFixedRegistry([], providers);
    const ids = registry.providers.map(({ id }) => id);
    expect(ids).toEqual(['alpha', 'beta', 'gamma', 'low', 'substantial', 'closed', 'gone']);
  });
});

describe('the scopes of a service', () => {
  const single = ['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry', 'email'];

  it('are all that its registered ones cover, in whatever form they were registered', async () => {
    const registered = { ...registration('public'), scopes: ['openid', ...single] };
    const registry = createFixedRegistry([registered], []);
    const found = registry.findRegistration(registered.clientId)?.scopes;
    expect(found).toEqual(expect.arrayContaining([...single, 'birth', 'identite_pivot']));
    // The usage name, which `profile` releases as well, is not among them.
    expect(found).not.toContain('profile');
  });
});

describe('which levels a provider can reach', () => {
  it.each([
    [['eidas1'], 'eidas1', true],
    [['eidas1'], 'eidas2', false],
    [['eidas2'], 'eidas1', true],
    [['eidas2'], 'eidas3', false],
    [['eidas1', 'eidas3'], 'eidas2', true],
    [[], 'eidas1', false],
  ] as const)('%j requested at %s: %s', (levels, requested, able) => {
    expect(canReach({ levels } as unknown as Provider, requested)).toBe(able);
  });
});

describe('attack 29: names from an earlier version or a seed file', () => {
  it('are cleaned by the present rule before pages and mails, whatever was stored', () => {
    const service = registration('public');
    const attack = 'Impots.gouv.fr\r\nBcc: victim2@evil.example\r\n\r\nhttps://evil.example/payer \u202eg';
    const [provider] = providers;
    if (provider === undefined) throw new Error('no provider');
    const registry = createFixedRegistry(
      [{ ...service, displayName: attack }],
      [
        { ...provider, name: 'Compte\u202e\u0000 pro' },
        { ...provider, id: 'nameless', name: '\u202e' },
      ],
    );
    expect(registry.findRegistration(service.clientId)?.displayName).toBe(
      'Impots gouv fr Bcc victim2@evil example https evil example payer g',
    );
    expect(registry.findProvider(provider.id)?.name).toBe('Compte pro');
    expect(registry.findProvider('nameless')?.name).toBe('nameless');
    const { displayName } = service;
    expect(createFixedRegistry([service], []).findRegistration(service.clientId)?.displayName).toBe(
      displayName,
    );
  });
});

describe('a registry loaded from the durable store', () => {
  function storeOf(content: { registrations: Registration[]; providers: Provider[]; revision: number }) {
    return {
      registrations: { listPublished: async () => content.registrations },
      providers: { list: async () => content.providers },
      choicePages: { get: async () => plainChoicePage },
      changes: { revision: async () => content.revision },
    } as unknown as DurableStore;
  }

  it('shows one revision until it is refreshed, then the next as a whole', async () => {
    const content = { registrations: [registration('public')], providers: [...providers], revision: 1 };
    const registry = await loadRegistry(hub, storeOf(content));
    const { clientId } = registration('public');
    content.registrations = [];
    content.providers = [];
    content.revision = 2;
    expect([registry.findRegistration(clientId)?.clientId, registry.revision]).toEqual([clientId, 1]);
    await registry.refresh();
    expect(registry.findRegistration(clientId)).toBeUndefined();
    expect(registry.findProvider('alpha')).toBeUndefined();
    expect(registry.revision).toBe(2);
  });

  it('that cannot be refreshed keeps its present revision', async () => {
    const content = { registrations: [registration('public')], providers: [...providers], revision: 1 };
    const store = storeOf(content);
    const registry = await loadRegistry(hub, store);
    Object.assign(store.providers, { list: () => Promise.reject(new Error('down')) });
    await expect(registry.refresh()).rejects.toThrow('down');
    expect(registry.findProvider('alpha')?.id).toBe('alpha');
    expect(registry.revision).toBe(1);
  });
});
