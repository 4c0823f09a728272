import type { ErrorCode } from '@garance/core';
import { failed, type RedemptionResult } from './provider-answer.ts';

/** One named check of a provider's answer. */
export interface Check<Subject, Context> {
  readonly name: string;
  readonly error: ErrorCode;
  /** Pure. False ends the login. */
  passes(subject: Subject, context: Context): boolean;
}

/** Applies the checks in order; the first that does not pass decides. */
export function applyChecks<Subject, Context>(
  checks: readonly Check<Subject, Context>[],
  subject: Subject,
  context: Context,
): RedemptionResult<Subject> {
  for (const check of checks) {
    if (!check.passes(subject, context)) return failed(check.error, check.name);
  }
  return { ok: true, value: subject };
}

/** Tolerated difference between the clocks of a provider and this hub, in seconds. */
export const clockToleranceSeconds = 30;

export function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Whether the audience is this client, alone or among others. */
export function audienceIncludes(aud: unknown, clientId: string): boolean {
  if (typeof aud === 'string') return aud === clientId;
  return Array.isArray(aud) && aud.every((member) => typeof member === 'string') && aud.includes(clientId);
}
