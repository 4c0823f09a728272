import type { ErrorCode } from '@garance/core';
import type { LoginCount, TraceEntry } from '@garance/store';
import type { LoginStep } from './login-steps.ts';

/** Records what a service's developers may see of their requests. */
export interface TracePort {
  /** Returns at once and never throws. */
  record(entry: TraceEntry): void;
}

/** Counts the steps of logins. */
export interface CountPort {
  /** Returns at once and never throws. */
  record(step: Omit<LoginCount, 'count'>): void;
}

/** A step of a login that has ended. */
export interface EndedStep {
  readonly step: LoginStep;
  /** The true cause, which the service is not always given (`codeForService`). Absent when the step succeeded. */
  readonly error?: ErrorCode;
  /** Id of a registered provider, `none`, or `unknown`. */
  readonly providerId: string;
}

/** Receives each step for the operator, at once and in the asynchronous context of its request. */
export interface StepPort {
  /** Returns at once and never throws. */
  ended(step: EndedStep): void;
}
