/** The periodic work of an installation. Several processes may do it: each job bears being run twice. */
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

const hourMs = 3600 * 1000;
const dayMs = 24 * hourMs;

/**
 * Starts outgoing webhooks, reminders, deletion of expired data, and the runs of the qualification suite where there is a
 * runner; ends with `stack`.
 * @param more jobs of this composition
 */
export function startBackgroundJobs(
  stack: AsyncDisposableStack,
  deps: PortalDeps,
  more: readonly ScheduledJob[] = [],
): void {
  const { store, outbound, clock, logger, qualificationRunner: runner } = deps;
  const webhooks = createWebhookWorker({ store: store.portal, outbound, clock, logger });
  webhooks.start();
  stack.defer(() => webhooks.stop());
  if (runner !== undefined) {
    const runs = createRunWorker({ ...deps, runner });
    runs.start();
    stack.defer(() => runs.stop());
  }
  const scheduler = createScheduler(deps, [
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
  scheduler.start();
  stack.defer(() => scheduler.stop());
}
