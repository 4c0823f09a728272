/** What became of one login of a fault run. */
import type { NodeName } from './proxy.ts';

export type LoginEnd =
  | { readonly kind: 'done' }
  /** By an answer that says so: a page or an error of the catalogue, or no node in the proxy. */
  | { readonly kind: 'refused'; readonly code: string; readonly requestMs: number }
  /** A request got no answer of a node that it had been given to. */
  | { readonly kind: 'cut'; readonly node?: NodeName; readonly requestMs: number }
  | { readonly kind: 'failed'; readonly why: string; readonly requestMs: number };

export interface LoginRecord {
  readonly platform: 'standard' | 'plus';
  readonly beganMs: number;
  readonly endedMs: number;
  readonly end: LoginEnd;
}

/** Codes that were redeemed, and how often: more than once is what must never be. */
export interface CodeBook {
  /** A redemption gave tokens. */
  redeemed(code: string): void;
  /** Sent to be redeemed, whatever came of it. */
  sent(retry: () => Promise<unknown>): void;
  /** Sends every code of the last so many milliseconds again. @returns how many */
  replayRecent(withinMs: number): Promise<number>;
  twice(): number;
  replayed(): number;
}

/** At most so many replays at once, and in all, so that they are no load of their own. */
const mostReplays = 200;
const atOnce = 8;

export function createCodeBook(now: () => number): CodeBook {
  const successes = new Map<string, number>();
  const tries: { readonly atMs: number; readonly retry: () => Promise<unknown> }[] = [];
  let replays = 0;
  return {
    redeemed: (code) => void successes.set(code, (successes.get(code) ?? 0) + 1),
    sent: (retry) => {
      tries.push({ atMs: now(), retry });
      if (tries.length > 10_000) tries.splice(0, 5_000);
    },
    replayRecent: async (withinMs) => {
      const since = now() - withinMs;
      const recent = tries.filter(({ atMs }) => atMs >= since).slice(-mostReplays);
      const waiting = [...recent];
      const next = async (): Promise<void> => {
        for (let found = waiting.pop(); found !== undefined; found = waiting.pop()) await found.retry();
      };
      await Promise.all(Array.from({ length: atOnce }, next));
      replays += recent.length;
      return recent.length;
    },
    twice: () => [...successes.values()].filter((times) => times > 1).length,
    replayed: () => replays,
  };
}
