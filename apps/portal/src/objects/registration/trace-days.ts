import type { PortalDeps } from '../../deps.ts';
import { dayMs } from '../time/day.ts';

/** How long the trace is kept, in days. */
export const traceDays = 7;

/** Deletes older trace entries; run by the scheduler, at least daily. @returns entries deleted */
export async function purgeTrace({ store, clock }: Pick<PortalDeps, 'store' | 'clock'>): Promise<number> {
  const before = clock.now() - traceDays * dayMs;
  let purged = 0;
  for (;;) {
    const gone = await store.portal.trace.purge(before);
    purged += gone;
    if (gone === 0) return purged;
  }
}
