import type { Judgement } from '../../vocabulary/scenario.ts';
import { reasons } from '../reasons.ts';

export interface AcceptanceEvidence {
  readonly reachedHub: boolean;
  /** After the callback, the hub saw these of this login. */
  readonly tokenAsked: boolean;
  readonly userinfoAsked: boolean;
  readonly showsSignedIn: boolean;
  /** The good login made when this one failed; absent when there was no need. */
  readonly control?: boolean;
}

/** The verdict of a positive scenario: undecided where the service signs nobody in at the moment. */
export function judgeAcceptance(evidence: AcceptanceEvidence): Judgement {
  const { reachedHub, tokenAsked, userinfoAsked, showsSignedIn, control } = evidence;
  if (reachedHub && tokenAsked && userinfoAsked && showsSignedIn) return { verdict: 'passed' };
  if (control === false) return { verdict: 'inconclusive', reason: reasons.controlAfter };
  if (!reachedHub) return { verdict: 'inconclusive', reason: reasons.neverAtHub };
  if (!showsSignedIn) return { verdict: 'failed', reason: reasons.notSignedIn };
  return { verdict: 'failed', reason: tokenAsked ? reasons.noUserinfo : reasons.noToken };
}
