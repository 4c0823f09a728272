import type { Clock, HubId } from '@garance/core';
import { destroyPastKeys, type KeyCustody, rotateHubKeys } from '@garance/hub';
import type { ScheduledJob } from '@garance/portal';
import type { DurableStore } from '@garance/store';

const dayMs = 24 * 3600 * 1000;

interface KeyScheduleInput {
  readonly store: Pick<DurableStore, 'hubKeys' | 'exclusively'>;
  readonly custody: KeyCustody;
  readonly clock: Clock;
  readonly hubs: readonly HubId[];
  /** Age in days at which keys get successors; 0: never. */
  readonly keyRotationDays: number;
}

/**
 * Adds successors to the keys of each hub when the newest of a family is old enough, and destroys keys whose time has
 * passed. A lock makes it run once, however many workers there are.
 */
export function keySchedule({
  store,
  custody,
  clock,
  hubs,
  keyRotationDays,
}: KeyScheduleInput): readonly ScheduledJob[] {
  const keysOf = ({ platform, environment }: HubId) => ({
    hub: { platform, environment },
    store: store.hubKeys,
    custody,
    clock,
  });
  const rotateOld = async (hub: HubId) => {
    if (keyRotationDays === 0) return;
    const keys = await store.hubKeys.describe(hub);
    const newest = new Map<string, number>();
    for (const { use, alg, createdAtMs } of keys) {
      const family = `${use} ${alg}`;
      newest.set(family, Math.max(createdAtMs, newest.get(family) ?? 0));
    }
    const dueMs = clock.now() - keyRotationDays * dayMs;
    // A hub that has never run creates its first keys itself.
    if ([...newest.values()].some((createdAtMs) => createdAtMs <= dueMs)) {
      await rotateHubKeys(keysOf(hub));
    }
  };
  return hubs.map((hub) => ({
    name: `keys-${hub.platform}-${hub.environment}`,
    everyMs: dayMs / 24,
    // The keys are read under the lock: a second worker finds the successors.
    run: () =>
      store.exclusively(`keys ${hub.platform} ${hub.environment}`, async () => {
        await rotateOld(hub);
        await destroyPastKeys(keysOf(hub));
      }),
  }));
}
