import { queryText } from '../../parts/query-text.ts';
import type { RequestContext } from '../../parts/request-context.ts';
import { type SupportDone, supportDones } from './texts.ts';

export function doneOf(visit: RequestContext): SupportDone | undefined {
  const doneParam = queryText(visit, 'done');
  return supportDones.find((value) => value === doneParam);
}
