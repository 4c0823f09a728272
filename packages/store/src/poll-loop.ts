export interface PollLoopOptions {
  /**
   * One poll. Polls never overlap.
   *
   * @param mayGoOn false once the loop was stopped, so that a long poll can end early
   */
  look(mayGoOn: () => boolean): Promise<unknown>;
  /** Milliseconds from the end of one poll to the start of the next, and before the first. */
  readonly everyMs: number;
  /** Called for a poll that rejected; the loop continues. */
  onError(error: unknown): void;
}

export interface PollLoop {
  /** Does nothing when the loop is running. */
  start(): void;
  /** Resolves when the current poll has ended; no other starts. */
  stop(): Promise<void>;
}

/** Polls repeatedly for work. Its timer does not keep a process alive. */
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
