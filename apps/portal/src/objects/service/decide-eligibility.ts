/** Decides eligibility from three answers. Pure. */

export const audiences = ['citizens', 'professionals'] as const;
export const applicants = ['public', 'delegated', 'private'] as const;
export const grounds = ['legal_duty', 'address_change', 'other'] as const;

/** Answers from a form or an address, not validated. */
export interface EligibilityAnswers {
  readonly audience: string;
  readonly who: string;
  /** Asked of private organisations only. */
  readonly ground: string;
}

export type Verdict =
  | { readonly kind: 'eligible'; readonly service: 'public' | 'private' }
  /** Another federation serves professionals. */
  | { readonly kind: 'professionals' }
  /** No legal text entitles this private service to a request. */
  | { readonly kind: 'no-ground' }
  | { readonly kind: 'unanswered'; readonly fields: readonly (keyof EligibilityAnswers)[] };

export function decideEligibility({ audience, who, ground }: EligibilityAnswers): Verdict {
  const includes = (list: readonly string[], value: string) => list.includes(value);
  const missing = [
    ...(includes(audiences, audience) ? [] : ['audience' as const]),
    ...(includes(applicants, who) ? [] : ['who' as const]),
    ...(who === 'private' && !includes(grounds, ground) ? ['ground' as const] : []),
  ];
  if (missing.length > 0) return { kind: 'unanswered', fields: missing };
  if (audience === 'professionals') return { kind: 'professionals' };
  if (who !== 'private') return { kind: 'eligible', service: 'public' };
  return ground === 'other' ? { kind: 'no-ground' } : { kind: 'eligible', service: 'private' };
}

export function readEligibility(read: (name: string) => string): EligibilityAnswers {
  return { audience: read('audience'), who: read('who'), ground: read('ground') };
}

/** Writes the answers as a query string, so that later pages do not ask again. */
export function eligibilityQuery({ audience, who, ground }: EligibilityAnswers): string {
  const query = new URLSearchParams({ audience, who, ...(ground !== '' && { ground }) });
  return query.toString();
}
