import { describe, expect, it } from 'vitest';
import { type DurableBench, hubs } from './durable-bench.ts';
import { aDraft } from './durable-fixtures.ts';

export function describeRegistrations(bench: DurableBench): void {
  describePublication(bench);
  describeRefusals(bench);
}

function describePublication({ store, clock, id }: DurableBench): void {
  describe('a registration', () => {
    it('is listed as published, on its own hub only', async () => {
      const draft = aDraft({ id: id('r'), platform: 'plus', environment: 'production' });
      const published = await store().registrations.publish(draft);
      expect(published).toEqual({ ...draft, version: 1 });
      expect(await store().registrations.listPublished(hubs.plusProduction)).toContainEqual(published);
      for (const hub of [hubs.standardProduction, hubs.plusIntegration, hubs.standardIntegration]) {
        const ids = (await store().registrations.listPublished(hub)).map((listed) => listed.id);
        expect(ids).not.toContain(draft.id);
      }
    });
    it('gets the next version with each publication, and only the newest is listed', async () => {
      const registrationId = id('r');
      await store().registrations.publish(aDraft({ id: registrationId, displayName: 'first' }));
      clock.advance(1_000);
      await store().registrations.publish(aDraft({ id: registrationId, displayName: 'second' }));
      const listed = await store().registrations.listPublished(hubs.standardIntegration);
      const mine = listed.filter((registration) => registration.id === registrationId);
      expect(mine.map((registration) => [registration.version, registration.displayName])).toEqual([
        [2, 'second'],
      ]);
      const history = await store().registrations.history(registrationId);
      expect(history.map((entry) => [entry.version, entry.registration.displayName])).toEqual([
        [2, 'second'],
        [1, 'first'],
      ]);
      expect(history[0]?.publishedAtMs).toBe(clock.now());
      expect(history[1]?.publishedAtMs).toBe(clock.now() - 1_000);
    });
    it('gives each of twenty parallel publications a version of its own', async () => {
      const registrationId = id('r');
      const published = await Promise.all(
        Array.from({ length: 20 }, () => store().registrations.publish(aDraft({ id: registrationId }))),
      );
      const versions = published.map((registration) => registration.version).sort((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      const listed = await store().registrations.listPublished(hubs.standardIntegration);
      expect(
        listed.filter((registration) => registration.id === registrationId).map((r) => r.version),
      ).toEqual([20]);
    });
    it('is suspended and reactivated without a new version', async () => {
      const registrationId = id('r');
      await store().registrations.publish(aDraft({ id: registrationId }));
      const find = async () =>
        (await store().registrations.listPublished(hubs.standardIntegration)).find(
          (r) => r.id === registrationId,
        );
      await store().registrations.setStatus(registrationId, 'suspended');
      expect(await find()).toMatchObject({ status: 'suspended', version: 1 });
      await store().registrations.setStatus(registrationId, 'active');
      expect(await find()).toMatchObject({ status: 'active', version: 1 });
    });
  });
}

function describeRefusals({ store, id }: DurableBench): void {
  describe('a publication', () => {
    it('that does not fit the schema is refused, and changes nothing', async () => {
      const registrationId = id('r');
      await store().registrations.publish(aDraft({ id: registrationId }));
      const revision = await store().changes.revision();
      const broken = [
        aDraft({ id: registrationId, redirectUris: [] }),
        aDraft({ id: registrationId, redirectUris: ['not an address'] }),
        aDraft({ id: registrationId, sessionLengthSeconds: 0 }),
        { ...aDraft({ id: registrationId }), platform: 'minus' as 'plus' },
      ];
      for (const draft of broken) await expect(store().registrations.publish(draft)).rejects.toThrow();
      expect((await store().registrations.history(registrationId)).map((entry) => entry.version)).toEqual([
        1,
      ]);
      expect(await store().changes.revision()).toBe(revision);
    });
    it('cannot take over the client_id of another service of that hub, past ones included', async () => {
      const [mine, other] = [id('r'), id('r')];
      await store().registrations.publish(aDraft({ id: mine, clientId: `${mine}-old` }));
      await store().registrations.publish(aDraft({ id: mine, clientId: `${mine}-new` }));
      for (const clientId of [`${mine}-old`, `${mine}-new`]) {
        const attempt = store().registrations.publish(aDraft({ id: other, clientId }));
        await expect(attempt).rejects.toMatchObject({ code: 'store.conflict', detail: 'client_id' });
      }
      const elsewhere = aDraft({ id: other, clientId: `${mine}-new`, environment: 'production' });
      await expect(store().registrations.publish(elsewhere)).resolves.toMatchObject({ version: 1 });
    });
    it('cannot move a registration to another hub', async () => {
      const registrationId = id('r');
      await store().registrations.publish(aDraft({ id: registrationId }));
      for (const hub of [hubs.plusIntegration, hubs.standardProduction]) {
        const attempt = store().registrations.publish(aDraft({ id: registrationId, ...hub }));
        await expect(attempt).rejects.toMatchObject({ code: 'store.conflict', detail: 'hub' });
      }
    });
    it('can be withdrawn, keeps its history and its client_id, and may be published again', async () => {
      const [withdrawnId, otherId] = [id('r'), id('r')];
      const { clientId } = await store().registrations.publish(aDraft({ id: withdrawnId }));
      const listed = async () =>
        (await store().registrations.listPublished(hubs.standardIntegration)).map(
          (registration) => registration.id,
        );
      expect(await listed()).toContain(withdrawnId);
      const revision = await store().changes.revision();
      await store().registrations.withdraw(withdrawnId);
      expect(await store().changes.revision()).toBeGreaterThan(revision);
      expect(await listed()).not.toContain(withdrawnId);
      expect((await store().registrations.history(withdrawnId)).map((entry) => entry.version)).toEqual([1]);
      const taken = store().registrations.publish(aDraft({ id: otherId, clientId }));
      await expect(taken).rejects.toMatchObject({ code: 'store.conflict' });
      await expect(store().registrations.withdraw(id('unknown'))).resolves.toBeUndefined();
      expect(await store().registrations.publish(aDraft({ id: withdrawnId }))).toMatchObject({ version: 2 });
    });
    it('attack 14: of a sandbox client is refused for production', async () => {
      const sandbox = aDraft({ id: id('r'), kind: 'sandbox' });
      await expect(store().registrations.publish(sandbox)).resolves.toMatchObject({ kind: 'sandbox' });
      const live = { ...sandbox, id: id('r'), ...hubs.standardProduction };
      await expect(store().registrations.publish(live)).rejects.toThrow();
      expect(await store().registrations.history(live.id)).toEqual([]);
    });
    it('of an unknown registration cannot be suspended', async () => {
      const attempt = store().registrations.setStatus(id('unknown'), 'suspended');
      await expect(attempt).rejects.toMatchObject({ code: 'store.not_found' });
    });
  });
}
