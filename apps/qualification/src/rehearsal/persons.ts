/**
 * The people of rehearsals, as an identity provider would describe them: invented, each valid by every rule of the pivot
 * identity, since the hub confirms them as it confirms anyone.
 */
import { maxWorker, type PersonId } from '../vocabulary/person.ts';

export interface TestPerson {
  /** Raw provider claims. */
  readonly claims: Readonly<Record<string, string>>;
  /** What userinfo says in the place of what was confirmed: no provider may send it, so no hub would release it. */
  readonly shown?: Readonly<Record<string, string>>;
}

const plain = {
  sub: 'rehearsal-plain',
  given_name: 'Camille Jeanne',
  family_name: 'RIVERAIN',
  birthdate: '1984-03-12',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
  email: 'camille.riverain@repetition.example',
  preferred_username: 'DELORME',
};

const { preferred_username: _, ...withoutUsageName } = plain;

/** Text that is harmless shown as text, and shows when it is not. */
const markup = (name: string) =>
  `"><img src=x onerror="document.title='garance-${name}'"><b data-garance-markup="${name}">${name}</b>`;

/** Ends an attribute between either quotes, or between none, and begins one of its own. */
const attributeMarkup = `x' data-garance-attribute='1' y" data-garance-attribute="2" z data-garance-attribute=3 w`;

/** Ends a script, or a text in it between either quotes. */
const scriptMarkup = (name: string) =>
  `";document.title="garance-${name}";'-(document.title='garance-${name}')-'</script><b data-garance-markup=${name}>${name}</b>`;

function shownAs(write: (name: string) => string): Readonly<Record<string, string>> {
  const names = ['given_name', 'family_name', 'preferred_username', 'email', 'birthplace'];
  return Object.fromEntries(names.map((name) => [name, write(name)]));
}

function invented(name: string, familyName: string) {
  return {
    ...plain,
    sub: `rehearsal-${name}`,
    given_name: 'Balise',
    family_name: familyName,
    email: `${name}@repetition.example`,
    preferred_username: 'GUILLEMET',
  };
}

export const testPersons: Readonly<Record<PersonId, TestPerson>> = {
  plain: { claims: plain },
  accented: {
    claims: {
      ...plain,
      sub: 'rehearsal-accented',
      given_name: 'Éloïse Anaëlle',
      family_name: 'D’ÂPREVAL ÇÔME',
      email: 'eloise@repetition.example',
      preferred_username: 'NOËL',
    },
  },
  hyphenated: {
    claims: {
      ...plain,
      sub: 'rehearsal-hyphenated',
      given_name: 'Jean-Baptiste Marie-Ange',
      family_name: 'LE GOFF--SAINT-YVES',
      gender: 'male',
      email: 'jean-baptiste@repetition.example',
      preferred_username: 'SAINT-YVES',
    },
  },
  'straight-apostrophes': {
    claims: {
      ...plain,
      sub: 'rehearsal-straight-apostrophes',
      given_name: 'Maud',
      family_name: "L'ESTREVAL D'O'BRIAC",
      email: "maud.l'estreval@repetition.example",
      preferred_username: "D'OR",
    },
  },
  'rare-letters': {
    claims: {
      ...plain,
      sub: 'rehearsal-rare-letters',
      given_name: 'Lætitia Maëlys',
      family_name: 'L’HAŸ ŒILLET-ÑUÑEZ',
      email: 'laetitia@repetition.example',
      preferred_username: 'ÇÖRÅVEL',
    },
  },
  'one-letter': {
    claims: {
      ...plain,
      sub: 'rehearsal-one-letter',
      given_name: 'Y',
      family_name: 'O',
      gender: 'male',
      email: 'y@repetition.example',
      preferred_username: 'Q',
    },
  },
  'long-names': {
    claims: {
      ...plain,
      sub: 'rehearsal-long-names',
      given_name: 'Anne-Sophie Marguerite Victorine Apollonie Bérengère Scholastique Philippine Ermengarde',
      family_name: 'DE MONTBRISON-SAINT-AVERTIN DE LA ROCHEFORTIÈRE DU PLESSIS-GRANDVAL',
      email: 'anne-sophie.de-montbrison-saint-avertin@repetition.example',
      preferred_username: 'DE LA HAUTE-FUTAIE DES TROIS-PIGNONS DE BEAUREPAIRE',
    },
  },
  'presumed-day': {
    claims: {
      ...plain,
      sub: 'rehearsal-presumed-day',
      given_name: 'Aminata',
      family_name: 'BELROSEAU',
      birthdate: '1958-03-00',
      email: 'aminata@repetition.example',
    },
  },
  'presumed-date': {
    claims: {
      ...plain,
      sub: 'rehearsal-presumed-date',
      given_name: 'Idriss',
      family_name: 'VALLONBRUN',
      gender: 'male',
      birthdate: '1958-00-00',
      email: 'idriss@repetition.example',
    },
  },
  'born-abroad': {
    claims: {
      ...plain,
      sub: 'rehearsal-born-abroad',
      given_name: 'Ines Sofia',
      family_name: 'MIRAFLOR',
      birthplace: '',
      birthcountry: '99139',
      email: 'ines@repetition.example',
    },
  },
  corsican: {
    claims: {
      ...plain,
      sub: 'rehearsal-corsican',
      given_name: 'Ghjulia',
      family_name: 'SANTAPIANA',
      birthdate: '1990-07-01',
      birthplace: '2A004',
      email: 'ghjulia@repetition.example',
    },
  },
  overseas: {
    claims: {
      ...plain,
      sub: 'rehearsal-overseas',
      given_name: 'Marie-Reine',
      family_name: 'FLAMBOYANT',
      birthdate: '1977-09-23',
      birthplace: '97411',
      email: 'marie-reine@repetition.example',
    },
  },
  'no-usage-name': {
    claims: {
      ...withoutUsageName,
      sub: 'rehearsal-no-usage-name',
      given_name: 'Solange',
      family_name: 'TERRASSON',
      email: 'solange@repetition.example',
    },
  },
  markup: { claims: invented('markup', 'CHEVRON'), shown: shownAs(markup) },
  'markup-in-attribute': {
    claims: invented('markup-in-attribute', 'ESPERLUETTE'),
    shown: shownAs(() => attributeMarkup),
  },
  'markup-in-script': {
    claims: invented('markup-in-script', 'ACCOLADE'),
    shown: shownAs(scriptMarkup),
  },
  'same-email': {
    claims: {
      ...plain,
      sub: 'rehearsal-same-email',
      given_name: 'Dominique',
      family_name: 'HOMONYME',
      birthdate: '1971-11-30',
      gender: 'male',
    },
  },
  'same-name': {
    claims: {
      ...plain,
      sub: 'rehearsal-same-name',
      birthplace: '69123',
      email: 'camille.r@repetition.example',
      preferred_username: 'VAUQUELIN',
    },
  },
  'other-accent': {
    claims: {
      ...plain,
      sub: 'rehearsal-other-accent',
      given_name: 'Camillé Jeanne',
      email: 'camille.j@repetition.example',
      preferred_username: 'VAUQUELIN',
    },
  },
  'changed-name': { claims: { ...plain, preferred_username: 'VAUQUELIN' } },
  'changed-email': { claims: { ...plain, email: 'c.riverain@autre.example' } },
  other: {
    claims: {
      ...plain,
      sub: 'rehearsal-other',
      given_name: 'Maxime',
      family_name: 'ESCARPIN',
      birthdate: '1965-05-20',
      gender: 'male',
      email: 'maxime@repetition.example',
      preferred_username: 'BOTTINE',
    },
  },
};

/**
 * The claims of this person among those who are alike: another day of birth, hence another subject. Who has none (a
 * presumed date) is one person for all.
 */
export function claimsOf(person: PersonId, worker = 0): Readonly<Record<string, string>> {
  const { claims } = testPersons[person];
  const [year = '', month = '', day = '00'] = (claims.birthdate ?? '').split('-');
  if (worker === 0 || day === '00') return claims;
  const other = ((Number(day) - 1 + worker) % (maxWorker + 1)) + 1;
  return { ...claims, birthdate: `${year}-${month}-${String(other).padStart(2, '0')}` };
}
