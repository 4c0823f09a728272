/** The process of the partner space. Any number of them can use one database. */
import { systemClock } from '@garance/core';
import { buildPortal, ensureTemplates, openPlatformStore, type PortalDeps } from '@garance/portal';
import { createServiceState, openAlerts } from '../telemetry/service-state.ts';
import type { Configuration, PortalSection } from './config/schema.ts';
import { type Installation, openInstallation } from './open-installation.ts';
import { portalParts } from './portal-parts.ts';
import {
  closeWithin,
  createDrain,
  endOnSignal,
  listenOn,
  processChecks,
  startInternalListener,
} from './serve.ts';

/** Starts the partner space; resolves when it listens, with a promise that resolves at its end. */
export async function runPortal(
  configuration: Configuration,
  section: PortalSection,
): Promise<{ readonly ended: Promise<void> }> {
  await using stack = new AsyncDisposableStack();
  const installation = await openInstallation(stack, {
    configuration,
    name: 'portal',
    schema: 'check',
    open: openPlatformStore,
  });
  const { store, logger, telemetry } = installation;
  const { drain } = configuration;
  const draining = createDrain();
  await ensureTemplates(store.portal);
  const app = buildPortal({
    ...portalParts(installation, section),
    ...serviceStateOf(stack, installation, section),
    measureRequests: telemetry.requests('portal'),
    probesElsewhere: true,
  });
  stack.defer(() => app.close());
  const checks = processChecks(store, configuration, draining);
  telemetry.gauges.readiness('portal', checks);
  await startInternalListener(stack, {
    listener: section.internal,
    telemetry,
    logger,
    readiness: { checks },
  });
  stack.defer(() => closeWithin(app, { deadlineMs: drain.deadlineSeconds * 1000, logger }));
  await listenOn('portal.listen', app, section.listen);
  const started = stack.move();
  return { ended: endOnSignal(draining, drain.noticeSeconds, () => started.disposeAsync()) };
}

function serviceStateOf(
  stack: AsyncDisposableStack,
  { configuration, logger }: Installation,
  { alertsUrl }: PortalSection,
): Pick<PortalDeps, 'serviceState'> {
  if (alertsUrl === undefined) return {};
  const fetchAlerts = openAlerts(stack, alertsUrl);
  return {
    serviceState: createServiceState({ hubs: configuration.hubs, fetchAlerts, clock: systemClock, logger }),
  };
}
