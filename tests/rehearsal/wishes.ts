import type { PersonId } from '@garance/qualification';

/** What a wish may be made of, for properties over all of them. */
export const personNames: readonly [PersonId, ...PersonId[]] = [
  'plain',
  'accented',
  'hyphenated',
  'presumed-date',
  'born-abroad',
  'corsican',
  'no-usage-name',
  'markup',
  'same-email',
  'changed-email',
  'other',
];

/** Every one that the vocabulary knows at either place. */
export const joseNames = [
  'alg-none',
  'hs256-client-secret',
  'hs256-public-pem',
  'hs256-public-der',
  'hs256-public-jwk',
  'signature-altered',
  'payload-altered',
  'unknown-key',
  'embedded-jwk',
  'embedded-jku',
  'unknown-crit',
  'not-encrypted',
  'not-signed',
  'encrypted-to-another-key',
  'rsa1_5',
  'zip',
  'newly-published-signing-key',
  'second-encryption-key',
  'unsigned-json',
  'is-an-id-token',
] as const;

export const claimName = ['iss', 'aud', 'azp', 'sub', 'client_id', 'nonce', 'exp', 'acr', 'email'] as const;
