import type { LoginCount, TraceEntry } from '@garance/store';

/** Where a hub records what a service's developers may know of their requests. */
export interface TracePort {
  /** Returns at once and never throws. */
  record(entry: TraceEntry): void;
}

/** Where a hub counts the steps of logins. */
export interface CountPort {
  /** Returns at once and never throws. */
  record(step: Omit<LoginCount, 'count'>): void;
}
