/** The verdict of a negative scenario, as a pure decision: evidence in, judgement out. */
import type { Judgement } from '../../vocabulary/scenario.ts';
import { reasons } from '../reasons.ts';

/** How far the login of the fault went. */
export type Reach =
  /** No request of the login arrived at the hub. */
  | 'nothing'
  /** The hub saw the sign-in request, but the service never met the fault. */
  | 'hub'
  /** The service fetched the document, but the fault could not be made in it, and it got the good answer. */
  | 'no-occasion'
  /** The service fetched or received the faulty answer. */
  | 'fault';

export interface RefusalEvidence {
  /** The good logins around it showed a signed-in person. */
  readonly controlBefore: boolean;
  readonly controlAfter: boolean;
  readonly reach: Reach;
  /** The page after the login shows its signed-in state. */
  readonly showsSignedIn: boolean;
  /** The protected page, opened afterwards, shows its content. */
  readonly hasSession: boolean;
}

/**
 * Passed means: the fault was met, nobody is signed in, and before and after it a good login works. A session is a
 * failure whatever came later; all else is undecided, with its reason.
 */
export function judgeRefusal(evidence: RefusalEvidence): Judgement {
  const { controlBefore, controlAfter, reach, showsSignedIn, hasSession } = evidence;
  if (!controlBefore) return { verdict: 'inconclusive', reason: reasons.controlBefore };
  if (reach === 'nothing') return { verdict: 'inconclusive', reason: reasons.neverAtHub };
  if (reach === 'no-occasion') return { verdict: 'not-applicable', reason: reasons.noOccasion };
  if (reach === 'hub') {
    const signedIn = showsSignedIn || hasSession;
    return {
      verdict: 'inconclusive',
      reason: signedIn ? reasons.signedInWithoutFault : reasons.faultNotFetched,
    };
  }
  if (hasSession) return { verdict: 'failed', reason: reasons.session };
  if (showsSignedIn) return { verdict: 'failed', reason: reasons.showsSignedIn };
  if (!controlAfter) return { verdict: 'inconclusive', reason: reasons.controlAfter };
  return { verdict: 'passed' };
}
