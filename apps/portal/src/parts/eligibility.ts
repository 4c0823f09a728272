import { type EligibilityAnswers, readEligibility } from '../objects/service/decide-eligibility.ts';
import type { Visit } from './visit.ts';

/** Answers in the address, each at most once. */
export function queriedEligibility({ request }: Visit): EligibilityAnswers {
  const query = request.query as Readonly<Record<string, unknown>>;
  return readEligibility((name) => {
    const value = query[name];
    return typeof value === 'string' ? value.slice(0, 40) : '';
  });
}
