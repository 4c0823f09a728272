/** What hubs write to the durable store besides a login: queued, in batches, and written out when `stack` ends. */
import { type Environment, systemClock } from '@garance/core';
import type { HubConfig } from '@garance/hub';
import {
  createCountWriter,
  createRetryingWriter,
  createTraceWriter,
  type DurableStore,
  type Mail,
  type StoreLogger,
} from '@garance/store';
import type { HubParts } from './compose-hub.ts';
import { reportMail } from './report-mail.ts';
import { signInMail } from './sign-in-mail.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

export type HubWriters = Required<
  Pick<HubParts, 'recordSignIn' | 'trace' | 'counts' | 'recordProviderRefusal'>
>;

interface WritersInput {
  readonly store: DurableStore;
  readonly logger: StoreLogger;
  /**
   * Milliseconds for which a sign-in that cannot be written is retried; default 0. A plus hub waits for it, a standard
   * one does not.
   */
  readonly retrySignInsForMs?: number;
  readonly telemetry: Telemetry;
}

export function startWriters(
  stack: AsyncDisposableStack,
  { store, logger, retrySignInsForMs = 0, telemetry }: WritersInput,
): HubWriters {
  const signIns = stack.adopt(
    createRetryingWriter({
      append: store.signIns.append,
      clock: systemClock,
      retryForMs: retrySignInsForMs,
    }),
    (writer) => writer.close(),
  );
  const trace = stack.adopt(createTraceWriter({ append: store.trace.append, logger }), (writer) =>
    writer.close(),
  );
  const counts = stack.adopt(createCountWriter({ add: store.loginCounts.add, logger }), (writer) =>
    writer.close(),
  );
  const refusals = stack.adopt(
    createTraceWriter({ append: store.providerRefusals.append, logger }),
    (writer) => writer.close(),
  );
  const { gauges } = telemetry;
  gauges.backlog('sign-ins', () => {
    const { events, oldestMs } = signIns.waiting();
    return { entries: events, oldestSeconds: oldestMs / 1000 };
  });
  for (const [queue, writer] of Object.entries({ trace, counts, refusals })) {
    gauges.backlog(queue, () => ({ entries: writer.waiting() }));
    gauges.dropped(queue, writer.dropped);
  }
  return { recordSignIn: signIns.write, trace, counts, recordProviderRefusal: refusals.record };
}

interface MailsInput {
  readonly store: DurableStore;
  readonly config: Pick<HubConfig, 'platformName'> & { readonly environment: Environment };
  /** Address of the operator's team. */
  readonly operatorMail: string;
}

/** A database that is away for half a minute loses no mail either; no login waits for one. */
const retryMailsForMs = 60_000;
/** A mail is some thousand characters, and holds an address: no more than this of them in memory. */
const mostMailsWaiting = 5_000;

/**
 * The mails of a hub, put into the outbox: to the citizen after a sign-in, to the operator after a report. What waits is put
 * there when `stack` ends.
 */
export function hubMails(
  stack: AsyncDisposableStack,
  { store, config, operatorMail }: MailsInput,
): Pick<HubParts, 'notify' | 'reportSignIn'> {
  const { platformName, environment } = config;
  const mails = stack.adopt(
    createRetryingWriter<Mail>({
      // A mail that is queued already is not queued again.
      append: async (batch) => {
        for (const mail of batch) await store.outbox.enqueue(mail);
      },
      clock: systemClock,
      retryForMs: retryMailsForMs,
      maxQueue: mostMailsWaiting,
    }),
    (writer) => writer.close(),
  );
  return {
    notify: (notice) => mails.write(signInMail(notice, { clock: systemClock, platformName })),
    reportSignIn: async (reference) => {
      const hubName = `${platformName} (${environment})`;
      const mail = reportMail({ reference, operatorMail, hubName, clock: systemClock });
      await store.signIns.report(reference, { atMs: systemClock.now(), mail });
    },
  };
}

/** Reloads hubs at every change of the configuration by any process; ends with `stack`. */
export async function followChanges(
  stack: AsyncDisposableStack,
  { store, logger }: { readonly store: DurableStore; readonly logger: StoreLogger },
  hubs: readonly { refresh(): Promise<void> }[],
): Promise<void> {
  const unsubscribe = await store.changes.subscribe(() => {
    for (const hub of hubs) {
      hub.refresh().catch((err: unknown) => logger.error({ err }, 'configuration not refreshed'));
    }
  });
  stack.defer(unsubscribe);
}
