import type { Judgement } from '../../vocabulary/scenario.ts';
import { reasons } from '../reasons.ts';
import { judgeRefusal, type RefusalEvidence } from './judge-refusal.ts';

/** What the page after the error says to the person. */
export type Told =
  | 'told'
  | 'no-answer'
  | 'blank'
  | 'stack-trace'
  /** The page that everyone sees who comes for the first time. */
  | 'nothing-new'
  /** The person is back at the hub, without having been told anything. */
  | 'back-at-hub';

/** As a refusal, and the person must have been told in words. */
export function judgeInformation(evidence: RefusalEvidence & { readonly told: Told }): Judgement {
  const refusal = judgeRefusal(evidence);
  if (refusal.verdict !== 'passed') return refusal;
  return evidence.told === 'told' ? refusal : { verdict: 'failed', reason: reasons.notTold[evidence.told] };
}
