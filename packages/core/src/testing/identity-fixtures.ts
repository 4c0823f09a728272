import fc from 'fast-check';
import type { PivotIdentity, ProviderIdentity } from '../identity/identity.ts';

/** Fixtures of the tests of this package. */
export const angela: PivotIdentity = {
  givenName: 'Angela Claire Louise',
  familyName: 'DUBOIS',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
};

export const angelaAtProvider: ProviderIdentity = {
  pivot: angela,
  email: 'angela@example.org',
  preferredUsername: 'MARTIN',
  idpBirthdate: '1962-08-24',
};

/** A provider's claims about Angela. */
export const angelaClaims: Readonly<Record<string, unknown>> = {
  given_name: 'Angela Claire Louise',
  family_name: 'DUBOIS',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
  email: 'angela@example.org',
  preferred_username: 'MARTIN',
};

// Few letters and short texts, so that near-collisions ("ab"+"c" against "a"+"bc") are found in a few hundred runs.
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'e\u0301', ' ', '1', '\0'), maxLength: 4 });

export const anyPerson: fc.Arbitrary<PivotIdentity> = fc.record({
  givenName: text,
  familyName: text,
  birthdate: fc.constantFrom('1990-01-01', '1990-01-11', '1990-00-00', '2000-02-29'),
  gender: fc.constantFrom('female', 'male', 'unspecified'),
  birthplace: fc.constantFrom('', '75056', '75107', '2A004'),
  birthcountry: fc.constantFrom('99100', '99109', '99352'),
});
