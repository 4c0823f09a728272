import { hash, timingSafeEqual } from 'node:crypto';

/** RFC 7636 §4.1: 43 to 128 unreserved characters. */
const verifierSyntax = /^[A-Za-z0-9\-._~]{43,128}$/;
/** base64url of a SHA-256, without padding. */
const challengeSyntax = /^[A-Za-z0-9_-]{43}$/;

export function isCodeChallenge(value: string): boolean {
  return challengeSyntax.test(value);
}

/**
 * Proof Key for Code Exchange, `S256` only (RFC 7636 §4.6).
 *
 * @param challenge the stored `code_challenge`; undefined when the authorization request had none
 * @param verifier the `code_verifier` of the token request; undefined when it had none
 * @returns true when both are absent, or the verifier is well formed and hashes to the challenge. A verifier without a
 *   challenge gives false: an attacker may have removed the challenge from the request (RFC 9700 §2.1.1).
 */
export function verifyPkce(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined) return verifier === undefined;
  // Stryker disable next-line ConditionalExpression: for the type alone; the pattern would refuse "undefined" too.
  if (verifier === undefined) return false;
  if (!verifierSyntax.test(verifier)) return false;
  const expected = Buffer.from(challenge);
  const actual = Buffer.from(hash('sha256', verifier, 'base64url'));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
