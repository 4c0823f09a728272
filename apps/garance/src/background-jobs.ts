/** The periodic work of an installation. Several processes may do it: each job tolerates being run twice. */
import {
  administrationJobs,
  createRunWorker,
  createScheduler,
  createWebhookWorker,
  expireQualifications,
  forgetOldRuns,
  type PortalDeps,
  purgeTrace,
  remindExpiring,
  retestQualified,
  type ScheduledJob,
} from '@garance/portal';
import { purgeLoginCounts } from './purge-login-counts.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

const hourMs = 3600 * 1000;
const dayMs = 24 * hourMs;

interface BackgroundInput {
  readonly telemetry: Telemetry;
  /** Jobs of this composition. */
  readonly more?: readonly ScheduledJob[];
}

/**
 * Starts outgoing webhooks, reminders, deletion of expired data, and the runs of the qualification suite where there is a
 * runner; ends with `stack`.
 */
export function startBackgroundJobs(
  stack: AsyncDisposableStack,
  deps: PortalDeps,
  { telemetry, more = [] }: BackgroundInput,
): void {
  const { store, clock, logger, qualificationRunner: runner } = deps;
  const outbound = telemetry.outbound(deps.outbound, { server: 'worker', peer: 'webhook', call: 'post' });
  const webhooks = createWebhookWorker({ store: store.portal, outbound, clock, logger });
  telemetry.gauges.dueBacklog('webhooks', store.portal.webhookCalls.backlog);
  webhooks.start();
  stack.defer(() => webhooks.stop());
  if (runner !== undefined) {
    const runs = createRunWorker({ ...deps, runner });
    runs.start();
    stack.defer(() => runs.stop());
  }
  const jobs = telemetry.observeJobs([
    { name: 'remind-expiring', everyMs: dayMs, run: () => remindExpiring(deps) },
    { name: 'expire-qualifications', everyMs: dayMs, run: () => expireQualifications(deps) },
    { name: 'purge-trace', everyMs: dayMs, run: () => purgeTrace(deps) },
    { name: 'purge-login-counts', everyMs: dayMs, run: () => purgeLoginCounts(deps) },
    // A re-test that no process can run would wait for ever.
    ...(runner === undefined
      ? []
      : [{ name: 'retest-qualified', everyMs: hourMs, run: () => retestQualified(deps) }]),
    { name: 'forget-old-runs', everyMs: dayMs, run: () => forgetOldRuns(deps) },
    ...administrationJobs(deps),
    ...more,
  ]);
  const scheduler = createScheduler(deps, jobs);
  scheduler.start();
  stack.defer(() => scheduler.stop());
}
