import type { Localized } from '@garance/core';
import type { Judgement } from '../../vocabulary/scenario.ts';
import { reasons } from '../reasons.ts';
import { judgeRefusal, type RefusalEvidence } from './judge-refusal.ts';

/** Where both are right: passed once it is known what the service did, which is told beside. */
export function judgeObservation(evidence: RefusalEvidence): Judgement {
  const { verdict, ...rest } = judgeRefusal(evidence);
  return verdict === 'failed' ? { verdict: 'passed' } : ({ verdict, ...rest } as Judgement);
}

/** What the service did; nothing where it is not known. */
export function observed(evidence: RefusalEvidence): readonly Localized[] {
  if (evidence.reach !== 'fault') return [];
  return [evidence.hasSession || evidence.showsSignedIn ? reasons.accepts : reasons.refuses];
}
