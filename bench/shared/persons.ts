/** The upstream provider's claims about a person, besides `sub`. */
export interface PersonClaims {
  readonly given_name: string;
  readonly family_name: string;
  readonly birthdate: string;
  readonly gender: 'female' | 'male';
  readonly birthplace: string;
  readonly birthcountry: string;
  readonly email: string;
}

const givenNames = ['Angela Claire Louise', 'Éric', 'Marie-Thérèse', 'Loïc Yann', 'Noé', 'Zoé Anaïs'];
const familyStarts = ['Du', 'Le', 'Ma', 'Ro', 'Ber', 'Gar', 'Mor', 'Thi'];
const familyEnds = ['bois', 'blanc', 'rin', 'nard', 'nier', 'tin', 'quet', 'lier'];
const communes = ['75056', '69123', '31555', '44109', '35238', '67482', '2A004', '13055'];
const twoDigits = (value: number): string => String(value).padStart(2, '0');
const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

/** Number of different people in a run, so that no cache profits from a repeated person. */
export const personCount = 4096;

/** The person with this number, which is also in the e-mail address. */
export function personAt(number: number): PersonClaims {
  const index = number % personCount;
  return {
    given_name: pick(givenNames, index),
    family_name: pick(familyStarts, index) + pick(familyEnds, index >> 3),
    birthdate: `${1940 + (index % 60)}-${twoDigits(1 + (index % 12))}-${twoDigits(1 + (index % 28))}`,
    gender: index % 2 === 0 ? 'female' : 'male',
    birthplace: pick(communes, index >> 6),
    birthcountry: '99100',
    email: `person-${index}@example.org`,
  };
}

/** The person with this e-mail address. */
export function personOfEmail(email: string): PersonClaims {
  return personAt(Number(/^person-(\d+)@/.exec(email)?.[1]));
}
