import type { Changes, StoreLogger } from './contract.ts';

interface ChangeFeedOptions {
  revision(): Promise<number>;
  listen(onNotice: () => void): Promise<() => Promise<void>>;
  /** Interval of polling in milliseconds; absent where this process is the only writer. */
  readonly pollMs: number | undefined;
  readonly logger: StoreLogger;
}

export interface ChangeFeed extends Changes {
  close(): Promise<void>;
}

/** Reads the revision, one read at a time, and calls `onChange` when it differs from the one read before. */
function createRevisionReader({ revision, logger }: ChangeFeedOptions, onChange: () => void) {
  let known: number | undefined;
  let reading: Promise<void> | undefined;
  let again = false;

  const read = async (): Promise<void> => {
    do {
      again = false;
      const current = await revision();
      const changed = known !== undefined && current !== known;
      known = current;
      if (changed) onChange();
    } while (again);
  };
  const onNotice = (): void => {
    again = true;
    reading ??= read()
      .catch((error) => logger.warn({ reason: nameOf(error) }, 'the revision could not be read'))
      .finally(() => {
        reading = undefined;
        // A notice that arrived while the last read was ending.
        if (again) onNotice();
      });
  };
  return {
    /** Takes the current revision as the one to compare with. */
    begin: async (): Promise<void> => {
      known = await revision();
    },
    onNotice,
    /** Resolves when the read under way has ended. */
    settled: async (): Promise<void> => reading,
  };
}

/**
 * Calls subscribers when the configuration's revision has changed. The revision is read after each notice of the
 * database and, because notices may be lost, at regular intervals; an unchanged revision calls no subscriber.
 */
export function createChangeFeed(options: ChangeFeedOptions): ChangeFeed {
  const subscribers = new Set<() => void>();
  let running: Promise<() => Promise<void>> | undefined;
  const { begin, onNotice, settled } = createRevisionReader(options, () => {
    for (const onChange of subscribers) callSubscriber(onChange, options.logger);
  });

  const start = async (): Promise<() => Promise<void>> => {
    await begin();
    const unlisten = await options.listen(onNotice);
    onNotice();
    const timer = options.pollMs === undefined ? undefined : setInterval(onNotice, options.pollMs);
    timer?.unref();
    return async () => {
      clearInterval(timer);
      await unlisten();
      await settled();
    };
  };
  const stop = async (): Promise<void> => {
    const end = running;
    running = undefined;
    if (end !== undefined) await (await end)();
  };

  return {
    revision: options.revision,
    subscribe: async (onChange) => {
      // A new function, so that a function subscribed twice is called twice and each subscription ends by itself.
      const subscriber = (): void => onChange();
      subscribers.add(subscriber);
      running ??= start();
      try {
        await running;
      } catch (error) {
        running = undefined;
        subscribers.delete(subscriber);
        throw error;
      }
      return async () => {
        subscribers.delete(subscriber);
        if (subscribers.size === 0) await stop();
      };
    },
    close: async () => {
      subscribers.clear();
      await stop();
    },
  };
}

function callSubscriber(onChange: () => void, logger: StoreLogger): void {
  try {
    onChange();
  } catch (error) {
    logger.error({ reason: nameOf(error) }, 'a subscriber to configuration changes failed');
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
