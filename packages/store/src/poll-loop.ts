export interface PollLoopOptions {
  /**
   * One look. Looks never overlap.
   *
   * @param mayGoOn false from the moment at which the loop was told to stop: a long look ends early
   */
  look(mayGoOn: () => boolean): Promise<unknown>;
  /** From the end of one look to the beginning of the next, and before the first. */
  readonly everyMs: number;
  /** Told of a look that was rejected; the loop goes on. */
  onError(error: unknown): void;
}

export interface PollLoop {
  /** Without effect on a loop that runs. */
  start(): void;
  /** Resolves when the look under way has ended; no other begins. */
  stop(): Promise<void>;
}

/** Looks again and again for work that others put down. Its timer does not keep a process alive. */
export function createPollLoop({ look, everyMs, onError }: PollLoopOptions): PollLoop {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let stopped = true;
  const lookOnce = async (): Promise<void> => {
    try {
      await look(() => !stopped);
    } catch (error) {
      onError(error);
    }
    looking = undefined;
    if (!stopped) next();
  };
  const next = (): void => {
    timer = setTimeout(() => {
      looking = lookOnce();
    }, everyMs).unref();
  };
  return {
    start: () => {
      if (!stopped) return;
      stopped = false;
      if (looking === undefined) next();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
