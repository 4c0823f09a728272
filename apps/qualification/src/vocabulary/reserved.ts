/**
 * The only identities that a forged answer may bear. `.invalid` never resolves (RFC 6761 §6.4): no issuer, client or
 * person has or will have these names, so that nothing a rehearsal signs is of any use elsewhere (security.md 21).
 */
export const reserved = {
  issuer: 'https://rehearsal.invalid',
  client: 'rehearsal-invalid-client',
  subject: 'rehearsal-invalid-subject',
} as const;
