import type { StoreLogger } from './durable/contract.ts';
import type { TraceEntry } from './durable/trace.ts';

export interface TraceWriterOptions<Entry = TraceEntry> {
  /** Writes a batch in one statement. */
  append(entries: readonly Entry[]): Promise<void>;
  readonly logger?: StoreLogger;
  /** Number of entries per batch; default 500. */
  readonly maxBatch?: number;
  /** Longest delay of an entry in milliseconds while a batch fills; default 250. */
  readonly maxDelayMs?: number;
  /** Length of the queue, above which new entries are dropped; default 20 000. */
  readonly maxQueue?: number;
}

export interface TraceWriter<Entry = TraceEntry> {
  /** Queues an entry. Never waits and never throws, so that a login neither waits for its trace nor fails with it. */
  record(entry: Entry): void;
  /** Number of entries dropped because the store was slow or unreachable. For metrics. */
  dropped(): number;
  /** Entries that wait to be written. For metrics. */
  waiting(): number;
  /** Resolves when all entries recorded so far are written or dropped. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Best effort, in batches, one at a time. Entries that cannot be written are dropped and counted, never retried. */
export function createTraceWriter<Entry = TraceEntry>(
  options: TraceWriterOptions<Entry>,
): TraceWriter<Entry> {
  const { append, logger, maxBatch = 500, maxDelayMs = 250, maxQueue = 20_000 } = options;
  const queue: Entry[] = [];
  let dropped = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, maxBatch);
      try {
        await append(batch);
      } catch {
        dropped += batch.length;
        logger?.warn({ entries: batch.length }, 'trace entries were not written');
      }
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= write().finally(() => {
      writing = undefined;
    });
    return writing;
  };
  return {
    record: (entry) => {
      if (closed || queue.length >= maxQueue) {
        dropped += 1;
        return;
      }
      queue.push(entry);
      if (queue.length >= maxBatch) void flush();
      else {
        timer ??= setTimeout(() => void flush(), maxDelayMs);
        timer.unref();
      }
    },
    dropped: () => dropped,
    waiting: () => queue.length,
    flush,
    close: async () => {
      closed = true;
      await flush();
    },
  };
}
