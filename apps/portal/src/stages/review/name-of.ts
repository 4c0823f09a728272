import type { ReviewTexts } from '../../parts/request/review-texts.ts';

/** Author of a message or event, for the team. */
export function nameOf(id: string, names: ReadonlyMap<string, string>, texts: ReviewTexts): string {
  if (id === 'datapass') return texts.datapass;
  if (id === 'system') return texts.system;
  return names.get(id) ?? texts.somebody;
}
