import type { Changes, StoreLogger } from './contract.ts';

interface ChangeFeedOptions {
  revision(): Promise<number>;
  listen(onNotice: () => void): Promise<() => Promise<void>>;
  /** How often to look without a notice; absent where nobody else writes. */
  readonly pollMs: number | undefined;
  readonly logger: StoreLogger;
}

export interface ChangeFeed extends Changes {
  close(): Promise<void>;
}

/**
 * Tells subscribers when the configuration's revision has moved. Notices are the fast way, looking every so often the
 * safe one; either way the revision decides, so that a notice heard twice or caused by nothing is not passed on.
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
        // Heard after the last look had begun to end.
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
      // A wrapper of its own, so that the same function subscribed twice is heard and ended twice.
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
