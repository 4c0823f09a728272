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

/**
 * Calls subscribers when the configuration's revision has changed. The revision is read after each notice of the
 * database and, because notices may be lost, at regular intervals; an unchanged revision calls no subscriber.
 */
export function createChangeFeed(options: ChangeFeedOptions): ChangeFeed {
  const subscribers = new Set<() => void>();
  let known: number | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  let running: Promise<() => Promise<void>> | undefined;

  const look = async (): Promise<void> => {
    do {
      again = false;
      const revision = await options.revision();
      const moved = known !== undefined && revision !== known;
      known = revision;
      if (moved) for (const onChange of subscribers) tell(onChange);
    } while (again);
  };
  const tell = (onChange: () => void): void => {
    try {
      onChange();
    } catch (error) {
      options.logger.error({ reason: nameOf(error) }, 'a subscriber to configuration changes failed');
    }
  };
  const onNotice = (): void => {
    again = true;
    looking ??= look()
      .catch((error) => options.logger.warn({ reason: nameOf(error) }, 'the revision could not be read'))
      .finally(() => {
        looking = undefined;
        // A notice that arrived while the last read was ending.
        if (again) onNotice();
      });
  };
  const start = async (): Promise<() => Promise<void>> => {
    known = await options.revision();
    const unlisten = await options.listen(onNotice);
    onNotice();
    const timer = options.pollMs === undefined ? undefined : setInterval(onNotice, options.pollMs);
    timer?.unref();
    return async () => {
      clearInterval(timer);
      await unlisten();
      await looking;
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

function nameOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
