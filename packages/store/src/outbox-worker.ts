import type { Clock } from '@garance/core';
import type { Outbox, OutboxMail, StoreLogger } from './durable/contract.ts';
import { createPollLoop, type PollLoop } from './poll-loop.ts';

export interface OutboxWorkerOptions {
  readonly outbox: Outbox;
  /** Passes one mail to the mail server under its `messageId`; rejects when it was not accepted. */
  send(mail: OutboxMail): Promise<void>;
  readonly clock: Clock;
  readonly logger: StoreLogger;
  /** Polling interval in milliseconds; default 1000. */
  readonly pollMs?: number;
  /** Number of mails claimed at once; default 10. */
  readonly batch?: number;
  /** Lease of a claimed mail in seconds; after a crash it is delivered again when the lease ends. Default 120. */
  readonly leaseSeconds?: number;
}

export interface DrainResult {
  readonly sent: number;
  readonly failed: number;
  /** Mails that expired before delivery. */
  readonly dropped: number;
}

/** `stop` resolves when the mail under way has been processed. */
export interface OutboxWorker extends PollLoop {
  /** Delivers everything that is due now. */
  drainOnce(): Promise<DrainResult>;
}

const firstRetryMs = 30_000;
const longestRetryMs = 2 * 3600 * 1000;

/**
 * Delay in milliseconds after a failed attempt: 30 s, doubled each time up to two hours. Attempts end with the mail's
 * expiry, after 24 h at most.
 *
 * @param attempt 1 for the first
 */
export function retryDelayMs(attempt: number): number {
  return Math.min(firstRetryMs * 2 ** Math.min(attempt - 1, 20), longestRetryMs);
}

/**
 * Delivers the mails of the outbox. A mail is deleted after its delivery, so a crash in between delivers it twice,
 * with the same Message-ID. Several workers may run on one outbox.
 */
export function createOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { outbox, clock, logger, pollMs = 1_000, batch = 10, leaseSeconds = 120 } = options;
  const deliver = async (mail: OutboxMail): Promise<boolean> => {
    try {
      await options.send(mail);
    } catch (error) {
      // The server's message may quote the address: only its code is logged.
      logger.warn({ mail: mail.id, attempt: mail.attempt, code: codeOf(error) }, 'a mail was not delivered');
      await outbox.failed(mail.id, clock.now() + retryDelayMs(mail.attempt));
      return false;
    }
    await outbox.sent(mail.id);
    return true;
  };
  const drainOnce = async (mayGoOn: () => boolean = () => true): Promise<DrainResult> => {
    const dropped = await outbox.dropExpired(clock.now());
    let [sent, failed] = [0, 0];
    while (mayGoOn()) {
      const claimed = await outbox.claim(batch, leaseSeconds);
      const outcomes = await Promise.all(claimed.map(deliver));
      sent += outcomes.filter(Boolean).length;
      failed += outcomes.filter((delivered) => !delivered).length;
      if (claimed.length < batch) break;
    }
    return { sent, failed, dropped };
  };
  const loop = createPollLoop({
    look: drainOnce,
    everyMs: pollMs,
    onError: (error) => logger.error({ code: codeOf(error) }, 'the outbox could not be drained'),
  });
  return { ...loop, drainOnce: () => drainOnce() };
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
