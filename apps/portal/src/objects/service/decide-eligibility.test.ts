import { describe, expect, it } from 'vitest';
import {
  applicants,
  audiences,
  decideEligibility,
  eligibilityQuery,
  grounds,
  readEligibility,
} from './decide-eligibility.ts';

describe('eligibility', () => {
  it('is decided for every combination of answers', () => {
    for (const audience of audiences) {
      for (const who of applicants) {
        for (const ground of ['', ...grounds]) {
          const { kind } = decideEligibility({ audience, who, ground });
          if (who === 'private' && ground === '') expect(kind).toBe('unanswered');
          else if (audience === 'professionals') expect(kind).toBe('professionals');
          else if (who === 'private' && ground === 'other') expect(kind).toBe('no-ground');
          else expect(kind).toBe('eligible');
        }
      }
    }
  });

  it('makes a public body’s service public and a company’s private', () => {
    const citizens = { audience: 'citizens', ground: 'legal_duty' };
    expect(decideEligibility({ ...citizens, who: 'delegated' })).toEqual({
      kind: 'eligible',
      service: 'public',
    });
    expect(decideEligibility({ ...citizens, who: 'private' })).toEqual({
      kind: 'eligible',
      service: 'private',
    });
  });

  it('reads each answer by its name, and writes it into an address', () => {
    expect(readEligibility((name) => `${name}!`)).toEqual({
      audience: 'audience!',
      who: 'who!',
      ground: 'ground!',
    });
    const answers = { audience: 'citizens', who: 'private', ground: 'legal_duty' };
    expect(eligibilityQuery(answers)).toBe('audience=citizens&who=private&ground=legal_duty');
    expect(eligibilityQuery({ ...answers, ground: '' })).toBe('audience=citizens&who=private');
  });

  it('refuses an answer that was not offered', () => {
    expect(decideEligibility({ audience: 'constructor', who: 'x', ground: '' })).toEqual({
      kind: 'unanswered',
      fields: ['audience', 'who'],
    });
  });
});
