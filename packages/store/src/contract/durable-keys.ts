import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DurableBench, hubs } from './durable-bench.ts';
import { aHubKey, aProvider } from './durable-fixtures.ts';

export function describeProviders({ store, id }: DurableBench): void {
  describe('an identity provider', () => {
    it('is listed on its hub with its secret in clear, in the operator’s order', async () => {
      const [last, first] = [id('p'), id('p')];
      const providers = [
        aProvider({ id: last, ...hubs.plusProduction, displayOrder: 20, clientSecret: 'é secret' }),
        aProvider({
          id: first,
          ...hubs.plusProduction,
          displayOrder: 10,
          logo: { mediaType: 'image/png', base64: 'AAAA' },
        }),
      ];
      for (const provider of providers) await store().providers.put(provider);
      expect(await store().providers.list(hubs.plusProduction)).toEqual([providers[1], providers[0]]);
      expect(await store().providers.list(hubs.standardProduction)).toEqual([]);
    });
    it('is replaced when put again', async () => {
      const providerId = id('p');
      await store().providers.put(aProvider({ id: providerId, name: 'first', clientSecret: 'old' }));
      await store().providers.put(aProvider({ id: providerId, name: 'second', clientSecret: 'new' }));
      const mine = (await store().providers.list(hubs.standardIntegration)).filter(
        (p) => p.id === providerId,
      );
      expect(mine).toEqual([aProvider({ id: providerId, name: 'second', clientSecret: 'new' })]);
    });
    it('changes status on one hub only', async () => {
      const providerId = id('p');
      await store().providers.put(aProvider({ id: providerId }));
      await store().providers.put(aProvider({ id: providerId, ...hubs.plusIntegration }));
      await store().providers.setStatus(hubs.plusIntegration, providerId, 'disabled');
      const status = async (hub: typeof hubs.plusIntegration | typeof hubs.standardIntegration) =>
        (await store().providers.list(hub)).find((p) => p.id === providerId)?.status;
      expect(await status(hubs.plusIntegration)).toBe('disabled');
      expect(await status(hubs.standardIntegration)).toBe('active');
      const unknown = store().providers.setStatus(hubs.plusProduction, providerId, 'disabled');
      await expect(unknown).rejects.toMatchObject({ code: 'store.not_found' });
    });
    it('that does not fit the schema is refused', async () => {
      await expect(store().providers.put(aProvider({ id: '../evil' }))).rejects.toThrow();
    });
  });
}

export function describeHubKeys({ store, id }: DurableBench): void {
  describe('a hub key', () => {
    it('is read back complete, on its own hub, oldest first', async () => {
      const hub = hubs.plusIntegration;
      const keys = [
        aHubKey(hub, id('kid'), {
          createdAtMs: 2_000,
          activeFromMs: 3_000,
          retiredAtMs: 4_000,
          state: 'retired',
        }),
        aHubKey(hub, id('kid'), { createdAtMs: 1_000, use: 'enc', alg: 'RSA-OAEP-256' }),
      ];
      for (const key of keys) await store().hubKeys.insert(key);
      expect(await store().hubKeys.list(hub)).toEqual([keys[1], keys[0]]);
      expect(await store().hubKeys.list(hubs.plusProduction)).toEqual([]);
    });
    it('changes its state and keeps the other values', async () => {
      const hub = hubs.standardProduction;
      const key = aHubKey(hub, id('kid'));
      await store().hubKeys.insert(key);
      await store().hubKeys.update(hub, key.kid, { state: 'active', changes: { activeFromMs: 5_000 } });
      await store().hubKeys.update(hub, key.kid, { state: 'retired', changes: { retiredAtMs: 6_000 } });
      const expected = { ...key, state: 'retired', activeFromMs: 5_000, retiredAtMs: 6_000 };
      expect((await store().hubKeys.list(hub)).filter((hubKey) => hubKey.kid === key.kid)).toEqual([
        expected,
      ]);
    });
    it('is gone for good once removed', async () => {
      const hub = hubs.standardProduction;
      const key = aHubKey(hub, id('kid'));
      await store().hubKeys.insert(key);
      await store().hubKeys.update(hub, key.kid, { state: 'removed' });
      expect((await store().hubKeys.list(hub)).map((hubKey) => hubKey.kid)).not.toContain(key.kid);
      const revived = store().hubKeys.update(hub, key.kid, { state: 'active' });
      await expect(revived).rejects.toMatchObject({ code: 'store.not_found' });
    });
    it('cannot be inserted twice under one kid', async () => {
      const key = aHubKey(hubs.standardProduction, id('kid'));
      await store().hubKeys.insert(key);
      await expect(store().hubKeys.insert(key)).rejects.toThrow();
    });
    it('is created once by ten nodes that find none', async () => {
      const hub = hubs.standardIntegration;
      const offers = Array.from({ length: 10 }, () =>
        aHubKey(hub, id('kid'), { alg: 'RS256', state: 'active' }),
      );
      const won = await Promise.all(offers.map((key) => store().hubKeys.insertFirst(key)));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await store().hubKeys.list(hub)).filter((key) => key.alg === 'RS256')).toHaveLength(1);
      expect(await store().hubKeys.insertFirst(aHubKey(hub, id('kid'), { alg: 'PS256' }))).toBe(true);
    });
  });
}

export function describeSecrets({ store, id }: DurableBench): void {
  describe('a secret', () => {
    it('is created once by concurrent callers, and stays', async () => {
      const name = id('secret');
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => store().secrets.getOrCreate(name, () => randomBytes(32))),
      );
      const hex = new Set(answers.map((answer) => Buffer.from(answer).toString('hex')));
      expect(hex.size).toBe(1);
      const later = await store().secrets.getOrCreate(name, () => randomBytes(32));
      expect(hex).toContain(Buffer.from(later).toString('hex'));
    });
    it('differs from a secret of another name', async () => {
      const make = () => randomBytes(32);
      const first = await store().secrets.getOrCreate(id('secret'), make);
      const second = await store().secrets.getOrCreate(id('secret'), make);
      expect(Buffer.from(first).equals(second)).toBe(false);
    });
  });
}
