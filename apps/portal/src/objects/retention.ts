import type { PortalDeps } from '../deps.ts';
import type { ScheduledJob } from '../scheduler.ts';
import { exportAuditHead } from './journal/signed-head.ts';
import { dayMs } from './time/day.ts';

/** How long sign-ins are kept, for the citizen's history and the figures, in days. */
export const signInDays = 365;

/**
 * Creates the partitions of the coming months and deletes sign-ins past their retention: whole months by dropping their
 * partition, the rest of the oldest one row by row. @returns how many were deleted row by row
 */
export async function forgetOldSignIns({
  store,
  clock,
}: Pick<PortalDeps, 'store' | 'clock'>): Promise<number> {
  const nowMs = clock.now();
  const beforeMs = nowMs - signInDays * dayMs;
  await store.signIns.maintain({ nowMs, keepFromMs: beforeMs });
  let forgotten = 0;
  for (;;) {
    const gone = await store.signIns.forget(beforeMs);
    forgotten += gone;
    if (gone === 0) return forgotten;
  }
}

/** How long refusals of providers are kept, in days. */
export const refusalDays = 30;

async function forgetOldRefusals({ store, clock }: Pick<PortalDeps, 'store' | 'clock'>): Promise<number> {
  return store.portal.providerRefusals.purge(clock.now() - refusalDays * dayMs);
}

/** Jobs of administration, for `createScheduler`. */
export function administrationJobs(
  deps: Pick<PortalDeps, 'store' | 'clock' | 'config' | 'keepAuditHead'>,
): readonly ScheduledJob[] {
  return [
    { name: 'forget-old-sign-ins', everyMs: dayMs / 4, run: () => forgetOldSignIns(deps) },
    { name: 'forget-old-provider-refusals', everyMs: dayMs / 4, run: () => forgetOldRefusals(deps) },
    { name: 'export-audit-head', everyMs: dayMs, run: () => exportAuditHead(deps) },
  ];
}
