import { type Clock, GaranceError } from '@garance/core';

export interface RetryingWriterOptions<Event> {
  /** Writes a batch durably; must accept events that are already stored. */
  append(events: readonly Event[]): Promise<void>;
  /** Number of events per batch; default 200. */
  readonly maxBatch?: number;
  /** Length of the queue, above which `write` rejects at once; default 20 000. */
  readonly maxQueue?: number;
  /** How long a failed event is retried, in milliseconds, before its `write` rejects. Default 0, because the citizen is waiting. */
  readonly retryForMs?: number;
  readonly clock: Clock;
}

export interface RetryingWriter<Event> {
  /**
   * Resolves once the event is durable: on plus the hub waits for it before it sends the code (security.md, faults 2).
   * @throws GaranceError `store.unavailable` when it could not be written, the queue is full or the writer is closed
   */
  write(event: Event): Promise<void>;
  /** For metrics: length of the queue and age of its oldest event. */
  waiting(): { readonly events: number; readonly oldestMs: number };
  /** Writes the queue once and rejects later events. */
  close(): Promise<void>;
}

interface Waiting<Event> {
  readonly event: Event;
  readonly sinceMs: number;
  resolve(): void;
  reject(error: GaranceError): void;
}

const retryEveryMs = 250;

function rejectAll(batch: readonly Pick<Waiting<unknown>, 'reject'>[], cause: unknown): void {
  for (const write of batch) write.reject(new GaranceError('store.unavailable', { detail: 'writes', cause }));
}

/** Why `write` must reject at once; undefined when the event may wait. */
function refusalOf(closed: boolean, isFull: boolean): GaranceError | undefined {
  if (!closed && !isFull) return undefined;
  return new GaranceError('store.unavailable', { detail: closed ? 'closed' : 'queue full' });
}

/**
 * What a login leaves behind, and what a database that is away for a moment must not lose: sign-ins, and mails about them.
 * Group commit: one batch is written at a time, and events that arrive meanwhile form the next batch. There is no further
 * delay: a single event is written at the end of its turn of the event loop, and batches grow with the load.
 */
export function createRetryingWriter<Event>(options: RetryingWriterOptions<Event>): RetryingWriter<Event> {
  const { append, clock, maxBatch = 200, maxQueue = 20_000, retryForMs = 0 } = options;
  const queue: Waiting<Event>[] = [];
  let endOfTurn: NodeJS.Immediate | undefined;
  let retry: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;
  let closed = false;

  const flush = (): void => {
    endOfTurn = undefined;
    if (flushing !== undefined || retry !== undefined || queue.length === 0) return;
    flushing = writeBatch(queue.splice(0, maxBatch)).then((failed) => {
      flushing = undefined;
      if (failed && !closed && queue.length > 0) retry = setTimeout(flushAgain, retryEveryMs);
      else flush();
    });
  };
  const flushAgain = (): void => {
    retry = undefined;
    flush();
  };
  const writeBatch = async (batch: readonly Waiting<Event>[]): Promise<boolean> => {
    try {
      await append(batch.map((entry) => entry.event));
      for (const entry of batch) entry.resolve();
      return false;
    } catch (cause) {
      const nowMs = clock.now();
      const mayRetry = (entry: Waiting<Event>): boolean => !closed && nowMs - entry.sinceMs < retryForMs;
      queue.unshift(...batch.filter(mayRetry));
      const expired = batch.filter((entry) => !mayRetry(entry));
      rejectAll(expired, cause);
      return true;
    }
  };

  return {
    write: (event) => {
      const refusal = refusalOf(closed, queue.length >= maxQueue);
      if (refusal !== undefined) return Promise.reject(refusal);
      return new Promise((resolve, reject) => {
        queue.push({ event, sinceMs: clock.now(), resolve, reject });
        if (queue.length >= maxBatch) flush();
        else endOfTurn ??= setImmediate(flush);
      });
    },
    waiting: () => {
      const oldest = queue[0];
      return { events: queue.length, oldestMs: oldest === undefined ? 0 : clock.now() - oldest.sinceMs };
    },
    close: async () => {
      closed = true;
      clearImmediate(endOfTurn);
      clearTimeout(retry);
      retry = undefined;
      flush();
      while (flushing !== undefined) await flushing;
    },
  };
}
