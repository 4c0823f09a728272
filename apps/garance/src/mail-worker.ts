import { systemClock } from '@garance/core';
import { createSmtpDelivery } from '@garance/hub';
import { createOutboxWorker, type DurableStore, type StoreLogger } from '@garance/store';

interface MailWorkerInput {
  readonly store: DurableStore;
  /** `smtp://` or `smtps://` address of the mail server. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly logger: StoreLogger;
}

const smtpTimeoutMs = 10_000;

/** Delivers the mails of the outbox until `stack` ends; then the mail under way is still delivered. */
export function startMailWorker(
  stack: AsyncDisposableStack,
  { store, smtpUrl, from, logger }: MailWorkerInput,
): void {
  const delivery = createSmtpDelivery({ url: smtpUrl, from, timeoutMs: smtpTimeoutMs });
  const worker = createOutboxWorker({
    outbox: store.outbox,
    send: delivery.send,
    clock: systemClock,
    logger,
  });
  worker.start();
  stack.defer(async () => {
    await worker.stop();
    delivery.close();
  });
}
