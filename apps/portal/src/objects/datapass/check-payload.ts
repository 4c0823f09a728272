import type { ErrorCode } from '@garance/core';
import type { DatapassPayload } from './payload.ts';

/** Clock tolerance; an event further in the future would make every later event look older. */
const aheadAtMostSeconds = 24 * 3600;

/** Reason to refuse an event that can be read; undefined when it is accepted. Pure. */
export function findPayloadProblem(
  { fired_at: firedAt, data }: Pick<DatapassPayload, 'fired_at' | 'data'>,
  nowMs: number,
): ErrorCode | undefined {
  if (firedAt > nowMs / 1000 + aheadAtMostSeconds) return 'datapass.fired_in_the_future';
  if (!/^\d{14}$/.test(data.organization.siret.replace(/\s/g, ''))) return 'datapass.siret_invalid';
  return undefined;
}
