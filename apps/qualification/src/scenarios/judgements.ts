/** Judgements, in both languages. */
import type { Judgement } from '../vocabulary/scenario.ts';

export const passed: Judgement = { verdict: 'passed' };

export function failed(fr: string, en: string): Judgement {
  return { verdict: 'failed', reason: { fr, en } };
}

export function inconclusive(fr: string, en: string): Judgement {
  return { verdict: 'inconclusive', reason: { fr, en } };
}

export function notApplicable(fr: string, en: string): Judgement {
  return { verdict: 'not-applicable', reason: { fr, en } };
}
