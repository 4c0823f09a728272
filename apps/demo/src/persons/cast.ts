import { demoProviderProfiles } from '../providers/profiles.ts';
import { dateAndPlacePersons } from './dates-and-places.ts';
import { invalidPersons } from './invalid.ts';
import { namePersons } from './names.ts';
import { ordinaryPersons } from './ordinary.ts';
import type { DemoAccountLine, DemoPerson } from './person.ts';
import { registerCasePersons } from './register-cases.ts';

/** All invented persons of the embedded demo. */
export const demoPersons: readonly DemoPerson[] = [
  ...ordinaryPersons,
  ...dateAndPlacePersons,
  ...namePersons,
  ...registerCasePersons,
  ...invalidPersons,
];

/** The table of demo accounts, one line for each account at each provider. */
export function demoAccountLines(persons: readonly DemoPerson[] = demoPersons): readonly DemoAccountLine[] {
  return persons.flatMap((person) =>
    person.accounts.map(({ provider, login, password, claims }) => ({
      provider,
      levels: demoProviderProfiles[provider].levels,
      login,
      password,
      person: `${claims.given_name} ${claims.family_name}`,
      trait: person.trait,
    })),
  );
}
