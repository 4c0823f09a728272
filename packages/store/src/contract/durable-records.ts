import { describe, expect, it } from 'vitest';
import { createSignal, type DurableBench, hubs } from './durable-bench.ts';
import { aDraft, aHubKey, aMail, aProvider, aSignIn } from './durable-fixtures.ts';

export function describeSubjectOverrides({ store, id }: DurableBench): void {
  describe('a subject override', () => {
    it('is found by person and sector, in its environment only; the newest counts', async () => {
      const [person, sector] = [id('person'), id('sector')];
      const put = (sub: string) =>
        store().subjectOverrides.put({
          environment: 'production',
          personFingerprint: person,
          sectorId: sector,
          sub,
        });
      await put('first');
      await put('second');
      expect((await store().subjectOverrides.list('production')).get(`${person}|${sector}`)).toBe('second');
      expect((await store().subjectOverrides.list('integration')).has(`${person}|${sector}`)).toBe(false);
    });
  });
}

export function describeSignIns({ store, clock, id }: DurableBench): void {
  describe('sign-in events', () => {
    it('are listed newest first, for one person in one environment, up to the limit', async () => {
      const personFingerprint = id('person');
      const events = [1, 3, 2].map((atMs) => aSignIn(id('event'), { personFingerprint, atMs }));
      const otherPersons = [
        aSignIn(id('event'), { personFingerprint: id('person') }),
        aSignIn(id('event'), { personFingerprint, hub: hubs.plusIntegration }),
      ];
      await store().signIns.append([...events, ...otherPersons]);
      const list = (limit: number) => store().signIns.list(personFingerprint, 'production', limit);
      expect(await list(10)).toEqual([events[1], events[2], events[0]]);
      expect(await list(2)).toEqual([events[1], events[2]]);
    });
    it('may be appended again after an uncertain commit, and are stored once', async () => {
      const personFingerprint = id('person');
      const event = aSignIn(id('event'), { personFingerprint });
      await store().signIns.append([event]);
      await store().signIns.append([event, aSignIn(id('event'), { personFingerprint })]);
      expect(await store().signIns.list(personFingerprint, 'production', 10)).toHaveLength(2);
    });
    it('are found by id', async () => {
      const event = aSignIn(id('event'), {});
      await store().signIns.append([event]);
      expect(await store().signIns.find(event.id)).toEqual(event);
      expect(await store().signIns.find(id('event'))).toBeUndefined();
    });
    it('are reported once, with one mail, by concurrent reports', async () => {
      const event = aSignIn(id('event'), {});
      await store().signIns.append([event]);
      const mails = ['m', 'm', 'm'].map(() => aMail(id('mail'), clock.now() + 60_000));
      const outcomes = await Promise.all(
        mails.map((mail, index) => store().signIns.report(event.id, { atMs: 100 + index, mail })),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      const claimed = (await store().outbox.claim(1_000, 60)).map((mail) => mail.id);
      expect(claimed.filter((claim) => mails.some((mail) => mail.id === claim))).toEqual(
        mails.filter((_, index) => outcomes[index]).map((mail) => mail.id),
      );
      expect((await store().signIns.find(event.id))?.reportedAtMs).toBe(100 + outcomes.indexOf(true));
      await store().signIns.append([event]);
      expect((await store().signIns.find(event.id))?.reportedAtMs).toBeDefined();
    });
    it('that do not exist cannot be reported, and no mail is queued', async () => {
      const mail = aMail(id('mail'), clock.now() + 60_000);
      expect(await store().signIns.report(id('event'), { atMs: 1, mail })).toBe(false);
      expect((await store().outbox.claim(1_000, 60)).map((claimed) => claimed.id)).not.toContain(mail.id);
    });
    it('of an empty batch have no effect', async () => {
      await expect(store().signIns.append([])).resolves.toBeUndefined();
    });
    it('are written in large batches', async () => {
      const personFingerprint = id('person');
      await store().signIns.append(
        Array.from({ length: 1_000 }, () => aSignIn(id('event'), { personFingerprint })),
      );
      expect(await store().signIns.list(personFingerprint, 'production', 2_000)).toHaveLength(1_000);
    });
  });
}

export function describeChanges({ store, id }: DurableBench): void {
  describe('the revision', () => {
    it('grows with every change of the configuration', async () => {
      const [r, p, k] = [id('r'), id('p'), id('kid')];
      const key = aHubKey(hubs.plusProduction, k, { state: 'active' });
      const changes = [
        () => store().registrations.publish(aDraft({ id: r })),
        () => store().registrations.setStatus(r, 'suspended'),
        () => store().providers.put(aProvider({ id: p })),
        () => store().providers.setStatus(hubs.standardIntegration, p, 'maintenance'),
        () => store().hubKeys.insert(key),
        () => store().hubKeys.update(hubs.plusProduction, k, { state: 'retired' }),
        () => store().hubKeys.insertFirst(aHubKey(hubs.plusProduction, id('kid'), { alg: 'ES384' })),
        () =>
          store().subjectOverrides.put({
            environment: 'integration',
            personFingerprint: r,
            sectorId: 's',
            sub: 'x',
          }),
      ];
      for (const change of changes) {
        const before = await store().changes.revision();
        await change();
        expect(await store().changes.revision(), change.toString()).toBeGreaterThan(before);
      }
    });
    it('calls current subscribers only', async () => {
      const [staying, leaving] = [createSignal(), createSignal()];
      let afterLeaving = 0;
      const endStaying = await store().changes.subscribe(staying.fire);
      const endLeaving = await store().changes.subscribe(() => {
        afterLeaving += 1;
        leaving.fire();
      });
      await store().providers.put(aProvider({ id: id('p') }));
      await Promise.all([staying.next(), leaving.next()]);
      await endLeaving();
      const heard = afterLeaving;
      await store().providers.put(aProvider({ id: id('p') }));
      await staying.next();
      expect(afterLeaving).toBe(heard);
      await endStaying();
    });
    it('calls a subscriber again after all subscriptions had ended', async () => {
      const signal = createSignal();
      const end = await store().changes.subscribe(signal.fire);
      await end();
      const endAgain = await store().changes.subscribe(signal.fire);
      await store().providers.put(aProvider({ id: id('p') }));
      await signal.next();
      await endAgain();
    });
    it('reaches the other subscribers when one throws', async () => {
      const signal = createSignal();
      const endFirst = await store().changes.subscribe(() => {
        throw new Error('a subscriber that fails');
      });
      const endSecond = await store().changes.subscribe(signal.fire);
      await store().providers.put(aProvider({ id: id('p') }));
      await signal.next();
      await Promise.all([endFirst(), endSecond()]);
    });
  });
}
