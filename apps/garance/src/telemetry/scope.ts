/** Facts of the request or job under way, available wherever its work is done: for metrics and traces. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './tracing.ts';

/** Outcome of a request for the operator: `upstream` was caused by an external system, `failed` by the platform. */
const results = ['ok', 'refused', 'upstream', 'failed'] as const;
export type Result = (typeof results)[number];

export interface Scope {
  /** Absent when traces are off. */
  readonly span: Span | undefined;
  /** Begins a wait for an external system; the returned function ends it. Waits may overlap. */
  beginWait(): () => void;
  /** Milliseconds in which at least one wait was active. */
  waitedMs(): number;
  /** Of several results the worst one counts. */
  judge(result: Result): void;
  /** Undefined when no result was reported. */
  result(): Result | undefined;
}

/** Access to the scope of the current work. */
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
