import type { Clock } from '@garance/core';
import type { Outbox, OutboxMail, StoreLogger } from './durable/contract.ts';
import { createPollLoop, type PollLoop } from './poll-loop.ts';

export interface OutboxWorkerOptions {
  readonly outbox: Outbox;
  /** Hands one mail to the mail server, under its `messageId`; rejects when it was not accepted. */
  send(mail: OutboxMail): Promise<void>;
  readonly clock: Clock;
  readonly logger: StoreLogger;
  /** How often to look for mail; default 1000. */
  readonly pollMs?: number;
  /** Mails claimed together; default 10. */
  readonly batch?: number;
  /** How long a claimed mail is this worker's; after a crash it is delivered again when this has passed. Default 120. */
  readonly leaseSeconds?: number;
}

export interface DrainResult {
  readonly sent: number;
  readonly failed: number;
  /** Expired before they could leave. */
  readonly dropped: number;
}

/** It is stopped when the mail under way has been dealt with. */
export interface OutboxWorker extends PollLoop {
  /** Delivers everything that is due now. */
  drainOnce(): Promise<DrainResult>;
}

const firstRetryMs = 30_000;
const longestRetryMs = 2 * 3600 * 1000;

/**
 * How long to wait after a failed attempt: 30 s, doubled each time up to two hours. The mail's own end, 24 h at
 * most, is what stops it.
 *
 * @param attempt 1 for the first
 */
export function retryDelayMs(attempt: number): number {
  return Math.min(firstRetryMs * 2 ** Math.min(attempt - 1, 20), longestRetryMs);
}

/**
 * Drains the outbox. A mail is deleted only after it was delivered, so a crash between the two delivers it again,
 * under the same Message-ID. Several workers may run on one outbox.
 */
export function createOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { outbox, clock, logger, pollMs = 1_000, batch = 10, leaseSeconds = 120 } = options;
  const deliver = async (mail: OutboxMail): Promise<boolean> => {
    try {
      await options.send(mail);
    } catch (error) {
      // The server's own words may quote the address: only its code is logged.
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
