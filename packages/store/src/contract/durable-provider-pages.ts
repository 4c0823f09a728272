import { plainChoicePage } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { keptRefusals } from '../durable/provider-refusals.ts';
import { type DurableBench, hubs } from './durable-bench.ts';

export function describeChoicePages({ store }: DurableBench): void {
  describe('the choice page', () => {
    it('is plain until the operator sets it, on each hub separately', async () => {
      const page = {
        showExcluded: true,
        message: { text: { fr: 'Ce soir', en: 'Tonight' }, fromMs: 1_000, untilMs: 2_000 },
      };
      const before = await store().changes.revision();
      await store().choicePages.put(hubs.plusProduction, { showExcluded: false });
      await store().choicePages.put(hubs.plusProduction, page);
      expect(await store().choicePages.get(hubs.plusProduction)).toEqual(page);
      expect(await store().choicePages.get(hubs.standardProduction)).toEqual(plainChoicePage);
      expect(await store().changes.revision()).toBeGreaterThan(before + 1);
    });
    it('that does not fit the schema is refused', async () => {
      const empty = { showExcluded: true, message: { text: { fr: '', en: '' } } };
      expect(() => store().choicePages.put(hubs.plusProduction, empty)).toThrow();
    });
  });
}

export function describeProviderRefusals({ store, id }: DurableBench): void {
  const hub = hubs.plusIntegration;
  const refusal = (providerId: string, atMs: number) => ({ hub, providerId, atMs, error: 'provider.nonce' });

  describe('refusals of a provider', () => {
    it('are listed newest first, with the provider’s error, for their hub only', async () => {
      const providerId = id('provider');
      const described = {
        ...refusal(providerId, 2),
        check: 'answer',
        providerError: { error: 'invalid_scope', description: 'no such scope' },
      };
      const nameless = { ...refusal(providerId, 3), providerError: { description: 'oops' } };
      await store().providerRefusals.append([refusal(providerId, 1), described, nameless]);
      await store().providerRefusals.append([{ ...refusal(providerId, 4), hub: hubs.standardProduction }]);
      await store().providerRefusals.append([]);
      const list = (limit: number) => store().providerRefusals.list(hub, providerId, limit);
      expect(await list(10)).toEqual([nameless, described, refusal(providerId, 1)]);
      expect(await list(1)).toEqual([nameless]);
    });
    it('attack 25: are limited, and those of one provider displace none of another', async () => {
      const [busy, quiet] = [id('provider'), id('provider')];
      await store().providerRefusals.append([refusal(quiet, 1)]);
      const many = Array.from({ length: keptRefusals + 50 }, (_, index) => refusal(busy, index + 10));
      await store().providerRefusals.append(many);
      const kept = await store().providerRefusals.list(hub, busy, 1_000);
      expect([kept.length, kept.at(-1)?.atMs]).toEqual([keptRefusals, 60]);
      expect(await store().providerRefusals.list(hub, quiet, 10)).toHaveLength(1);
    });
    it('are deleted when they are old', async () => {
      const providerId = id('provider');
      await store().providerRefusals.append([refusal(providerId, -2), refusal(providerId, -1)]);
      expect(await store().providerRefusals.purge(-1)).toBe(1);
      expect(await store().providerRefusals.list(hub, providerId, 10)).toEqual([refusal(providerId, -1)]);
    });
  });
}
