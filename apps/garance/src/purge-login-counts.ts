import type { Clock } from '@garance/core';
import { type DurableStore, loginCountDays } from '@garance/store';

const dayMs = 24 * 3600 * 1000;

/** Deletes counts past their retention; run by the scheduler, at least daily. @returns rows deleted */
export async function purgeLoginCounts({
  store,
  clock,
}: {
  readonly store: Pick<DurableStore, 'loginCounts'>;
  readonly clock: Clock;
}): Promise<number> {
  const beforeMs = clock.now() - loginCountDays * dayMs;
  let purged = 0;
  for (;;) {
    const gone = await store.loginCounts.purge(beforeMs);
    purged += gone;
    if (gone === 0) return purged;
  }
}
