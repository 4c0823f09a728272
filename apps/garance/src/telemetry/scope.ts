/** What is known of a request or a job under way, wherever its work is done: for metrics and traces. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './tracing.ts';

/** How a request ended, from the operator's view: `upstream` is another party's fault, `failed` the platform's own. */
const results = ['ok', 'refused', 'upstream', 'failed'] as const;
export type Result = (typeof results)[number];

export interface Scope {
  /** Absent when traces are off. */
  readonly span: Span | undefined;
  /** A wait for another party begins; the returned function ends it. Waits may overlap. */
  beginWait(): () => void;
  /** Milliseconds in which at least one wait was under way. */
  waitedMs(): number;
  /** Of several results the worst one counts. */
  judge(result: Result): void;
  /** Undefined when none was told. */
  result(): Result | undefined;
}

/** The scope of the work under way. */
export interface Scopes {
  run<T>(scope: Scope, work: () => T): T;
  current(): Scope | undefined;
}

export function createScopes(): Scopes {
  const storage = new AsyncLocalStorage<Scope>();
  return { run: (scope, work) => storage.run(scope, work), current: () => storage.getStore() };
}

/** @param now monotonic time in milliseconds */
export function createScope(now: () => number, span: Span | undefined): Scope {
  let underWay = 0;
  let beganMs = 0;
  let waitedMs = 0;
  let worst: Result | undefined;
  return {
    span,
    beginWait: () => {
      if (underWay === 0) beganMs = now();
      underWay += 1;
      return () => {
        underWay -= 1;
        if (underWay === 0) waitedMs += now() - beganMs;
      };
    },
    waitedMs: () => waitedMs + (underWay === 0 ? 0 : now() - beganMs),
    judge: (result) => {
      if (worst === undefined || results.indexOf(result) > results.indexOf(worst)) worst = result;
    },
    result: () => worst,
  };
}
