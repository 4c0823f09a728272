/** Queues runs of the suite: requested by a person, or due by the schedule. */
import { randomUUID } from 'node:crypto';
import { GaranceError, type Platform } from '@garance/core';
import type { PortalDeps } from '../../../deps.ts';
import { dayMs } from '../../time/day.ts';
import type { TargetAddresses } from '../tables/qualification-targets.ts';

/** A run opens pages of the service some hundred times: this is enough for a day of corrections and bounds the load. */
export const runsPerDay = 40;

export interface RunInput {
  readonly serviceId: string;
  readonly platform: Platform;
  readonly addresses: TargetAddresses;
  /** Person id. */
  readonly actor: string;
}

/**
 * Stores the addresses and queues a run.
 * @returns the id of the run: of the one already queued or running, when there is one
 * @throws GaranceError `qualification.run_limit`
 */
export async function requestRun(
  { store, clock }: Pick<PortalDeps, 'store' | 'clock'>,
  { serviceId, platform, addresses, actor }: RunInput,
): Promise<string> {
  const atMs = clock.now();
  return store.portal.transaction(async (tables) => {
    const underWay = await tables.qualificationRuns.underWay(serviceId, platform);
    if (underWay !== undefined) return underWay.id;
    if ((await tables.qualificationRuns.countSince(serviceId, atMs - dayMs)) >= runsPerDay) {
      throw new GaranceError('qualification.run_limit');
    }
    await tables.qualificationTargets.put({ serviceId, platform, addresses, by: actor, atMs });
    const id = randomUUID();
    const run = { id, serviceId, platform, addresses, requestedBy: actor, queuedAtMs: atMs } as const;
    if (!(await tables.qualificationRuns.enqueue({ ...run, cause: 'person' }))) {
      throw new GaranceError('portal.changed_meanwhile');
    }
    await tables.audit.append({
      atMs,
      actor,
      action: 'qualification.run',
      object: 'qualification-run',
      objectId: id,
      detail: { serviceId, platform },
    });
    return id;
  });
}

const batch = 50;

/** Queues a run for every qualified service whose last run is too old. Run by the scheduler. @returns how many */
export async function retestQualified({
  store,
  clock,
  config,
}: Pick<PortalDeps, 'store' | 'clock' | 'config'>): Promise<number> {
  const { qualificationRetestDays: days } = config;
  if (days === 0) return 0;
  const atMs = clock.now();
  let count = 0;
  for (const due of await store.portal.qualificationRuns.dueForRetest(atMs - days * dayMs, batch)) {
    const run = { ...due, id: randomUUID(), requestedBy: 'system', queuedAtMs: atMs } as const;
    if (await store.portal.qualificationRuns.enqueue({ ...run, cause: 'schedule' })) count += 1;
  }
  return count;
}

export const keptDays = 365;

/** Deletes old runs with their evidence; signed reports stay. Run by the scheduler. */
export function forgetOldRuns({ store, clock }: Pick<PortalDeps, 'store' | 'clock'>): Promise<number> {
  return store.portal.qualificationRuns.forget(clock.now() - keptDays * dayMs);
}
