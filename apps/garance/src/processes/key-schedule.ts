import type { Clock, HubId } from '@garance/core';
import { rotateHubKeys } from '@garance/hub';
import type { ScheduledJob } from '@garance/portal';
import type { DurableStore } from '@garance/store';

const dayMs = 24 * 3600 * 1000;

interface KeyScheduleInput {
  readonly store: Pick<DurableStore, 'hubKeys' | 'exclusively'>;
  readonly clock: Clock;
  readonly hubs: readonly HubId[];
  /** Age at which keys get successors; 0: never. */
  readonly keyRotationDays: number;
}

/** Gives the keys of each hub successors when the newest of a family is old enough: once, however many workers there are. */
export function keySchedule({
  store,
  clock,
  hubs,
  keyRotationDays,
}: KeyScheduleInput): readonly ScheduledJob[] {
  if (keyRotationDays === 0) return [];
  const rotateOld = async (hub: HubId) => {
    const keys = await store.hubKeys.list(hub);
    const newest = new Map<string, number>();
    for (const { use, alg, createdAtMs } of keys) {
      const family = `${use} ${alg}`;
      newest.set(family, Math.max(createdAtMs, newest.get(family) ?? 0));
    }
    const dueMs = clock.now() - keyRotationDays * dayMs;
    // A hub that has never run makes its first keys itself.
    if ([...newest.values()].some((createdAtMs) => createdAtMs <= dueMs)) {
      await rotateHubKeys({ hub, store: store.hubKeys, clock });
    }
  };
  return hubs.map((hub) => ({
    name: `rotate-keys-${hub.platform}-${hub.environment}`,
    everyMs: dayMs / 24,
    // The keys are read under the lock: of two workers the second finds the successors.
    run: () => store.exclusively(`rotate-keys ${hub.platform} ${hub.environment}`, () => rotateOld(hub)),
  }));
}
