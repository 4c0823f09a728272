/**
 * The process of the periodic work. Any number can run: mails and webhooks are leased; jobs tolerate being run twice or
 * hold a lock.
 */
import { systemClock } from '@garance/core';
import { openPlatformStore } from '@garance/portal';
import type { DurableStore } from '@garance/store';
import { startBackgroundJobs } from '../background-jobs.ts';
import { startMailWorker } from '../mail-worker.ts';
import type { Configuration, PortalSection, WorkerSection } from './config/schema.ts';
import { keySchedule } from './key-schedule.ts';
import { openInstallation } from './open-installation.ts';
import { portalParts } from './portal-parts.ts';
import { createDrain, endOnSignal, processChecks, startInternalListener } from './serve.ts';

interface Sections {
  readonly worker: WorkerSection;
  readonly portal: PortalSection;
}

/** Starts the worker; resolves when it works, with a promise that resolves at its end. */
export async function runWorker(
  configuration: Configuration,
  { worker, portal }: Sections,
): Promise<{ readonly ended: Promise<void> }> {
  await using stack = new AsyncDisposableStack();
  const installation = await openInstallation(stack, {
    configuration,
    name: 'worker',
    schema: 'check',
    open: openPlatformStore,
  });
  const { store, logger, telemetry } = installation;
  const { mail, hubs } = configuration;
  const draining = createDrain();
  startMailWorker(stack, { store, logger, telemetry, smtpUrl: mail.smtpUrl, from: mail.from });
  const keys = keySchedule({
    store,
    custody: installation.custody,
    clock: systemClock,
    hubs,
    keyRotationDays: worker.keyRotationDays,
  });
  startBackgroundJobs(stack, portalParts(installation, portal), { telemetry, more: keys });
  const checks = {
    ...processChecks(store, configuration, draining),
    'mail-backlog': mailBacklogCheck(store, worker),
  };
  telemetry.gauges.readiness('worker', checks);
  await startInternalListener(stack, {
    listener: worker.internal,
    telemetry,
    logger,
    readiness: { checks },
  });
  const started = stack.move();
  // It takes no requests, so there is nothing to drain.
  return { ended: endOnSignal(draining, 0, () => started.disposeAsync()) };
}

/** Readiness check: no mail has been due for longer than the bound. */
function mailBacklogCheck(
  { outbox }: Pick<DurableStore, 'outbox'>,
  { mailBacklogSeconds }: WorkerSection,
): () => Promise<void> {
  return async () => {
    const nowMs = systemClock.now();
    const { dueSinceMs = nowMs } = await outbox.backlog(nowMs);
    if (nowMs - dueSinceMs > mailBacklogSeconds * 1000) throw new Error('mails are not delivered');
  };
}
