import type { ErrorCode } from '@garance/core';
import type { LoginCount, TraceEntry } from '@garance/store';
import type { LoginStep } from './login-steps.ts';

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

/** A step of a login that has ended. */
export interface EndedStep {
  readonly step: LoginStep;
  /** The true cause, which the service is not always told (`codeForService`). Absent when it was accepted. */
  readonly error?: ErrorCode;
  /** Of a registered provider, `none`, or `unknown`. */
  readonly providerId: string;
}

/** Where a hub's operator hears of each step, at once and in the asynchronous context of its request. */
export interface StepPort {
  /** Returns at once and never throws. */
  ended(step: EndedStep): void;
}
