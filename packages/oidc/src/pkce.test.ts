import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isCodeChallenge, verifyPkce } from './pkce.ts';

/** RFC 7636, Appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

function challengeOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

describe('verifyPkce', () => {
  it('accepts the example of RFC 7636', () => {
    expect(verifyPkce(challenge, verifier)).toBe(true);
  });

  it('accepts a login without PKCE', () => {
    expect(verifyPkce(undefined, undefined)).toBe(true);
  });

  it.each([43, 128])('accepts a verifier of %i characters', (length) => {
    const text = '~'.repeat(length);
    expect(verifyPkce(challengeOf(text), text)).toBe(true);
  });
});

describe('attack 4: PKCE', () => {
  it('refuses a verifier whose challenge was removed from the request', () => {
    expect(verifyPkce(undefined, verifier)).toBe(false);
  });

  it('refuses a challenge without verifier', () => {
    expect(verifyPkce(challenge, undefined)).toBe(false);
  });

  it('refuses a wrong verifier', () => {
    expect(verifyPkce(challenge, `${verifier.slice(0, -1)}A`)).toBe(false);
  });

  it('refuses the challenge itself as verifier, as plain would accept it', () => {
    expect(verifyPkce(challenge, challenge)).toBe(false);
    expect(verifyPkce(verifier, verifier)).toBe(false);
  });

  it.each([
    ['too short', 'a'.repeat(42)],
    ['too long', 'a'.repeat(129)],
    ['with other characters', `${'a'.repeat(43)}+`],
    ['with a line end', `${'a'.repeat(43)}\n`],
    ['empty', ''],
  ])('refuses a verifier %s even when it hashes to the challenge', (_, text) => {
    expect(verifyPkce(challengeOf(text), text)).toBe(false);
  });

  it('refuses a stored challenge of another length without failing', () => {
    expect(verifyPkce(`${challenge}=`, verifier)).toBe(false);
  });
});

describe('isCodeChallenge', () => {
  it('takes 43 base64url characters and nothing else', () => {
    expect(isCodeChallenge(challenge)).toBe(true);
    for (const wrong of [
      `${challenge}=`,
      challenge.slice(1),
      `${challenge}a`,
      challenge.replace('-', '+'),
      `${challenge}\n`,
    ]) {
      expect(isCodeChallenge(wrong)).toBe(false);
    }
  });
});
