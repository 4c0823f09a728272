/**
 * The only other identities that a forged answer may name. `.invalid` never resolves (RFC 6761 §6.4), so no real issuer,
 * client or person has these names and a token signed in a rehearsal is useless elsewhere (security.md 21).
 */
export const reservedIdentities = {
  issuer: 'https://rehearsal.invalid',
  client: 'rehearsal-invalid-client',
  subject: 'rehearsal-invalid-subject',
} as const;

/** Within a name that looks like a true one: no issuer has the first, no client may register the second, no subject holds it. */
export const reservedMarks = { issuer: 'rehearsal.invalid', name: 'rehearsal-invalid' } as const;
