import { systemClock } from '@garance/core';
import { createSmtpDelivery } from '@garance/hub';
import { createOutboxWorker, type DurableStore, type StoreLogger } from '@garance/store';
import type { Telemetry } from './telemetry/telemetry.ts';

interface MailWorkerInput {
  readonly store: DurableStore;
  /** `smtp://` or `smtps://` address of the mail server. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly logger: StoreLogger;
  readonly telemetry: Telemetry;
}

const smtpTimeoutMs = 10_000;

/** Delivers the mails of the outbox until `stack` ends; the mail under way is still delivered then. */
export function startMailWorker(
  stack: AsyncDisposableStack,
  { store, smtpUrl, from, logger, telemetry }: MailWorkerInput,
): void {
  const delivery = createSmtpDelivery({ url: smtpUrl, from, timeoutMs: smtpTimeoutMs });
  const worker = createOutboxWorker({
    outbox: store.outbox,
    send: (mail) => telemetry.sendMail(() => delivery.send(mail)),
    clock: systemClock,
    logger,
  });
  telemetry.gauges.dueBacklog('mail', store.outbox.backlog);
  worker.start();
  stack.defer(async () => {
    await worker.stop();
    delivery.close();
  });
}
