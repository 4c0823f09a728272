import { createManualClock, GaranceError } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { createMemoryInflightStore } from './memory.ts';
import { observeInflight } from './observe-inflight.ts';

describe('an observed in-flight store', () => {
  it('reports each call by its name, and its result', async () => {
    const observed: string[] = [];
    const inner = createMemoryInflightStore({ clock: createManualClock(0) });
    const store = observeInflight(inner, (operation) => {
      observed.push(`${operation} begins`);
      return (error) =>
        void observed.push(`${operation} ${error instanceof GaranceError ? error.code : 'ends'}`);
    });
    await store.putLogoutReturn('state', { value: 'value', ttlSeconds: 60 });
    expect(await store.takeLogoutReturn('state')).toBe('value');
    const shares = [{ owner: 'address', fraction: 0.000_000_1 }];
    const entry = { value: 'value', ttlSeconds: 60, shares };
    await store.createTransaction('one', entry);
    const refused = store.createTransaction('two', entry);
    await expect(refused).rejects.toMatchObject({ code: 'store.share_used_up' });
    await store.close();
    expect(observed).toEqual([
      'putLogoutReturn begins',
      'putLogoutReturn ends',
      'takeLogoutReturn begins',
      'takeLogoutReturn ends',
      'createTransaction begins',
      'createTransaction ends',
      'createTransaction begins',
      'createTransaction store.share_used_up',
    ]);
    expect(Object.keys(store).sort()).toEqual(Object.keys(inner).sort());
  });
});
