import { type EligibilityAnswers, readEligibility } from '../objects/service/decide-eligibility.ts';
import type { RequestContext } from './request-context.ts';

/** Eligibility answers of the query string, each at most once. */
export function queriedEligibility({ request }: RequestContext): EligibilityAnswers {
  const query = request.query as Readonly<Record<string, unknown>>;
  return readEligibility((name) => {
    const value = query[name];
    return typeof value === 'string' ? value.slice(0, 40) : '';
  });
}
