/**
 * Delivers webhook calls about requests. Calls are queued in the transaction of their event and sent here,
 * signed, each until it is answered with success or given up. Several workers may run on one queue.
 */
import type { Clock } from '@garance/core';
import { createPollLoop, type PollLoop, type StoreLogger } from '@garance/store';
import { type Outbound, OutboundError } from '@garance/web/outbound';
import type { PortalStore } from '../../portal-store.ts';
import { signBody } from '../signature.ts';
import type { WebhookAttempt, WebhookCall } from '../tables/webhook-calls.ts';

export interface WebhookWorkerOptions {
  readonly store: Pick<PortalStore, 'webhookCalls' | 'webhookEndpoints' | 'transaction'>;
  /** Under the SSRF guard: an address that was public when it was entered may not be so now (security.md 11). */
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly logger: StoreLogger;
  /** Value of `X-App-Environment`. */
  readonly environment?: string;
  /** How often to look; default 1000. */
  readonly pollMs?: number;
  /** Calls made at once; default 10. */
  readonly batch?: number;
  /** Milliseconds within which an answer must arrive; default 10 000. */
  readonly timeoutMs?: number;
}

/** It is stopped when the calls under way have ended. */
export interface WebhookWorker extends PollLoop {
  /** Makes every call that is due now. */
  drainOnce(): Promise<{ readonly delivered: number; readonly failed: number }>;
}

type Claimed = WebhookCall & { readonly payload: string };

/** After the tenth failure, some five hours later, a call is given up; it can be made again by hand. */
export const attemptsAtMost = 10;
const firstRetryMs = 30_000;
const longestRetryMs = 2 * 3600 * 1000;

/** @param attempt 1 for the first; undefined: give up */
export function retryAfterMs(attempt: number): number | undefined {
  return attempt >= attemptsAtMost ? undefined : Math.min(firstRetryMs * 2 ** (attempt - 1), longestRetryMs);
}

const defaultTimeoutMs = 10_000;

/** Creates the worker that delivers queued webhook calls; it starts with `start`. */
export function createWebhookWorker(options: WebhookWorkerOptions): WebhookWorker {
  const { store, clock, logger, pollMs = 1_000, batch = 10, timeoutMs = defaultTimeoutMs } = options;
  // Longer than a call may take: a lease ends only when its worker is gone.
  const leaseMs = timeoutMs + 60_000;
  const drainOnce = async (shouldContinue: () => boolean = () => true) => {
    let [delivered, failed] = [0, 0];
    while (shouldContinue()) {
      const claimed = await store.webhookCalls.claim({ nowMs: clock.now(), limit: batch, leaseMs });
      const outcomes = await Promise.all(claimed.map((call) => deliver(options, call)));
      delivered += outcomes.filter(Boolean).length;
      failed += outcomes.filter((done) => !done).length;
      if (claimed.length < batch) break;
    }
    return { delivered, failed };
  };
  const loop = createPollLoop({
    look: drainOnce,
    everyMs: pollMs,
    onError: (error) =>
      logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'webhooks cannot leave'),
  });
  return { ...loop, drainOnce: () => drainOnce() };
}

/** @returns whether it arrived */
async function deliver(options: WebhookWorkerOptions, call: Claimed): Promise<boolean> {
  const { store, logger } = options;
  const attempt = await makeCall(call, options);
  const { status } = attempt;
  if (status !== undefined && status >= 200 && status < 300) {
    await store.transaction((tables) => tables.webhookCalls.delivered(call.id, attempt));
    return true;
  }
  // Neither address nor answer is logged: both may contain secrets or personal data.
  logger.warn(
    { call: call.id, endpoint: call.endpointId, attempt: call.attempt, status, failure: attempt.failure },
    'a webhook was not delivered',
  );
  const after = retryAfterMs(call.attempt);
  const retryAtMs = after === undefined ? undefined : attempt.atMs + after;
  await store.transaction((tables) => tables.webhookCalls.failed(call.id, attempt, retryAtMs));
  return false;
}

async function makeCall(
  call: Claimed,
  { store, outbound, clock, environment = 'production', timeoutMs = defaultTimeoutMs }: WebhookWorkerOptions,
): Promise<WebhookAttempt> {
  const endpoint = await store.webhookEndpoints.find(call.endpointId);
  if (endpoint === undefined) return { atMs: clock.now(), failure: 'no-endpoint' };
  const secret = await store.webhookEndpoints.secret(endpoint.id);
  try {
    const { status } = await outbound.request({
      url: endpoint.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': signBody(secret, call.payload),
        'x-app-environment': environment,
      },
      body: call.payload,
      accept: 'application/json',
      timeoutMs,
      maxBytes: 65_536,
    });
    return { atMs: clock.now(), status };
  } catch (error) {
    return { atMs: clock.now(), failure: error instanceof OutboundError ? error.reason : 'unknown' };
  }
}
