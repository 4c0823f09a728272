import { dueOn, elapsedWorkingDays } from '../time/working-days.ts';
import type { SupportThread } from './tables/threads.ts';

/** Working days within which a thread gets its first answer. */
export const firstAnswerDays = 2;

export type FirstAnswer =
  | { readonly kind: 'answered'; readonly atMs: number }
  /** `left` is negative once it is late. */
  | { readonly kind: 'due'; readonly on: string; readonly left: number };

/** The first-answer clock: it runs from the opening until the team has answered or asked for the first time. */
export function firstAnswerOf(
  { createdAtMs, firstAnswerAtMs }: Pick<SupportThread, 'createdAtMs' | 'firstAnswerAtMs'>,
  nowMs: number,
): FirstAnswer {
  if (firstAnswerAtMs !== undefined) return { kind: 'answered', atMs: firstAnswerAtMs };
  const left = firstAnswerDays - elapsedWorkingDays(createdAtMs, nowMs);
  return { kind: 'due', on: dueOn(createdAtMs, firstAnswerDays), left };
}
