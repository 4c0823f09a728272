import type { Judgement } from '../../vocabulary/scenario.ts';
import { reasons } from '../reasons.ts';
import { judgeRefusal, type RefusalEvidence } from './judge-refusal.ts';

/** What the page after the error says to the person. */
export type Told =
  | 'told'
  | 'no-answer'
  | 'blank'
  | 'stack-trace'
  /** JSON or XML, for programs. */
  | 'data'
  /** The page that a framework or a server shows by itself. */
  | 'framework-page'
  | 'server-error'
  /** `undefined`, `Invalid Date`, letters read by another table. */
  | 'broken-text'
  /** What the hub said of the error became part of the page. */
  | 'markup'
  | 'script-link'
  /** A text that came with the answer, which anyone may write. */
  | 'strange-words'
  /** A breakdown, where there is none. */
  | 'breakdown'
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
