import type { LoginCount, StoreLogger } from './durable/contract.ts';
import { countKey } from './durable/login-counts.ts';

export interface CountWriterOptions {
  /** Adds a batch, all or nothing. */
  add(counts: readonly LoginCount[]): Promise<void>;
  readonly logger?: StoreLogger;
  /** Milliseconds that the first count of a batch waits for others; default 10 000. */
  readonly maxDelayMs?: number;
  /** Maximum of different counts in memory; above it new ones are dropped. Default 20 000. */
  readonly maxKeys?: number;
}

export interface CountWriter {
  /** Returns at once and never throws. */
  record(step: Omit<LoginCount, 'count'>): void;
  /** Steps that were not counted because the store was unreachable for too long. For metrics. */
  dropped(): number;
  /** Different counts that wait to be written. For metrics. */
  waiting(): number;
  /** Resolves when everything recorded until now is written, or put back for the next batch. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Sums counts in memory and writes them in batches. A batch that could not be written is written with the next one;
 * after a commit whose answer was lost it is counted twice. A killed process loses the last seconds: the counts are
 * statistics.
 */
export function createCountWriter(options: CountWriterOptions): CountWriter {
  const { add, logger, maxDelayMs = 10_000, maxKeys = 20_000 } = options;
  let waiting = new Map<string, LoginCount>();
  let dropped = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  const addUp = (added: LoginCount): void => {
    const key = countKey(added);
    const known = waiting.get(key);
    if (known === undefined && waiting.size >= maxKeys) dropped += added.count;
    else waiting.set(key, { ...added, count: added.count + (known?.count ?? 0) });
  };
  const write = async (): Promise<void> => {
    const batch = [...waiting.values()];
    waiting = new Map();
    if (batch.length === 0) return;
    try {
      await add(batch);
    } catch {
      logger?.warn({ counts: batch.length }, 'login counts were not written');
      for (const unwritten of batch) addUp(unwritten);
      if (!closed) wait();
    }
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    // Counts that arrived during a batch form the next one.
    while (writing !== undefined) await writing;
    writing = write().finally(() => {
      writing = undefined;
    });
    await writing;
  };
  const wait = (): void => {
    timer ??= setTimeout(() => void flush(), maxDelayMs);
    timer.unref();
  };
  return {
    record: (step) => {
      if (closed) {
        dropped += 1;
        return;
      }
      addUp({ ...step, count: 1 });
      wait();
    },
    dropped: () => dropped,
    waiting: () => waiting.size,
    flush,
    close: async () => {
      closed = true;
      await flush();
    },
  };
}
