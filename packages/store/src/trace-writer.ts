import type { StoreLogger } from './durable/contract.ts';
import type { TraceEntry } from './durable/trace.ts';

export interface TraceWriterOptions<Entry = TraceEntry> {
  /** Writes a batch in one statement. */
  append(entries: readonly Entry[]): Promise<void>;
  readonly logger?: StoreLogger;
  /** Entries written together; default 500. */
  readonly maxBatch?: number;
  /** How long the first entry of a batch waits for others; default 250. */
  readonly maxDelayMs?: number;
  /** Entries that may wait; beyond, new ones are dropped. Default 20 000. */
  readonly maxQueue?: number;
}

export interface TraceWriter<Entry = TraceEntry> {
  /** Returns at once and never throws: a login must not wait for its trace, nor fail with it. */
  record(entry: Entry): void;
  /** Entries given up because the store was slow or away. For metrics. */
  dropped(): number;
  /** Resolves when what was recorded so far is written or given up. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Best effort, in batches, one under way at a time; what cannot be written is dropped and counted, never retried. */
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
    flush,
    close: async () => {
      closed = true;
      await flush();
    },
  };
}
