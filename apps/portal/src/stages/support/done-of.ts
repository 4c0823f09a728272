import { queryText } from '../../parts/query-text.ts';
import type { Visit } from '../../parts/visit.ts';
import { type SupportDone, supportDones } from './texts.ts';

export function doneOf(visit: Visit): SupportDone | undefined {
  const asked = queryText(visit, 'done');
  return supportDones.find((each) => each === asked);
}
