import { createManualClock, type HubId } from '@garance/core';
import { ensureHubKeys, softwareKeys } from '@garance/hub';
import type { HubKey } from '@garance/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { keySchedule } from './key-schedule.ts';

const hub: HubId = { platform: 'plus', environment: 'integration' };
const dayMs = 24 * 3600 * 1000;
const clock = createManualClock(1_000 * dayMs);
let keys: HubKey[];
let isHeld: boolean;

const store = {
  hubKeys: {
    list: async () => keys,
    describe: async () => keys,
    insert: async (key: HubKey) => void keys.push(key),
    insertFirst: async (key: HubKey) => {
      keys.push(key);
      return true;
    },
    update: async () => {},
  },
  exclusively: async (_name: string, work: () => Promise<void>) => {
    if (!isHeld) await work();
    return !isHeld;
  },
};
const runAll = async (keyRotationDays = 90) => {
  for (const job of keySchedule({ store, custody: softwareKeys, clock, hubs: [hub], keyRotationDays }))
    await job.run();
};

beforeEach(async () => {
  keys = [];
  isHeld = false;
  await ensureHubKeys({ hub, store: store.hubKeys, custody: softwareKeys, clock });
});

describe('the key schedule', () => {
  it('adds a successor to every family at its age, once', async () => {
    const families = keys.length;
    clock.advance(90 * dayMs - 1);
    await runAll();
    expect(keys).toHaveLength(families);
    clock.advance(1);
    await runAll();
    await runAll();
    expect(keys).toHaveLength(2 * families);
    expect(keys.slice(families).every(({ state }) => state === 'upcoming')).toBe(true);
  });

  it('does nothing while another worker runs it, for a hub that has never run, and at 0 days', async () => {
    const families = keys.length;
    clock.advance(400 * dayMs);
    isHeld = true;
    await runAll();
    isHeld = false;
    await runAll(0);
    expect(keys).toHaveLength(families);
    keys = [];
    await runAll();
    expect(keys).toEqual([]);
  });
});
